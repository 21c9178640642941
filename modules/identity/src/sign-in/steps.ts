// SPDX-License-Identifier: Apache-2.0
/** A sign-in under way: who it is so far, what was proven, what is still asked. It stands in the database, for whatever process goes on. */
import { levelClasses, type Tx } from '@stoa/kernel';
import type { SignInMethod } from '../contract.ts';
import { levelOf } from '../factors/methods.ts';
import { offersOf } from '../factors/offers.ts';
import { findSession, type Session } from '../sessions/sessions.ts';
import { idHash } from './provider-records.ts';

/** What is read of the provider's interaction. */
export interface Under {
  readonly uid: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly session?: { readonly uid?: string; readonly accountId?: string } | undefined;
}

export interface Step {
  /** Known by a password in this sign-in, or by the session that is to be raised. */
  readonly personId: string | undefined;
  readonly methods: readonly SignInMethod[];
  readonly challenges: number;
  /** The session goes on. */
  readonly raises: Session | undefined;
  /** What the person can give now; empty where a password is asked. */
  readonly offers: readonly SignInMethod[];
  /** Level that was asked for, 1 to 3. */
  readonly wanted: number;
}

const wantedOf = ({ acr_values: acr }: Under['params']): number =>
  Math.max(
    1,
    ...String(acr ?? '')
      .split(' ')
      .map((one) => levelClasses.indexOf(one) + 1),
  );

interface Row {
  person_id: string | null;
  methods: SignInMethod[];
  challenges: number;
}

export async function stepOf(tx: Tx, { uid, params, session: under }: Under): Promise<Step> {
  const { rows } = await tx.query<Row>(
    'select person_id, methods, challenges from sign_in_step where uid_hash = $1 and expires_at > $2',
    [idHash(uid), tx.now],
  );
  const row = rows[0];
  const asksMore = params.acr_values !== undefined || params.max_age !== undefined;
  const raises = asksMore && under?.accountId && under.uid ? await findSession(tx, { uid: under.uid }) : undefined;
  const personId = row?.person_id ?? raises?.person_id;
  const methods = row?.person_id ? row.methods : (raises?.methods ?? []);
  const offers = personId ? await offersOf(tx, personId) : [];
  return { personId, methods, challenges: row?.challenges ?? 0, raises, offers, wanted: wantedOf(params) };
}

/** Whether something more is asked before the sign-in ends: a second factor of whoever has one, or what was wanted. */
export const asksMore = ({ methods, offers, wanted }: Step): boolean =>
  levelOf(methods) < 2 && offers.length > 0 && (wanted > 1 || !offers.includes('mail'));

/** Keeps what was proven, if anything was, and ends the challenge; answers how many have ended. */
export async function keepStep(
  tx: Tx,
  uid: string,
  { personId, methods = [] }: { personId?: string; methods?: readonly SignInMethod[] } = {},
): Promise<number> {
  const { rows } = await tx.query<{ challenges: number }>(
    `insert into sign_in_step as s (uid_hash, person_id, methods, challenges, expires_at) values ($1, $2, $3, 1, $4)
     on conflict (uid_hash) do update set person_id = coalesce($2, s.person_id), challenges = s.challenges + 1,
       methods = case when $2::uuid is null then s.methods else $3 end returning challenges`,
    [idHash(uid), personId ?? null, methods, new Date(tx.now.getTime() + 1_800_000)],
  );
  return rows[0]?.challenges ?? 1;
}

/** The best that somebody's factors can reach. */
export const reachOf = (offers: readonly SignInMethod[]): number =>
  offers.includes('pop') ? 3 : offers.length > 0 ? 2 : 1;

/** Codes are shown to people of the demo alone, and only while it is on. */
export const isDemo = async (tx: Tx, personId: string): Promise<boolean> =>
  tx.module.config.demo &&
  (await tx.query('select 1 from account where person_id = $1 and demo', [personId])).rowCount === 1;
