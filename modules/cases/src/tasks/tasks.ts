// SPDX-License-Identifier: Apache-2.0
/** Queue, claim, release, reassign. */
import { findDutyHolder } from '@stoa/identity/contract';
import { authorise, refuse, type Tx, pageOfRows, readCursor, writeCursor } from '@stoa/kernel';
import { type InputOf, type OutputOf, pageLength } from '@stoa/kernel/contract';
import { nameOfOwnStep } from '@stoa/kernel/processes';
import { asPerson, auditCase, type SentCase, findCase, lockCase, note, resourceOf, sent } from '../case/index.ts';
import type { listQueue, QueueItem, reassignTask } from '../contract.ts';
import { isBarred, withoutConflict } from '../fairness/index.ts';
import { figuresOf } from '../figures/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { countTasks, findTask, listTasks, type QueueFilter, servicesOfTasks, type TaskRow } from './queries.ts';
import * as store from './store.ts';

export async function queue(tx: Tx, input: InputOf<typeof listQueue>): Promise<OutputOf<typeof listQueue>> {
  const officer = asPerson(tx.principal);
  // Ordered by what changes, a queue is paged by place.
  const [offset = '0'] = readCursor(input.cursor, 'integer') ?? [];
  const holding = { duties: officer.duties, personId: officer.id };
  const services = await servicesOfTasks(tx, holding);
  const filter: QueueFilter = {
    ...holding,
    show: input.show ?? 'all',
    sort: input.sort ?? 'due',
    usualDays: await usualDays(tx, services),
    ...(input.search ? { search: input.search } : {}),
    ...(input.serviceId ? { serviceId: input.serviceId } : {}),
  };
  const page = await pageOfRows(
    input,
    (count) => listTasks(tx, filter, Number(offset), count),
    (row) => queueItem(tx, row),
    () => writeCursor(Number(offset) + (input.limit ?? pageLength)),
  );
  return { ...page, counts: await countTasks(tx, filter), services };
}

/** Median days of the services that publish one, by their ids. */
async function usualDays(tx: Tx, services: readonly { readonly id: string }[]): Promise<QueueFilter['usualDays']> {
  const found = [];
  for (const { id } of services) found.push([id, (await figuresOf(tx, { serviceId: id })).medianDays] as const);
  return found.flatMap(([id, days]) => (days === undefined ? [] : { id, days }));
}

export async function queueItem(tx: Tx, row: TaskRow): Promise<QueueItem> {
  const pkg = await pinnedPackage(tx.module, row);
  return {
    id: row.id,
    caseId: row.caseId,
    caseNumber: row.caseNumber,
    serviceId: row.serviceId,
    title: row.title,
    taskTitle: pkg.nodeTitles[row.node] ?? { en: await nameOfOwnStep(tx, row.caseId, row.node) },
    applicantName: row.applicantName,
    office: row.office,
    regionCode: row.regionCode,
    state: row.state === 'cancelled' ? 'done' : row.state,
    ...(row.assigneeId ? { assigneeId: row.assigneeId } : {}),
    ...(row.assigneeName ? { assigneeName: row.assigneeName } : {}),
    ...(row.items.length > 0 ? { item: (row.items.at(-1) ?? 0) + 1 } : {}),
    ...(row.about ? { about: row.about } : {}),
    createdAt: row.createdAt.toISOString(),
    ...(row.dueOn ? { dueOn: row.dueOn } : {}),
    overdue: row.overdue,
    ...(typeof row.termUsed === 'number' ? { termUsed: row.termUsed } : {}),
    ...(typeof row.termUsual === 'number' ? { termUsual: row.termUsual } : {}),
  };
}

interface OpenTask {
  readonly task: TaskRow;
  readonly file: SentCase;
}

