// SPDX-License-Identifier: Apache-2.0
/** A duty taken at once for at most an hour: told to those who watch, and reviewed by somebody else afterwards. */
import { audit, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { demandNoConflict } from '../apply.ts';
import { takeTurn } from '../store.ts';
import type * as contract from '../contract.ts';
import type { Emergency } from '../contract.ts';
import { tellIdentity } from '../telling.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import { tellOfficials } from './telling-officials.ts';
import { emergencyTaken } from './texts.ts';

const show = ({ from, until, reviewedAt, reviewedById: _, ...rest }: queries.EmergencyRow): Emergency => ({
  ...rest,
  from: from.toISOString(),
  until: until.toISOString(),
  ...(reviewedAt ? { reviewedAt: reviewedAt.toISOString() } : {}),
});

const actorOf = (tx: Tx) =>
  tx.principal.kind === 'person'
    ? tx.principal
    : refuse('forbidden', 'organisations.not-an-official', 'Only a person takes a duty. Sign in.');

/** Refuses: organisations.emergency-not-offered, -not-an-official, -emergency-runs, -duties-conflict. */
export async function take(
  tx: Tx,
  { dutyId, reason, minutes }: InputOf<typeof contract.takeEmergency>,
): Promise<Emergency> {
  const { id: personId, name, personKey } = actorOf(tx);
  await takeTurn(tx);
  const duty = await queries.lockTakeable(tx, dutyId);
  if (!duty)
    return refuse(
      'conflict',
      'organisations.emergency-not-offered',
      'This duty is not one of those that may be taken in an emergency. Ask who holds it, or the administrators.',
    );
  if (!(await queries.worksAt(tx, personId, duty.organisationId)))
    refuse(
      'forbidden',
      'organisations.not-an-official',
      'Only somebody who is on a post of the organisation may take its duty.',
    );
  if ((await queries.emergencies(tx, { personId, dutyId, running: true }, 1)).length > 0)
    refuse('conflict', 'organisations.emergency-runs', 'You have taken this duty already, and it still runs.');
  const id = newId();
  const until = new Date(tx.now.getTime() + minutes * 60_000);
  await store.insertEmergency(tx, { id, dutyId, personId, name, reason, from: tx.now, until });
  await demandNoConflict(tx, personId);
  await tellIdentity(tx, personId);
  const [row] = await queries.emergencies(tx, { id }, 1);
  if (!row) throw new Error('the emergency has lost its row');
  tx.module.alarm('emergency-taken', { id, code: duty.code, organisationId: duty.organisationId, personId });
  await tellOfficials(tx, {
    key: `emergency-${id}`,
    duties: ['identity.grantor', 'audit.auditor'],
    ...emergencyTaken(name, duty.code, row.organisation, reason),
  });
  await audit(tx, {
    action: 'organisations.emergency-taken',
    object: { type: 'emergency', id },
    ...(personKey ? { subject: personKey } : {}),
    purpose: reason,
    details: { code: duty.code, organisationId: duty.organisationId, until: until.toISOString() },
  });
  return show(row);
}

/** Refuses: organisations.emergency-unknown, -emergency-reviewed-already, -second-person-needed. */
export async function review(
  tx: Tx,
  { id, justified, note }: InputOf<typeof contract.reviewEmergency>,
): Promise<Emergency> {
  const { id: by, name } = actorOf(tx);
  const [row] = await queries.emergencies(tx, { id, lock: true }, 1);
  if (!row)
    return refuse('missing', 'organisations.emergency-unknown', 'Nobody has taken a duty so. Look at the list again.');
  if (row.reviewedAt)
    refuse('conflict', 'organisations.emergency-reviewed-already', 'Somebody has reviewed this already.');
  if (row.personId === by)
    refuse('forbidden', 'organisations.second-person-needed', 'Somebody else must review what you did.');
  await store.setReviewed(tx, id, { by, name, justified, note });
  await tellIdentity(tx, row.personId);
  await audit(tx, {
    action: 'organisations.emergency-reviewed',
    object: { type: 'emergency', id },
    details: { justified, organisationId: row.organisationId, code: row.code },
  });
  const [after = row] = await queries.emergencies(tx, { id }, 1);
  return show(after);
}

export const list = (
  tx: Tx,
  input: InputOf<typeof contract.listEmergencies>,
): Promise<OutputOf<typeof contract.listEmergencies>> =>
  pageOfRows(
    input,
    (count) => queries.emergencies(tx, { waiting: input.state !== 'all', after: input.cursor }, count),
    show,
  );

export async function takeable(tx: Tx): Promise<OutputOf<typeof contract.listTakeable>> {
  const { id: personId } = actorOf(tx);
  return {
    items: await queries.takeableBy(tx, personId),
    mine: (await queries.emergencies(tx, { personId }, 20)).map(show),
  };
}
