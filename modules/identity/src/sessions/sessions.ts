// SPDX-License-Identifier: Apache-2.0
/**
 * One record of a sign-in behind the portal's cookie, the provider's session and the tokens made in it: it ends for all of
 * them at once. It ends by itself after a time without use, and after a time in any case.
 */
import { hash, randomBytes } from 'node:crypto';
import { audit, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type { actFor as actForOperation, OwnSession } from '../contract.ts';
import { shownPower } from '../profile.ts';
import { actingForOf, powersNow } from '../held.ts';
import { forgetProviderSession } from '../sign-in/provider-records.ts';
import { principalOfPerson } from '../principals.ts';

/** However busy, a session ends after this time. */
export const sessionHours = 8;
const usualIdleMinutes = 60;
/** Being seen is written down at most this often. */
const seenEverySeconds = 60;

const idleMs = ({ module: { config } }: Tx) =>
  Number(config.env.STOA_SESSION_IDLE_MINUTES || usualIdleMinutes) * 60_000;
const hashOf = (token: string) => hash('sha256', token, 'buffer');

/** Level of identity (eIDAS 1 to 3) by how somebody signed in; see decision 19. */
export const assuranceOf = (methods: readonly string[]): number => (methods.includes('pwd') ? 2 : 1);

export interface Session {
  readonly id: string;
  readonly person_id: string;
  readonly acting_for: string | null;
  readonly acting_kind: string;
  readonly assurance: number;
  readonly provider_uid_hash: Buffer | null;
}
const columns = 'id, person_id, acting_for, acting_kind, assurance, provider_uid_hash';
const live = 'expires_at > $2 and last_seen_at > $3';

/** The provider has signed somebody in: a session without a cookie of the portal yet. */
export async function keepSession(tx: Tx, uid: string, personId: string, methods: readonly string[]): Promise<void> {
  await tx.query(
    `insert into session (id, provider_uid_hash, person_id, assurance, created_at, last_seen_at, expires_at)
     select $1, $2, id, least($4, proofing), $5, $5, $6 from person where id = $3 on conflict (provider_uid_hash) do nothing`,
    [
      newId(),
      hashOf(uid),
      personId,
      assuranceOf(methods),
      tx.now,
      new Date(tx.now.getTime() + sessionHours * 3_600_000),
    ],
  );
  await tx.query('update person set signed_in_at = $2 where id = $1', [personId, tx.now]);
}

/** Gives the session of a finished sign-in its cookie; answers the token that only the browser keeps. */
export async function openSession(
  tx: Tx,
  uid: string,
  browser: string | undefined,
): Promise<{ id: string; token: string; maxAgeSeconds: number } | undefined> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await tx.query<{ id: string }>(
    `update session set token_hash = $2, browser = $3, last_seen_at = $4 where provider_uid_hash = $1 and expires_at > $4
     returning id`,
    [hashOf(uid), hashOf(token), browser?.slice(0, 200) ?? null, tx.now],
  );
  return rows[0] && { id: rows[0].id, token, maxAgeSeconds: sessionHours * 3600 };
}

/** The live session of a cookie, or of the provider's uid; being asked for counts as use. */
export async function findSession(tx: Tx, by: { token: string } | { uid: string }): Promise<Session | undefined> {
  const [column, secret] = 'token' in by ? ['token_hash', by.token] : ['provider_uid_hash', by.uid];
  const idleSince = new Date(tx.now.getTime() - idleMs(tx));
  const { rows } = await tx.prepared<Session & { last_seen_at: Date }>(
    `identity-session-${column}`,
    `select ${columns}, last_seen_at from session where ${column} = $1 and ${live}`,
    [hashOf(secret), tx.now, idleSince],
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

export async function dropExpiredSessions(tx: Tx): Promise<void> {
  const { rows } = await tx.query<Session>(
    `select ${columns} from session where expires_at < $1 or last_seen_at < $2 order by expires_at limit 500 for update skip locked`,
    [tx.now, new Date(tx.now.getTime() - idleMs(tx))],
  );
  for (const session of rows) await closeSession(tx, session);
}

/** A power that ended meanwhile ends with it. */
export async function principalOfSession(
  tx: Tx,
  session: Session,
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const principal = await principalOfPerson(tx, session.person_id);
  if (!principal) return undefined;
  const { acting_for: id, acting_kind: kind, assurance, id: sessionId } = session;
  const actingFor = id === null ? undefined : actingForOf(await powersNow(tx, session.person_id, { kind, id }));
  return { ...principal, assurance, sessionId, ...(actingFor ? { actingFor } : {}) };
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
  await tx.query('update session set acting_for = $2, acting_kind = $3 where id = $1', [
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

const own = (tx: Tx): { id: string; sessionId: string | undefined } =>
  tx.principal.kind === 'person'
    ? { id: tx.principal.id, sessionId: tx.principal.sessionId }
    : { id: '', sessionId: '' };

export async function listSessions(tx: Tx): Promise<{ items: OwnSession[] }> {
  const { id, sessionId } = own(tx);
  if (!id) return { items: [] };
  const { rows } = await tx.query<{
    id: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    browser: string | null;
  }>(
    `select id, created_at, last_seen_at, expires_at, browser from session where person_id = $1 and ${live}
     order by last_seen_at desc limit 100`,
    [id, tx.now, new Date(tx.now.getTime() - idleMs(tx))],
  );
  return {
    items: rows.map((row) => ({
      id: row.id,
      startedAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      endsAt: row.expires_at.toISOString(),
      ...(row.browser ? { browser: row.browser } : {}),
      current: row.id === sessionId,
    })),
  };
}

/** Refuses: identity.session-unknown. */
export async function endSession(tx: Tx, id: string): Promise<{ id: string }> {
  const { rows } = await tx.query<Session>(
    `select ${columns} from session where id = $1 and person_id = $2 for update`,
    [id, own(tx).id || null],
  );
  const session = rows[0] ?? refuse('missing', 'identity.session-unknown', 'There is no such session of yours.');
  await closeSession(tx, session);
  await audit(tx, { action: 'identity.session-ended', object: { type: 'session', id } });
  return { id };
}
