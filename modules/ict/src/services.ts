// SPDX-License-Identifier: Apache-2.0
/** ICT services go their way step by step; the register learns each stage by a change. */
import { getElement, listElements, takeSettled } from '@stoa/architecture/contract';
import { may, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { approverDuty, type ServiceAct, twoPersonActs } from './contract.ts';
import {
  bodiesOfDuty,
  changedMeanwhile,
  demandOther,
  demandReason,
  given,
  integrates,
  person,
  today,
} from './people.ts';
import * as store from './store.ts';
import type { CountedService, ServiceRow } from './store.ts';
import { actsOf, after, mayAccept, registered } from './table.ts';

const unknownService = (): never =>
  refuse('missing', 'ict.service-unknown', 'There is no such ICT service here. Look at the list of ICT services.');
const stageWrong = (): never =>
  refuse('conflict', 'ict.stage-wrong', 'The service is at another stage by now. Load the page again.');
const locked = async (tx: Tx, id: string): Promise<ServiceRow> => (await store.lockService(tx, id)) ?? unknownService();

const shown = ({
  submittedBy: _,
  handedOverBy: __,
  contract: signed,
  operation,
  proposed: ___,
  since,
  ...row
}: CountedService): contract.Service => ({
  ...{ ...row, since: since.toISOString() },
  ...given({ contract: signed, operation }),
});
/** Who leads services and who approves them see all; others those that the register shows them. Undefined for all. */
async function visible(tx: Tx): Promise<ReadonlySet<string> | undefined> {
  if (integrates(tx) || bodiesOfDuty(tx, approverDuty).length > 0) return undefined;
  const ids = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const asked = { kind: 'ict-service', limit: 100, ...(cursor ? { cursor } : {}) };
    const { items, nextCursor } = await tx.call(listElements, asked);
    for (const { id } of items) ids.add(id);
    if (!nextCursor) return ids;
    cursor = nextCursor;
  }
}
export async function listServices(
  tx: Tx,
  { stage }: InputOf<typeof contract.listServices>,
): Promise<OutputOf<typeof contract.listServices>> {
  const seen = await visible(tx);
  return { items: (await store.listServices(tx, stage)).filter(({ id }) => !seen || seen.has(id)).map(shown) };
}

/** Another organisation's person decides, who did not write it. */
const decides = (tx: Tx, row: ServiceRow): boolean =>
  bodiesOfDuty(tx, approverDuty).some((body) => body !== row.organisationId) && row.submittedBy !== person(tx).id;
/** Tested since it was handed over the last time. */
async function resultsOf(tx: Tx, id: string) {
  const handedOver = (await store.movesOf(tx, id)).findLast(({ act }) => act === 'hand-over')?.at ?? new Date(0);
  const tests = (await store.testsOf(tx, id)).filter(({ at }) => at >= handedOver);
  return (await store.requirementsOf(tx, id))
    .filter(({ untilVersion }) => untilVersion === null)
    .map((one) => tests.findLast(({ requirementId }) => requirementId === one.id));
}

const shownProposal = ({ byId: _, ...proposed }: store.ProposedRow) => proposed;

