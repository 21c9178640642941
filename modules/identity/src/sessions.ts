// SPDX-License-Identifier: Apache-2.0
/** Sessions of the portal, and the principal that a token stands for. */
import { hash, randomBytes } from 'node:crypto';
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { Organisation } from './contract.ts';
import { getOrganisation, holdsMandate } from './people.ts';

/** A session ends after this time without a new sign-in. */
const sessionHours = 8;

const hashOf = (token: string) => hash('sha256', token, 'buffer');

/** Opens a session; answers the token that only the browser keeps. */
export async function openSession(tx: Tx, personId: string): Promise<{ token: string; maxAgeSeconds: number }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(tx.now.getTime() + sessionHours * 3_600_000);
  await tx.query(
    `insert into session (token_hash, id, person_id, assurance, created_at, expires_at)
     select $1, $2, id, assurance, $4, $5 from person where id = $3`,
    [hashOf(token), newId(), personId, tx.now, expiresAt],
  );
  return { token, maxAgeSeconds: sessionHours * 3600 };
}

export const closeSession = (tx: Tx, token: string) =>
  tx.query('delete from session where token_hash = $1', [hashOf(token)]);

export const dropExpiredSessions = (tx: Tx) => tx.query('delete from session where expires_at < $1', [tx.now]);

/** Who the session stands for; undefined when it is unknown or over. A mandate that ended meanwhile ends with it. */
export async function principalOfSession(tx: Tx, token: string): Promise<Principal | undefined> {
  const { rows } = await tx.prepared<{ id: string; person_id: string; acting_for: string | null; assurance: number }>(
    'identity-session',
    'select id, person_id, acting_for, assurance from session where token_hash = $1 and expires_at > $2',
    [hashOf(token), tx.now],
  );
  const session = rows[0];
  if (!session) return undefined;
  const principal = await principalOfPerson(tx, session.person_id);
  if (!principal) return undefined;
  const { acting_for: organisationId, assurance, id: sessionId } = session;
  const valid = organisationId !== null && (await holdsMandate(tx, session.person_id, organisationId));
  const actingFor = valid
    ? { kind: 'organisation' as const, id: organisationId, name: (await getOrganisation(tx, organisationId)).name.en }
    : undefined;
  return { ...principal, assurance, sessionId, ...(actingFor ? { actingFor } : {}) };
}

export async function principalOfPerson(
  tx: Tx,
  personId: string,
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const { rows } = await tx.prepared<{
    name: string;
    person_key: string;
    assurance: number;
    duties: { code: string; organisationId: string }[];
  }>(
    'identity-person',
    `select p.name, p.person_key, p.assurance,
       coalesce((select jsonb_agg(jsonb_build_object('code', d.code, 'organisationId', d.organisation_id) order by d.code)
         from duty d where d.person_id = p.id and (d.valid_until is null or d.valid_until > $2)), '[]') as duties
     from person p where p.id = $1`,
    [personId, tx.now],
  );
  const person = rows[0];
  return (
    person && {
      kind: 'person',
      id: personId,
      name: person.name,
      personKey: person.person_key,
      duties: person.duties,
      assurance: person.assurance,
    }
  );
}

/** Sets for whom the session acts; refused without a mandate. */
export async function actFor(tx: Tx, organisationId: string | undefined): Promise<{ actingFor?: Organisation }> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.sessionId)
    refuse('conflict', 'identity.no-session', 'Sign in through the portal to choose for whom you act.');
  if (organisationId !== undefined && !(await holdsMandate(tx, principal.id, organisationId))) {
    refuse(
      'forbidden',
      'identity.mandate-missing',
      'You have no valid mandate to act for this organisation. Ask its head to grant one.',
    );
  }
  await tx.query('update session set acting_for = $2 where id = $1', [principal.sessionId, organisationId ?? null]);
  return organisationId === undefined ? {} : { actingFor: await getOrganisation(tx, organisationId) };
}
