// SPDX-License-Identifier: Apache-2.0
/**
 * One record of a sign-in behind the portal's cookie, the provider's session and the tokens made in it: it ends for all of
 * them at once. It ends by itself after a time without use, and after a time in any case.
 */
import { hash, randomBytes } from 'node:crypto';
import { audit, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type { actFor as actForOperation, SignInMethod } from '../contract.ts';
import { levelOf } from '../factors/methods.ts';
import { shownPower } from '../profile.ts';
import { actingForOf, powersNow } from '../held.ts';
import { forgetProviderSession } from '../sign-in/provider-records.ts';
import { principalOfPerson } from '../principals.ts';
import { type HeldVisit, visitNow } from './visits.ts';

/** However busy, a session ends after this time. */
export const sessionHours = 8;
const usualIdleMinutes = 60;
/** Being seen is written down at most this often. */
const seenEverySeconds = 60;

export const idleMinutes = ({ module: { config } }: Tx): number =>
  Number(config.env.STOA_SESSION_IDLE_MINUTES || usualIdleMinutes);
const hashOf = (token: string) => hash('sha256', token, 'buffer');

export interface Session {
  readonly id: string;
  readonly person_id: string;
  readonly acting_for: string | null;
  readonly acting_kind: string;
  /** At a counter: for whom, until when. */
  readonly visit: HeldVisit | null;
  readonly methods: readonly SignInMethod[];
  readonly authenticated_at: Date;
  /** Proven since the browser got its token. */
  readonly pending: readonly SignInMethod[];
  readonly provider_uid_hash: Buffer | null;
}
const columns = 'id, person_id, acting_for, acting_kind, visit, methods, authenticated_at, pending, provider_uid_hash';
/** With the instant, and `idleSince`. */
export const live = 'expires_at > $2 and last_seen_at > $3';
export const idleSince = (tx: Tx) => new Date(tx.now.getTime() - idleMinutes(tx) * 60_000);

/** The provider has signed somebody in, or seen a further proof: a session whose browser gets its token next. */
export async function keepSession(
  tx: Tx,
  uid: string,
  personId: string,
  methods: readonly SignInMethod[],
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into session as s (id, provider_uid_hash, person_id, assurance, methods, authenticated_at, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict (provider_uid_hash) do update set
       methods = excluded.methods, assurance = excluded.assurance, authenticated_at = excluded.authenticated_at
     where s.person_id = excluded.person_id and s.authenticated_at <= excluded.authenticated_at`,
    [
      newId(),
      hashOf(uid),
      personId,
      levelOf(methods),
      methods,
      at,
      tx.now,
      new Date(tx.now.getTime() + sessionHours * 3_600_000),
    ],
  );
  await tx.query('update person set signed_in_at = $2 where id = $1', [personId, tx.now]);
}

const newToken = () => randomBytes(32).toString('base64url');

/** Gives the session of a finished sign-in its cookie; answers the token that only the browser keeps. */
export async function openSession(
  tx: Tx,
  uid: string,
  browser: string | undefined,
  network: string,
): Promise<{ id: string; token: string; methods: SignInMethod[] } | undefined> {
  const token = newToken();
  const { rows } = await tx.query<{ id: string; methods: SignInMethod[] }>(
    `update session set token_hash = $2, browser = $3, last_seen_at = $4, network = $5
     where provider_uid_hash = $1 and expires_at > $4 returning id, methods`,
    [hashOf(uid), hashOf(token), browser?.slice(0, 200) ?? null, tx.now, network],
  );
  return rows[0] && { ...rows[0], token };
}

/** What was proven on a page counts from here, under a token that nobody could have planted. */
export async function raiseSession(tx: Tx, { id, methods, pending }: Session): Promise<string> {
  const token = newToken();
  const all = [...new Set([...methods, ...pending])];
  await tx.query(
    `update session set token_hash = $2, methods = $3, assurance = $4, pending = '{}', authenticated_at = $5 where id = $1`,
    [id, hashOf(token), all, levelOf(all), tx.now],
  );
  return token;
}

/** The live session of a cookie, or of the provider's uid; being asked for counts as use. */
export async function findSession(tx: Tx, by: { token: string } | { uid: string }): Promise<Session | undefined> {
  const [column, secret] = 'token' in by ? ['token_hash', by.token] : ['provider_uid_hash', by.uid];
  const { rows } = await tx.prepared<Session & { last_seen_at: Date }>(
    `identity-session-${column}`,
    `select ${columns}, last_seen_at from session where ${column} = $1 and ${live}`,
    [hashOf(secret), tx.now, idleSince(tx)],
  );
  const session = rows[0];
  if (session && tx.now.getTime() - session.last_seen_at.getTime() > seenEverySeconds * 1000)
    await tx.query('update session set last_seen_at = $2 where id = $1 and last_seen_at < $2', [session.id, tx.now]);
  return session;
}

/** Ends the session, the provider's with it, and every grant and token made in it. */
export async function closeSession(tx: Tx, session: Session): Promise<void> {
  await tx.query('delete from session where id = $1', [session.id]);
  if (session.provider_uid_hash) await forgetProviderSession(tx, session.provider_uid_hash);
}

export async function closeSessionsOf(tx: Tx, personId: string): Promise<void> {
  const { rows } = await tx.query<Session>(`select ${columns} from session where person_id = $1 for update`, [
    personId,
  ]);
  for (const session of rows) await closeSession(tx, session);
}

/** Those of a person that go on. */
export async function sessionsOf(tx: Tx, personId: string | null): Promise<Session[]> {
  const { rows } = await tx.query<Session>(
    `select ${columns} from session where person_id = $1 and ${live} order by id for update`,
    [personId, tx.now, idleSince(tx)],
  );
  return rows;
}

export async function dropExpiredSessions(tx: Tx): Promise<void> {
  const { rows } = await tx.query<Session>(
    `select ${columns} from session where expires_at < $1 or last_seen_at < $2 order by expires_at limit 500 for update skip locked`,
    [tx.now, idleSince(tx)],
  );
  for (const session of rows) await closeSession(tx, session);
}

/** A power that ended meanwhile ends with it. */
export async function principalOfSession(
  tx: Tx,
  session: Session,
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const principal = await principalOfPerson(tx, session.person_id, session);
  if (!principal) return undefined;
  const { acting_for: id, acting_kind: kind, id: sessionId } = session;
  const visit = visitNow(tx, session);
  const actingFor =
    visit ?? (id === null ? undefined : actingForOf(await powersNow(tx, session.person_id, { kind, id })));
  return { ...principal, sessionId, ...(actingFor ? { actingFor } : {}) };
}

/** Sets for whom the session acts; refused without a power. */
export async function actFor(
  tx: Tx,
  { organisationId, powerId }: InputOf<typeof actForOperation>,
): Promise<OutputOf<typeof actForOperation>> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.sessionId || principal.client)
    refuse('conflict', 'identity.no-session', 'Sign in through the portal to choose for whom you act.');
  const chosen = (await powersNow(tx, principal.id)).find(
    (power) => power.id === powerId || (power.kind === 'organisation' && power.onBehalfOf === organisationId),
  );
  if (!chosen && (organisationId !== undefined || powerId !== undefined))
    refuse(
      'forbidden',
      'identity.mandate-missing',
      'You have no power to act for them. Ask them to give you one, or look for it in the registers.',
    );
  await tx.query('update session set acting_for = $2, acting_kind = $3, visit = null where id = $1', [
    principal.sessionId,
    chosen?.onBehalfOf ?? null,
    chosen?.kind ?? 'organisation',
  ]);
  await audit(tx, {
    action: 'identity.acting-for-chosen',
    object: { type: chosen?.kind ?? 'person', id: chosen?.onBehalfOf ?? principal.id },
  });
  return chosen ? { actingFor: shownPower(chosen) } : {};
}