/** Refuses: ict.service-unknown. */
export async function getService(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getService>> {
  const seen = await visible(tx);
  const row = (!seen || seen.has(id) ? await store.countedService(tx, id) : undefined) ?? unknownService();
  const tests = await store.testsOf(tx, id);
  const moves = await store.movesOf(tx, id);
  const ready = row.stage !== 'acceptance' || mayAccept((await resultsOf(tx, id)).map((one) => one?.passed));
  const keeps = integrates(tx);
  const { proposed } = row;
  return {
    ...shown(row),
    list: (await store.requirementsOf(tx, id)).map(({ untilVersion, ...one }) => ({
      ...{ ...one, ...given({ untilVersion }) },
      tests: tests
        .filter(({ requirementId }) => requirementId === one.id)
        .map(({ passed, finding, byName, at }) => ({ passed, byName, at: at.toISOString(), ...given({ finding }) })),
    })),
    moves: moves.map(({ note, at, ...one }) => ({ ...one, at: at.toISOString(), ...given({ note }) })),
    ...(proposed ? { proposed: shownProposal(proposed) } : {}),
    may: [
      ...(keeps && proposed
        ? (['drop', ...(proposed.byId === person(tx).id ? [] : (['confirm'] as const))] as const)
        : []),
      ...(keeps && row.stage === 'requirements' ? (['write'] as const) : []),
      ...(keeps && row.stage === 'acceptance' ? (['test'] as const) : []),
      ...(keeps && !proposed ? actsOf(row.stage, 'integrator').filter((act) => act !== 'accept' || ready) : []),
      ...(may(tx, 'ict:approve', { type: 'Service', id, attributes: {} }) && decides(tx, row)
        ? actsOf(row.stage, 'approver')
        : []),
    ],
  };
}
/** Refuses: ict.not-a-service, ict.service-there. */
export async function openService(tx: Tx, { elementId }: { elementId: string }): Promise<{ id: string }> {
  const { id, kind, code, name, ownerId } = await tx.call(getElement, { id: elementId });
  if (kind !== 'ict-service' || !ownerId)
    refuse('invalid', 'ict.not-a-service', 'Only an ICT service of the register that has an owner goes this way.');
  if (!(await store.insertService(tx, { id, organisationId: ownerId ?? '', code, name, stage: 'requirements' })))
    refuse('conflict', 'ict.service-there', 'The service has begun its way already. Open it.');
  return { id };
}
/** Refuses as the operation declares. */
export async function writeRequirement(
  tx: Tx,
  { id, number, text, version }: InputOf<typeof contract.writeRequirement>,
): Promise<OutputOf<typeof contract.writeRequirement>> {
  const row = await locked(tx, id);
  if (row.stage !== 'requirements') stageWrong();
  if (row.version !== version) changedMeanwhile(row.code);
  const list = await store.requirementsOf(tx, id);
  const old = list.find((one) => one.number === number && one.untilVersion === null);
  if ((number || !text) && !old)
    return refuse('missing', 'ict.requirement-unknown', 'There is no requirement of this number. Load the page again.');
  const at = number ?? Math.max(0, ...list.map((one) => one.number)) + 1;
  if (old) await store.endRequirement(tx, old, row.version);
  if (text) await store.insertRequirement(tx, { id: newId(), serviceId: id, number: at, text, version: row.version });
  return { id, number: at };
}

/** Writes the step, and the stage into the register by a change. */
async function step(
  tx: Tx,
  row: ServiceRow,
  {
    act,
    note,
    ...more
  }: { act: ServiceAct; note: string | undefined } & Omit<Parameters<typeof store.setService>[2], 'stage'>,
): Promise<OutputOf<typeof contract.moveService>> {
  const to = after(row.stage, act) ?? stageWrong();
  const byName = person(tx).name;
  await store.setService(tx, row.id, { ...more, stage: to });
  await store.insertMove(tx, { serviceId: row.id, act, from: row.stage, to, note, byName });
  const element = await tx.module.call(getElement, { id: row.id });
  const { contract: signed, operation } = more;
  const facts = {
    'service-stage': registered(to),
    ...(signed ? { supplier: signed.supplier } : {}),
    ...(operation ? { tariff: operation.tariff, scale: operation.scale } : {}),
  };
  const same = Object.entries(facts).every(([code, value]) => element.facts[code] === value);
  if (!same)
    await tx.module.call(takeSettled, {
      ...{ id: newId(), organisationId: element.ownerId ?? row.organisationId, title: `${row.code}: ${to}` },
      ...{ reason: note ?? act, attested: [], saidByName: byName, decidedByName: byName },
      items: [{ do: 'set', id: row.id, revision: element.revision, facts, from: today(tx) }],
    });
  return { id: row.id, stage: to };
}
/** Refuses as the operation declares. */
export async function moveService(
  tx: Tx,
  { id, act, note, contract: signed, operation }: InputOf<typeof contract.moveService>,
): Promise<OutputOf<typeof contract.moveService>> {
  const row = await locked(tx, id);
  if (!after(row.stage, act)) stageWrong();
  if (act === 'submit' && (await resultsOf(tx, id)).length === 0)
    refuse('conflict', 'ict.no-requirements', 'There is no requirement yet. Write what the service has to do.');
  if (act === 'contract' && !signed)
    refuse('invalid', 'ict.contract-missing', 'Say with whom the contract is: number, supplier, sum and last day.');
  const costly = twoPersonActs.find((one) => one === act);
  if (costly) return propose(tx, row, { act: costly, note, contract: signed });
  if (act === 'rework') demandReason(false, note);
  if (act === 'accept') {
    const tests = await resultsOf(tx, id);
    if (!mayAccept(tests.map((one) => one?.passed)))
      refuse('conflict', 'ict.not-tested', 'Requirements failed or were not tested. Each has to pass its test first.');
    demandOther(tx, row.handedOverBy);
    if (!operation) refuse('invalid', 'ict.operation-missing', 'Say the tariff, the scale and who uses the service.');
  }
  return step(tx, row, {
    ...{ act, note },
    ...(act === 'submit' ? { submittedBy: person(tx).id } : {}),
    ...(act === 'hand-over' ? { handedOverBy: person(tx).id } : {}),
    ...(act === 'accept' ? { operation } : {}),
  });
}
/** Written down for a second person; the service stays where it is. */
async function propose(
  tx: Tx,
  row: ServiceRow,
  {
    act,
    note,
    contract: signed,
  }: Pick<InputOf<typeof contract.moveService>, 'note' | 'contract'> & Pick<store.ProposedRow, 'act'>,
): Promise<OutputOf<typeof contract.moveService>> {
  if (row.proposed)
    refuse(
      'conflict',
      'ict.proposed-already',
      'Somebody asked for this step already. Another person confirms or drops it.',
    );
  const { id: byId, name: byName } = person(tx);
  const of = { act, byId, byName, at: tx.now.toISOString() };
  await store.setProposed(tx, row.id, {
    ...of,
    ...given({ note }),
    ...(act === 'contract' ? given({ contract: signed }) : {}),
  });
  return { id: row.id, stage: row.stage };
}
/** Refuses as the operation declares. */
export async function confirmMove(
  tx: Tx,
  { id, confirm }: InputOf<typeof contract.confirmMove>,
): Promise<OutputOf<typeof contract.confirmMove>> {
  const row = await locked(tx, id);
  const { proposed } = row;
  if (!proposed)
    return refuse(
      'conflict',
      'ict.nothing-proposed',
      'Nobody asks for a step, or it was decided already. Load the page again.',
    );
  if (confirm) demandOther(tx, proposed.byId);
  await store.setProposed(tx, id, null);
  const { act, note, contract: signed } = proposed;
  return confirm ? step(tx, row, { act, note, ...given({ contract: signed }) }) : { id, stage: row.stage };
}
/** Refuses as the operation declares. */
export async function decideRequirements(
  tx: Tx,
  { id, grant, note }: InputOf<typeof contract.decideRequirements>,
): Promise<OutputOf<typeof contract.decideRequirements>> {
  const row = await locked(tx, id);
  if (row.stage !== 'submitted') stageWrong();
  if (!decides(tx, row))
    refuse('forbidden', 'ict.own-request', 'A person of another body decides, who did not submit them.');
  demandReason(grant, note);
  return step(tx, row, grant ? { act: 'approve', note } : { act: 'return', note, version: row.version + 1 });
}
/** Refuses as the operation declares. */
export async function testRequirement(
  tx: Tx,
  { id, number, passed, finding }: InputOf<typeof contract.testRequirement>,
): Promise<OutputOf<typeof contract.testRequirement>> {
  const row = await locked(tx, id);
  if (row.stage !== 'acceptance') stageWrong();
  const requirement = (await store.requirementsOf(tx, id)).find(
    (one) => one.number === number && one.untilVersion === null,
  );
  if (!requirement)
    return refuse('missing', 'ict.requirement-unknown', 'There is no requirement of this number. Load the page again.');
  if (!passed && !finding) refuse('invalid', 'ict.finding-missing', 'Say how it failed: whoever mends it has to know.');
  const { id: byId, name: byName } = person(tx);
  await store.insertTest(tx, { requirementId: requirement.id, passed, finding: finding ?? null, byId, byName });
  return { id, number };
}
