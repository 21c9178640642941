// SPDX-License-Identifier: Apache-2.0
/** Instructions: given by a leader, passed on in parts, taken back, taken off control, given again month by month. */
import { getRules, type DocumentSummary } from '@stoa/documents/contract';
import { authorise, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { Post } from '@stoa/organisations/contract';
import * as contract from '../contract.ts';
import type { Done } from '../contract.ts';
import * as acting from '../work/acting.ts';
import { endOfDay, monthsLater } from '../work/hours.ts';
import { owe, tell } from '../work/settling.ts';
import { endTasks, endTasksOfDocument, putTask, takeTurn } from '../work/store.ts';
import * as store from './store.ts';
import type { AssignmentRow, ResolutionRow } from './store.ts';
import { fits, isCarriedOut, isOpen, next } from './table.ts';

export type Answered = Promise<{ id: string; documentId: string }>;
const registered: readonly DocumentSummary['state'][] = ['registered', 'in-execution', 'executed', 'filed'];
/** Working days where neither the document nor its kind has a term. */
const usualDays = 10;

export const isRegistered = ({ state }: DocumentSummary): boolean => registered.includes(state);
/** Refuses: execution.not-registered. */
export function demandRegistered(document: DocumentSummary): void {
  if (!isRegistered(document))
    refuse('conflict', 'execution.not-registered', 'The document has no number yet. Register it first.');
}
/** Refuses: execution.due-impossible. */
export function demandDue(tx: Tx, dueOn: string, wholeDueOn?: string): void {
  if (!fits(dueOn, acting.today(tx), wholeDueOn))
    refuse(
      'invalid',
      'execution.due-impossible',
      'The day lies in the past, after that of the whole, or more than ten years ahead. Choose one in between.',
    );
}
/** Refuses: execution.state-forbids. */
export const stateForbids = (): never =>
  refuse('conflict', 'execution.state-forbids', 'This is not done now: it was answered or ended. Load the page again.');

async function dueOf(tx: Tx, document: DocumentSummary): Promise<string> {
  const now = acting.today(tx);
  if (document.dueOn && fits(document.dueOn, now)) return document.dueOn;
  const { rules } = await tx.call(getRules, { institutionId: document.institutionId });
  const term = rules.kinds.find(({ code }) => code === document.kind)?.termDays ?? usualDays;
  return tx.module.country.calendar.addWorkingDays(now, term);
}

type Given = Parameters<typeof store.insertResolution>[1];
/** Puts it onto the desks of its posts, who see the document from now on. */
async function give(tx: Tx, given: Given, posts: readonly Pick<Post, 'id' | 'title'>[]): Promise<string | undefined> {
  const id = await store.insertResolution(tx, given);
  if (!id) return undefined;
  const { documentId, institutionId, dueOn } = given;
  const dueAt = endOfDay(tx.module.country.calendar, dueOn);
  for (const [place, { id: postId, title }] of posts.entries()) {
    const role = place === 0 ? 'responsible' : 'co';
    const objectId = await store.insertAssignment(tx, { resolutionId: id, postId, title, role });
    await putTask(tx, { documentId, institutionId, kind: 'execute', objectId, postId, personId: null, title, dueAt });
  }
  await owe(tx, documentId, {
    ...{ op: 'open', work: id, why: 'Has to carry out an instruction' },
    posts: posts.map((post) => post.id),
  });
  return id;
}

/** Refuses as the operation declares. */
export async function giveResolution(tx: Tx, input: InputOf<typeof contract.giveResolution>): Answered {
  const document = await acting.seenDocument(tx, input.documentId);
  const { id: documentId, institutionId, label } = document;
  authorise(tx, acting.chanceryOf(institutionId));
  demandRegistered(document);
  await takeTurn(tx, documentId, 'working');
  const posts = await acting.postsNamed(tx, institutionId, [input.responsible, ...(input.coExecutors ?? [])]);
  const dueOn = input.dueOn ?? (await dueOf(tx, document));
  demandDue(tx, dueOn);
  const byPost = acting.leads(tx, institutionId)?.postId ?? null;
  const by = acting.doneBy(tx, byPost);
  const id = await give(
    tx,
    {
      ...{ documentId, institutionId, label, parentId: null, depth: 1, text: input.text, dueOn, by, byPost },
      ...{ control: input.control ? 'on' : 'none', recurrence: input.recurrence ?? null },
      byPerson: byPost ? null : (acting.personOf(tx)?.id ?? null),
    },
    posts,
  );
  await endTasksOfDocument(tx, documentId, ['resolve']);
  await tell(tx, documentId, 'resolution-given', by, { to: 'in-execution', facts: { post: posts[0]?.title.en ?? '' } });
  return { id: id ?? '', documentId };
}

export interface Held {
  readonly assignment: AssignmentRow;
  readonly resolution: ResolutionRow;
}
/** The instruction is locked before its part, so that two answers at once come one after the other. */
export async function heldAssignment(tx: Tx, id: string): Promise<Held> {
  const found = (await store.findAssignment(tx, id)) ?? acting.unknownWork();
  const resolution = (await store.lockResolution(tx, found.resolutionId)) ?? acting.unknownWork();
  await acting.seenDocument(tx, resolution.documentId);
  return { resolution, assignment: (await store.findAssignment(tx, id)) ?? found };
}

/** Refuses: execution.too-deep, and as the operation declares. */
export async function passOn(tx: Tx, input: InputOf<typeof contract.passOn>): Answered {
  const { assignment, resolution } = await heldAssignment(tx, input.id);
  acting.demandOwner(tx, { postId: assignment.postId, personId: null });
  if (assignment.state !== 'given') stateForbids();
  if (resolution.depth >= contract.deepest)
    refuse('conflict', 'execution.too-deep', 'This was passed on five times already. Carry it out, or report on it.');
  const named = [assignment.postId, input.responsible, ...(input.coExecutors ?? [])];
  const [own, ...posts] = await acting.postsNamed(tx, resolution.institutionId, named);
  const dueOn = input.dueOn ?? resolution.dueOn;
  // Of what is overdue parts may be due on the day of the whole.
  if (dueOn !== resolution.dueOn) demandDue(tx, dueOn, resolution.dueOn);
  const { documentId, institutionId, label, depth } = resolution;
  const by = acting.doneBy(tx, assignment.postId, own?.title);
  const id = await give(
    tx,
    {
      ...{ documentId, institutionId, label, parentId: assignment.id, depth: depth + 1, text: input.text, dueOn, by },
      ...{ control: 'none', recurrence: null, byPost: assignment.postId, byPerson: null },
    },
    posts,
  );
  await tell(tx, documentId, 'part-passed-on', by, { facts: { post: posts[0]?.title.en ?? '' } });
  return { id: id ?? '', documentId };
}

export const authorOf = ({ byPost: postId, byPerson: personId }: ResolutionRow): acting.Owner => ({ postId, personId });
/** Refuses: execution.not-with-you. A leader answers for an author whose post is no more, but for no work of their own. */
export function demandAuthor(tx: Tx, owner: acting.Owner, institutionId: string, carriers: readonly string[]): Done {
  if (acting.owns(tx, owner) || !acting.decides(tx, owner, institutionId, carriers)) acting.demandOwner(tx, owner);
  return acting.doneBy(tx, acting.owns(tx, owner) ? owner.postId : acting.leads(tx, institutionId)?.postId);
}

/** What of an instruction and below it is still open needs nobody's work any more. */
export async function withdrawOpen(tx: Tx, resolution: ResolutionRow): Promise<void> {
  const own = await store.assignmentsOf(tx, [resolution.id]);
  const parts = await store.below(
    tx,
    own.map(({ id }) => id),
  );
  const open = [...own, ...(await store.assignmentsOf(tx, parts))].filter(({ state }) => isOpen(state));
  const ids = open.map(({ id }) => id);
  for (const { id, state } of open) await store.setAssignment(tx, id, next(state, 'withdraw') ?? state);
  for (const id of parts) await store.setResolution(tx, id, 'withdrawn');
  await endTasks(tx, 'execute', ids);
  await endTasks(tx, 'accept', ids);
  await endTasks(tx, 'extend', await store.declineWaiting(tx, [resolution.id, ...parts]));
  for (const { resolutionId, postId } of open)
    await owe(tx, resolution.documentId, {
      ...{ op: 'close', posts: [postId], work: resolutionId, why: 'The instruction was taken back' },
    });
}

/** Says so when nothing of the first level is open. */
export async function told(tx: Tx, { documentId, depth }: ResolutionRow, what: string, by: Done, facts = {}) {
  const done = depth === 1 && isCarriedOut(await store.firstLevel(tx, documentId));
  await tell(tx, documentId, what, by, { facts, ...(done ? { to: 'executed' } : {}) });
}

export async function withdrawResolution(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.withdrawResolution>,
): Answered {
  const resolution = (await store.lockResolution(tx, id)) ?? acting.unknownWork();
  await acting.seenDocument(tx, resolution.documentId);
  const carriers = (await store.assignmentsOf(tx, [id])).map(({ postId }) => postId);
  const by = demandAuthor(tx, authorOf(resolution), resolution.institutionId, carriers);
  if (resolution.state !== 'open') stateForbids();
  await store.setResolution(tx, id, 'withdrawn');
  await store.setControl(tx, id, by);
  await withdrawOpen(tx, resolution);
  await told(tx, resolution, 'resolution-withdrawn', by, { reason });
  return { id, documentId: resolution.documentId };
}

/** Refuses: execution.not-controlled, execution.not-executed. */
export async function removeControl(tx: Tx, { id, note }: InputOf<typeof contract.removeControl>): Answered {
  const resolution = (await store.lockResolution(tx, id)) ?? acting.unknownWork();
  await acting.seenDocument(tx, resolution.documentId);
  authorise(tx, acting.chanceryOf(resolution.institutionId));
  if (resolution.control !== 'on')
    refuse('conflict', 'execution.not-controlled', 'This instruction is not under control. Load the page again.');
  if (resolution.state === 'open')
    refuse('conflict', 'execution.not-executed', 'It is not executed yet: its report has to be accepted first.');
  const by = acting.doneBy(tx);
  await store.setControl(tx, id, by);
  await endTasks(tx, 'control', [id]);
  await tell(tx, resolution.documentId, 'control-removed', by, note ? { facts: { note } } : {});
  return { id, documentId: resolution.documentId };
}

export async function takeNote(tx: Tx, { documentId }: InputOf<typeof contract.takeNote>): Answered {
  const { institutionId } = await acting.seenDocument(tx, documentId);
  authorise(tx, acting.chanceryOf(institutionId));
  await endTasksOfDocument(tx, documentId, ['resolve']);
  await tell(tx, documentId, 'notice-taken', acting.doneBy(tx, acting.leads(tx, institutionId)?.postId));
  return { id: documentId, documentId };
}

/** A recurring instruction is given again when it is executed, to the same posts: once. */
export async function giveNext(tx: Tx, resolution: ResolutionRow): Promise<void> {
  if (!resolution.recurrence) return;
  const { calendar } = tx.module.country;
  const months = resolution.recurrence === 'monthly' ? 1 : 3;
  let dueOn = monthsLater(calendar, resolution.dueOn, months);
  for (let more = 2; dueOn <= acting.today(tx); more++) dueOn = monthsLater(calendar, resolution.dueOn, months * more);
  const posts = (await store.assignmentsOf(tx, [resolution.id])).map(({ postId: id, title }) => ({ id, title }));
  const { id: follows, state: _, controlBy: __, ...same } = resolution;
  const control = resolution.control === 'none' ? 'none' : 'on';
  const by = { ...resolution.by, at: tx.now.toISOString() };
  if (await give(tx, { ...same, control, dueOn, by, follows }, posts))
    await tell(tx, resolution.documentId, 'resolution-recurs', { name: '' }, { facts: { due: dueOn } });
}
