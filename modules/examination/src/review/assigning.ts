// SPDX-License-Identifier: Apache-2.0
/** Examiners get a dossier, declare that nothing binds them to it, or step aside. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { State } from '../contract.ts';
import { held, idOf, move, note, stateForbids, today } from '../dossiers/moving.ts';
import { belongsTo, leads } from '../dossiers/sight.ts';
import { type DossierRow, whoWorkedOn } from '../dossiers/store.ts';
import { inFlight } from '../states/table.ts';
import { type Bound, isBound, proposed } from './proposing.ts';
import * as store from './store.ts';

type Moved = { id: string; state: State };
const conflict = (name: string): never =>
  refuse(
    'forbidden',
    'examination.conflict',
    `${name} has to do with this dossier or its organisation and cannot examine it. Choose somebody else.`,
  );

export async function boundTo(tx: Tx, dossier: DossierRow): Promise<Bound> {
  const earlier = (await store.assignmentsOf(tx, dossier.id)).filter(
    ({ round, recusedAt }) => recusedAt !== null || round < dossier.round,
  );
  return {
    organisationId: dossier.organisationId,
    people: [...(await whoWorkedOn(tx, dossier.id)), ...earlier.map(({ personId }) => personId)],
  };
}
export const present = async (tx: Tx, dossier: DossierRow): Promise<store.AssignmentRow[]> =>
  (await store.assignmentsOf(tx, dossier.id)).filter(
    ({ round, recusedAt }) => round === dossier.round && recusedAt === null,
  );

/** Whoever acts is one of the examiners, and nothing binds them. Refuses: examination.not-assigned, examination.conflict. */
export async function demandExaminer(tx: Tx, dossier: DossierRow): Promise<store.AssignmentRow> {
  const mine = (await present(tx, dossier)).find(({ personId }) => personId === idOf(tx)) ?? notAssigned();
  await demandUnbound(tx, dossier);
  return mine;
}
const notAssigned = (): never =>
  refuse('forbidden', 'examination.not-assigned', 'You are not among the examiners of this dossier.');
/** Whether whoever acts has to do with it: by a duty, by having worked on it, or by what stands of them among examiners now. */
export async function binds(tx: Tx, { id, organisationId }: DossierRow): Promise<boolean> {
  const [people, me] = [await whoWorkedOn(tx, id), idOf(tx)];
  const entered = (await store.examiners(tx, [])).find(({ personId }) => personId === me);
  return (
    belongsTo(tx, organisationId) ||
    people.includes(me) ||
    (entered !== undefined && isBound(entered, { organisationId, people }))
  );
}
/** Refuses: examination.conflict. */
export async function demandUnbound(tx: Tx, dossier: DossierRow): Promise<void> {
  if (await binds(tx, dossier)) conflict('You');
}
/** Locked, for a chief whom nothing binds to it. Refuses: examination.dossier-unknown, examination.conflict. */
export async function led(tx: Tx, id: string): Promise<DossierRow> {
  const dossier = await held(tx, id);
  await demandUnbound(tx, dossier);
  return dossier;
}

/** Refuses: examination.state-forbids, examination.examiner-unknown, examination.conflict. */
export async function assignExaminers(
  tx: Tx,
  { id, people }: InputOf<typeof contract.assignExaminers>,
): Promise<Moved> {
  const dossier = await led(tx, id);
  if (!['auto-checked', 'assigned', 'review'].includes(dossier.state)) stateForbids(dossier.state);
  const bound = await boundTo(tx, dossier);
  const all = await store.examiners(tx, inFlight);
  const chosen = people.map(
    (personId) =>
      all.find((one) => one.personId === personId && one.active) ??
      refuse('missing', 'examination.examiner-unknown', 'One of them is no examiner now. Load the page again.'),
  );
  for (const one of chosen) if (isBound(one, bound)) conflict(one.name);
  for (const { personId, name } of chosen)
    await store.insertAssignment(tx, { dossierId: id, round: dossier.round, personId, name });
  const text = chosen.map(({ name }) => name).join(', ');
  if (dossier.state === 'auto-checked') return { id, state: await move(tx, dossier, { act: 'assign', text }) };
  await note(tx, dossier, 'assign', text);
  return { id, state: dossier.state };
}

/** Refuses: examination.state-forbids, examination.not-assigned, examination.conflict. */
export async function acceptAssignment(tx: Tx, { id }: { id: string }): Promise<Moved> {
  const dossier = await held(tx, id);
  if (!['assigned', 'review'].includes(dossier.state)) stateForbids(dossier.state);
  const { personId, acceptedAt } = await demandExaminer(tx, dossier);
  if (acceptedAt) return { id, state: dossier.state };
  await store.setAccepted(tx, { dossierId: id, round: dossier.round, personId });
  if (dossier.state === 'assigned') return { id, state: await move(tx, dossier, { act: 'begin' }) };
  await note(tx, dossier, 'accepted');
  return { id, state: dossier.state };
}

/** Refuses: examination.state-forbids, examination.not-assigned, examination.conflict. What the others said stays. */
export async function recuseExaminer(
  tx: Tx,
  { id, personId = idOf(tx), reason }: InputOf<typeof contract.recuseExaminer>,
): Promise<{ id: string; personId: string }> {
  const dossier = await held(tx, id);
  if (!['assigned', 'review', 'remarks'].includes(dossier.state)) stateForbids(dossier.state);
  const one = (await present(tx, dossier)).find((assigned) => assigned.personId === personId);
  if (!one || (personId !== idOf(tx) && !leads(tx))) return notAssigned();
  if (personId !== idOf(tx)) await demandUnbound(tx, dossier);
  await store.setRecused(tx, { dossierId: id, round: dossier.round, personId }, reason);
  await note(tx, dossier, 'recused', `${one.name}: ${reason}`);
  return { id, personId };
}

/** Whoever may be given it, the best first. */
export async function proposedFor(tx: Tx, dossier: DossierRow) {
  const bound = await boundTo(tx, dossier);
  const given = (await present(tx, dossier)).map(({ personId }) => personId);
  const free = (await store.examiners(tx, inFlight)).filter(({ personId }) => !given.includes(personId));
  return proposed(free, dossier.kind, bound, today(tx))
    .slice(0, 50)
    .map(({ personId, name, competences, load }) => ({ personId, name, competences, load }));
}

export async function listExaminers(tx: Tx): Promise<OutputOf<typeof contract.listExaminers>> {
  const day = today(tx);
  return {
    items: (await store.examiners(tx, inFlight)).map(({ certificates, competences, interests, ...one }) => ({
      ...one,
      competences: [...competences],
      interests: [...interests],
      certificates: certificates.map((each) => ({ ...each, expired: each.until < day })),
    })),
  };
}
export async function putExaminer(
  tx: Tx,
  examiner: InputOf<typeof contract.putExaminer>,
): Promise<{ personId: string }> {
  await store.putExaminer(tx, examiner);
  return { personId: examiner.personId };
}
