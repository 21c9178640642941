// SPDX-License-Identifier: Apache-2.0
/** The power of a clerk at a counter: of one session, for one person and service, for minutes (decision 57). */
import { refuse, type Tx } from '@stoa/kernel';
import type { ActingFor, InputOf } from '@stoa/kernel/contract';
import type { holdVisit } from '../contract.ts';

export type HeldVisit = Omit<InputOf<typeof holdVisit>, 'sessionId' | 'personId'>;

/** Undefined once its time is over. */
export function visitNow(tx: Tx, { visit }: { visit: HeldVisit | null }): ActingFor | undefined {
  if (!visit || Date.parse(visit.until) <= tx.now.getTime()) return undefined;
  const { id, officeId, officeName, until, open, personKey, name, serviceId } = visit;
  return {
    ...{ kind: 'person', id: personKey, name, role: 'counter' },
    limits: [{ services: [serviceId], acts: ['read', 'apply'] }],
    visit: { id, officeId, officeName, until, open },
  };
}

/** A visit is in one session at a time. Refuses: identity.session-unknown. */
export async function keepVisit(
  tx: Tx,
  { sessionId, personId, ...visit }: InputOf<typeof holdVisit>,
): Promise<{ id: string }> {
  await dropVisit(tx, visit);
  const { rowCount } = await tx.query('update session set visit = $3 where id = $1 and person_id = $2', [
    sessionId,
    personId,
    JSON.stringify(visit),
  ]);
  if (rowCount !== 1) refuse('missing', 'identity.session-unknown', 'There is no such session of yours.');
  return { id: visit.id };
}

export async function dropVisit(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  await tx.query(`update session set visit = null where visit ->> 'id' = $1`, [id]);
  return { id };
}
