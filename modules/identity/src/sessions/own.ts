// SPDX-License-Identifier: Apache-2.0
/** What a person sees and ends of their own sessions, sign-ins, and programs they let act for them. */
import { audit, newId, type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { AllowedClient, OwnSession, SignIn, SignInMethod } from '../contract.ts';
import { clientName } from '../sign-in/provider.ts';
import { dropGrants, grantsOfSession } from '../sign-in/provider-records.ts';
import { tellPerson } from '../telling.ts';
import { closeSession, idleMinutes, idleSince, live, sessionHours, sessionsOf } from './sessions.ts';

const own = (tx: Tx): { id: string | null; sessionId?: string | undefined } =>
  tx.principal.kind === 'person' ? tx.principal : { id: null };

const shownMonths = 12;
const monthsAgo = (tx: Tx) => new Date(tx.now.getTime() - (shownMonths * 365 * 86_400_000) / 12);

type Row<T extends string> = Record<T, Date> & {
  id: string;
  methods: SignInMethod[];
  browser: string | null;
  network: string | null;
};
const where = ({ browser, network }: Row<never>) => ({
  ...(browser ? { browser } : {}),
  ...(network ? { network } : {}),
});

export async function listSessions(
  tx: Tx,
): Promise<{ items: OwnSession[]; idleMinutes: number; longestHours: number }> {
  const { id, sessionId } = own(tx);
  const { rows } = await tx.query<Row<'created_at' | 'last_seen_at' | 'expires_at'>>(
    `select id, created_at, last_seen_at, expires_at, browser, network, methods from session where person_id = $1 and ${live}
     order by last_seen_at desc limit 100`,
    [id, tx.now, idleSince(tx)],
  );
  return {
    items: rows.map((row) => ({
      id: row.id,
      startedAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      endsAt: row.expires_at.toISOString(),
      methods: row.methods,
      ...where(row),
      current: row.id === sessionId,
    })),
    idleMinutes: idleMinutes(tx),
    longestHours: sessionHours,
  };
}

/** Refuses: identity.session-unknown. */
export async function endSession(tx: Tx, id: string): Promise<{ id: string }> {
  const session = (await sessionsOf(tx, own(tx).id)).find((one) => one.id === id);
  if (!session) refuse('missing', 'identity.session-unknown', 'There is no such session of yours.');
  await closeSession(tx, session);
  await audit(tx, { action: 'identity.session-ended', object: { type: 'session', id } });
  return { id };
}

export async function endOtherSessions(tx: Tx): Promise<{ ended: number }> {
  const { id, sessionId } = own(tx);
  const others = (await sessionsOf(tx, id)).filter((one) => one.id !== sessionId);
  for (const session of others) await closeSession(tx, session);
  return { ended: others.length };
}

export const listSignIns = (tx: Tx, asked: PageAsked): Promise<Page<SignIn>> =>
  pageOfRows(
    asked,
    (count) =>
      tx.query<Row<'at'> & { succeeded: boolean }>(
        `select id, at, succeeded, methods, network, browser from sign_in
         where person_id = $1 and at > $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
        [own(tx).id, monthsAgo(tx), asked.cursor, count],
      ),
    (row) => ({
      ...{ id: row.id, at: row.at.toISOString(), succeeded: row.succeeded, methods: row.methods },
      ...where(row),
    }),
  );

/** The owner sees it; of a browser that was not seen before they are told, except with the very first. */
export async function noteSignIn(
  tx: Tx,
  personId: string,
  note: { succeeded: boolean; methods: readonly SignInMethod[]; network: string; browser: string | undefined },
): Promise<void> {
  const id = newId();
  const { succeeded, methods, network } = note;
  const browser = note.browser?.slice(0, 200) ?? null;
  if (succeeded) {
    const { rows } = await tx.query<{ any: boolean; same: boolean }>(
      `select count(*) > 0 as any, coalesce(bool_or(browser is not distinct from $2), false) as same
       from sign_in where person_id = $1 and succeeded`,
      [personId, browser],
    );
    if (rows[0]?.any && !rows[0].same) await tellPerson(tx, personId, 'new-device', id);
  }
  await tx.query(
    'insert into sign_in (id, person_id, at, succeeded, methods, network, browser) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, personId, tx.now, succeeded, methods, network, browser],
  );
}

export async function dropOldSignIns(tx: Tx): Promise<void> {
  await tx.query('delete from sign_in where at < $1', [monthsAgo(tx)]);
  await tx.query('delete from sign_in_step where expires_at < $1', [tx.now]);
  await tx.query('delete from mail_code where created_at < $1', [new Date(tx.now.getTime() - 86_400_000)]);
  await tx.query('delete from factor where confirmed_at is null and created_at < $1', [
    new Date(tx.now.getTime() - 86_400_000),
  ]);
}

async function grantsOf(tx: Tx) {
  const grants = [];
  for (const session of await sessionsOf(tx, own(tx).id)) grants.push(...(await grantsOfSession(tx, session)));
  return grants;
}

export async function listClients(tx: Tx): Promise<{ items: AllowedClient[] }> {
  const byClient = new Map<string, Set<string>>();
  for (const { clientId, scopes } of await grantsOf(tx))
    byClient.set(clientId, new Set([...(byClient.get(clientId) ?? []), ...scopes]));
  return {
    items: [...byClient].map(([id, scopes]) => ({ id, name: clientName(tx.module, id), scopes: [...scopes] })),
  };
}

/** Refuses: identity.client-unknown. */
export async function withdrawClient(tx: Tx, id: string): Promise<{ id: string }> {
  const grants = (await grantsOf(tx)).filter(({ clientId }) => clientId === id);
  if (grants.length === 0) refuse('missing', 'identity.client-unknown', 'You have allowed nothing to this program.');
  await dropGrants(
    tx,
    grants.map(({ grantId }) => grantId),
  );
  return { id };
}