/** The task for who holds its duty at its office. Refuses: cases.task-unknown. */
export async function taskFor(tx: Tx, id: string, lock: boolean): Promise<OpenTask> {
  const known = await findTask(tx, id);
  if (!known) return refuse('missing', 'cases.task-unknown', 'There is no such task.');
  const file = sent(lock ? await lockCase(tx, known.caseId) : await findCase(tx, known.caseId));
  authorise(tx, resourceOf(file, { duties: [known.duty] }));
  const task = lock ? await findTask(tx, id) : known;
  return { task: task ?? known, file };
}

/** The same, still to be done. Refuses also: cases.task-closed. */
async function openTask(tx: Tx, id: string): Promise<OpenTask> {
  const open = await taskFor(tx, id, true);
  if (open.task.state === 'done' || open.task.state === 'cancelled')
    refuse('conflict', 'cases.task-closed', 'This task is finished. Nothing can be changed in it.');
  return open;
}

/** The same, claimed by who asks. Refuses also: cases.task-not-yours. */
export async function ownTask(tx: Tx, id: string): Promise<OpenTask> {
  const open = await openTask(tx, id);
  if (open.task.assigneeId !== asPerson(tx.principal).id)
    refuse('conflict', 'cases.task-not-yours', 'Claim the task first: another officer may be working on it.');
  return open;
}

const audited = async (tx: Tx, { file }: OpenTask, action: string) => auditCase(tx, file, action);

async function changed(
  tx: Tx,
  open: OpenTask,
  action: string,
  kind: string,
  facts: Record<string, unknown> = {},
): Promise<QueueItem> {
  await note(tx, open.file.id, kind, facts, { node: open.task.node, internal: true });
  await audited(tx, open, action);
  return queueItem(tx, (await findTask(tx, open.task.id)) ?? open.task);
}

/**
 * Claiming one's own task again changes nothing.
 * Refuses: cases.task-unknown, cases.task-taken, cases.task-closed, cases.conflict-of-interest.
 */
export async function claim(tx: Tx, id: string): Promise<QueueItem> {
  const open = await openTask(tx, id);
  const officer = asPerson(tx.principal);
  if (open.task.assigneeId && open.task.assigneeId !== officer.id) {
    refuse(
      'conflict',
      'cases.task-taken',
      `${open.task.assigneeName ?? 'Another officer'} has claimed this task. Choose another one.`,
    );
  }
  await withoutConflict(tx, open.file);
  if (open.task.state === 'open') await store.setTask(tx, id, 'claimed', officer);
  return changed(tx, open, 'cases.task-claimed', 'task-claimed');
}

/** Refuses: cases.task-unknown, cases.task-not-yours, cases.task-closed. */
export async function release(tx: Tx, id: string): Promise<QueueItem> {
  const open = await ownTask(tx, id);
  await store.setTask(tx, id, open.task.state === 'waiting' ? 'waiting' : 'open', null);
  return changed(tx, open, 'cases.task-released', 'task-released');
}

/**
 * Evidence names who decides: the name is identity's.
 * Refuses: cases.task-unknown, cases.task-closed, cases.assignee-unfit, cases.conflict-of-interest.
 */
export async function reassign(tx: Tx, input: InputOf<typeof reassignTask>): Promise<QueueItem> {
  const open = await openTask(tx, input.id);
  const { duty: code, officeId: organisationId, state } = open.task;
  const { name } = await tx.module.call(findDutyHolder, { personId: input.assigneeId, code, organisationId });
  if (name === undefined)
    return refuse(
      'invalid',
      'cases.assignee-unfit',
      'Choose an officer who holds the duty of this task at its office.',
    );
  if (await isBarred(tx, open.file.id, input.assigneeId))
    refuse('forbidden', 'cases.conflict-of-interest', `${name} may not work on this case. Choose somebody else.`);
  await store.setTask(tx, input.id, state === 'waiting' ? state : 'claimed', { id: input.assigneeId, name });
  return changed(tx, open, 'cases.task-reassigned', 'task-reassigned', { to: name });
}
