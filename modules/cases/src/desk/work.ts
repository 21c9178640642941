// SPDX-License-Identifier: Apache-2.0
/** Where a case stands for who works on it, and what colleagues say of it. */
import { authorise, may, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { asPerson, auditCase, findCase, lockCase, note, resourceOf, type SentCase, sent } from '../case/index.ts';
import type * as contract from '../contract.ts';
import type { SecondEyesRule, Work } from '../contract.ts';
import {
  bar,
  conflictOf,
  keepAgreement,
  replaceRules,
  rulesOf,
  secondEyesOn,
  withoutConflict,
} from '../fairness/index.ts';
import { invoicesOf } from '../fees/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { dutiesOfCase, setTask, taskFor } from '../tasks/index.ts';
import * as queries from './queries.ts';

/** Whoever does not work on it is not told that it is there. Refuses: cases.case-unknown. */
export async function worked(tx: Tx, file: SentCase): Promise<SentCase> {
  const resource = resourceOf(file, { duties: await dutiesOfCase(tx, file.id) });
  const { principal } = tx;
  if (!may(tx, 'cases:work', resource))
    if (principal.kind === 'person' && !principal.dutiesWait) sent(undefined);
    else authorise(tx, resource);
  return file;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Refuses: cases.case-unknown. */
export async function getWork(tx: Tx, { key }: InputOf<typeof contract.getWork>): Promise<Work> {
  const id = uuid.test(key) ? key : await queries.caseNumbered(tx, key);
  const file = await worked(tx, sent(id === undefined ? undefined : await findCase(tx, id)));
  const { facts, process } = await pinnedPackage(tx.module, file);
  const conflict = await conflictOf(tx, file);
  const fees = await invoicesOf(tx, file.id);
  const tasks = await queries.tasksOf(tx, file.id);
  // The step that decides is the one with a decision and no result of its own.
  const step = process.nodes.find(({ id, settings }) => !settings.result && tasks.some(({ node }) => node === id));
  const offices = Object.values(facts.competence.offices).filter((one) => one.organisationId !== file.officeId);
  return {
    ...{ id: file.id, number: file.number, serviceId: file.serviceId, version: file.version, title: file.title },
    ...{ officeId: file.officeId, office: file.officeName, state: file.state },
    ...(file.dueOn ? { dueOn: file.dueOn } : {}),
    ...{ applicantKind: file.applicantKind, applicantId: file.applicantId },
    tasks,
    ...(conflict ? { conflict } : {}),
    secondEyes: await secondEyesOn(tx, file, step ?? { settings: {} }, feeOf(fees)),
    offices: offices.map(({ organisationId, name }) => ({ id: organisationId, name })),
    related: await queries.relatedTo(tx, file, asPerson(tx.principal).duties),
  };
}
const feeOf = (fees: readonly { readonly amountMinor: number }[]) =>
  fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Said once, it stands: nobody takes it back alone. Refuses: cases.case-unknown. */
export async function barOfficer(
  tx: Tx,
  { id }: InputOf<typeof contract.barOfficer>,
): Promise<OutputOf<typeof contract.barOfficer>> {
  const file = await worked(tx, sent(await lockCase(tx, id)));
  const officer = asPerson(tx.principal);
  await bar(tx, file.id, officer.id);
  const own = (await queries.tasksOf(tx, file.id)).filter(
    ({ assigneeId, state }) => assigneeId === officer.id && (state === 'claimed' || state === 'waiting'),
  );
  for (const task of own) await setTask(tx, task.id, task.state === 'waiting' ? 'waiting' : 'open', null);
  await note(tx, file.id, 'officer-barred', {}, { internal: true });
  await auditCase(tx, file, 'cases.officer-barred');
  return { released: own.length };
}

/** Refuses: cases.task-unknown, cases.task-closed, cases.own-decision, cases.conflict-of-interest. */
export async function agreeDecision(tx: Tx, { id, outcome }: InputOf<typeof contract.agreeDecision>) {
  const { task, file } = await taskFor(tx, id, true);
  if (task.state === 'done' || task.state === 'cancelled')
    refuse('conflict', 'cases.task-closed', 'This task is finished. Nothing can be changed in it.');
  const officerId = asPerson(tx.principal).id;
  if (task.assigneeId === officerId)
    refuse('conflict', 'cases.own-decision', 'The second officer is another one than who decides.');
  await withoutConflict(tx, file);
  await keepAgreement(tx, { taskId: id, outcome, revision: file.revision, officerId });
  await note(tx, file.id, 'decision-agreed', { outcome }, { node: task.node, internal: true });
  await auditCase(tx, file, 'cases.decision-agreed');
  return { id };
}

const asLeader = (tx: Tx, officeId: string) =>
  authorise(tx, { type: 'Case', id: officeId, attributes: { posts: [`casework.leader@${officeId}`] } });

export async function listSecondEyes(tx: Tx, { officeId }: InputOf<typeof contract.listSecondEyes>) {
  asLeader(tx, officeId);
  return { items: await rulesOf(tx, officeId) };
}
export async function setSecondEyes(
  tx: Tx,
  { officeId, items }: InputOf<typeof contract.setSecondEyes>,
): Promise<{ items: SecondEyesRule[] }> {
  asLeader(tx, officeId);
  await replaceRules(tx, officeId, items, asPerson(tx.principal).id);
  return { items: await rulesOf(tx, officeId) };
}
