// SPDX-License-Identifier: Apache-2.0
/** Drafts sent for approval: answered, returned, sent again, changed on their way. */
import { getDocument } from '@stoa/documents/contract';
import { authorise, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { Static } from 'typebox';
import type * as contract from '../contract.ts';
import type { Approver, RemarkGiven, RouteTemplate } from '../contract.ts';
import * as acting from '../work/acting.ts';
import { addWorkingHours } from '../work/hours.ts';
import { owe, tell } from '../work/settling.ts';
import { endTasks, putTask } from '../work/store.ts';
import { watchHolders } from '../work/watching.ts';
import * as plan from './plan.ts';
import * as store from './store.ts';
import type { RouteRow } from './store.ts';

type Answered = Promise<{ id: string; documentId: string }>;

const whenIn = (tx: Tx): plan.When => ({
  at: tx.now.toISOString(),
  due: (hours) => addWorkingHours(tx.module.country.calendar, tx.now, hours).toISOString(),
});

export async function listTemplates(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.listTemplates>,
): Promise<{ items: RouteTemplate[] }> {
  authorise(tx, acting.chanceryOf(institutionId));
  return { items: await store.templatesOf(tx, institutionId) };
}

/** Refuses: execution.post-unknown. */
export async function keepTemplate(
  tx: Tx,
  { institutionId, title, stages }: InputOf<typeof contract.keepTemplate>,
): Promise<RouteTemplate> {
  authorise(tx, acting.chanceryOf(institutionId));
  await acting.postsNamed(tx, institutionId, [...new Set(stages.flatMap(({ posts }) => posts))]);
  return store.putTemplate(tx, institutionId, title, stages);
}

/** Refuses as the operation declares. */
export async function startApproval(tx: Tx, input: InputOf<typeof contract.startApproval>): Answered {
  const document = await acting.seenDocument(tx, input.documentId);
  const { id: documentId, institutionId } = document;
  authorise(tx, acting.chanceryOf(institutionId));
  if (document.state !== 'draft' || document.direction === 'incoming')
    refuse('conflict', 'execution.not-a-draft', 'Only a draft goes for approval. Load the page again.');
  const { lacks } = await tx.call(getDocument, { id: documentId });
  if (lacks.length > 0)
    refuse(
      'conflict',
      'execution.card-incomplete',
      `The card lacks ${lacks.map(({ en }) => en).join(', ')}. Fill it in first: nothing is changed while others are asked.`,
    );
  const planned = input.templateId
    ? ((await store.findTemplate(tx, institutionId, input.templateId)) ??
      refuse('invalid', 'execution.template-unknown', 'The institution has no such template. Choose one of its list.'))
    : input.stages;
  if (!planned) refuse('invalid', 'execution.stages-missing', 'Choose a template, or name who has to agree.');
  const posts = await acting.postsNamed(
    tx,
    institutionId,
    planned.flatMap((stage) => stage.posts),
  );
  const stages = planned.map(({ mode, hours, posts: ids }) => ({
    ...{ id: newId(), mode, hours },
    approvers: ids.map((postId) => newApprover(postId, posts.find(({ id }) => id === postId)?.title ?? { en: '' })),
  }));
  const startedBy = acting.actor(tx);
  const authorId = acting.personOf(tx)?.id ?? null;
  const authorPost = tx.notes.duty?.postId ?? null;
  const route =
    (await store.insertRoute(tx, {
      ...{ documentId, institutionId, stages, authorId, authorPost, startedBy },
    })) ?? refuse('conflict', 'execution.approval-runs', 'The draft is on its way already. Load the page again.');
  await tell(tx, documentId, 'approval-started', startedBy, { to: 'in-approval' });
  await proceed(tx, { ...route, stages: plan.advance(stages, whenIn(tx)) });
  return { id: route.id, documentId };
}
const newApprover = (postId: string, title: Approver['title'], why?: string): Approver => ({
  ...{ id: newId(), postId, title, state: 'waits' },
  ...(why ? { why } : {}),
});

/** Keeps what became of a way: asks whose turn it is, takes it from those whose it no longer is, ends it when all agreed. */
async function proceed(tx: Tx, route: RouteRow): Promise<void> {
  const { documentId, institutionId } = route;
  const approved = route.state === 'running' && plan.isApproved(route.stages);
  const all = plan.approversOf(route.stages);
  await store.keepRoute(tx, approved ? { ...route, state: 'approved' } : route);
  const asked = route.state === 'running' ? all.filter(({ state }) => state === 'asked') : [];
  await endTasks(
    tx,
    'approve',
    all.filter((one) => !asked.includes(one)).map(({ id }) => id),
  );
  for (const { id, postId, title, dueAt } of asked)
    await putTask(tx, {
      ...{ documentId, institutionId, kind: 'approve', objectId: id, postId, personId: null, title },
      dueAt: dueAt ? new Date(dueAt) : null,
    });
  if (asked.length > 0) {
    const posts = asked.map(({ postId }) => postId);
    await owe(tx, documentId, { op: 'open', posts, work: route.id, why: 'Asked to agree to the draft' });
    await watchHolders.enqueue(tx, { routeId: route.id });
  }
  if (approved) await tell(tx, documentId, 'approved', { name: '' }, { to: 'approved' });
  if (approved || route.state === 'withdrawn') await shut(tx, route);
}
/** Who was asked sees the document no longer by this work. */
const shut = (tx: Tx, { id, documentId, stages }: RouteRow) =>
  owe(tx, documentId, {
    ...{ op: 'close', work: id, why: 'The approval has ended' },
    posts: [...new Set(plan.approversOf(stages).map(({ postId }) => postId))],
  });

const answeredAlready = (): never =>
  refuse(
    'conflict',
    'execution.answered-already',
    'This was answered already, or the draft was changed or is no longer on its way. Load the page again.',
  );

/** Refuses: execution.work-unknown, execution.not-with-you, execution.answered-already. */
async function answering(
  tx: Tx,
  id: string,
  as: 'agreed' | 'returned',
): Promise<{ route: RouteRow; by: contract.Done }> {
  const route = (await store.lockRouteOfApprover(tx, id)) ?? acting.unknownWork();
  const { state } = await acting.seenDocument(tx, route.documentId);
  // Until it is said to be on its way its author may still change it; and whoever answers has read what stands.
  if (state === 'draft') answeredAlready();
  const found = plan.approversOf(route.stages).find((one) => one.id === id);
  // It was asked before the draft was sent back.
  if (!found) return answeredAlready();
  acting.demandOwner(tx, { postId: found.postId, personId: null });
  const by = acting.doneBy(tx, found.postId, found.title);
  const stages =
    (route.state === 'running' ? plan.answer(route.stages, id, as, by, whenIn(tx)) : undefined) ?? answeredAlready();
  return { route: { ...route, stages }, by };
}

async function remark(
  tx: Tx,
  { id: routeId, round }: RouteRow,
  approverId: string,
  by: contract.Done,
  remarks: readonly Static<typeof RemarkGiven>[],
): Promise<void> {
  for (const { text, page, quote } of remarks)
    await store.insertRemark(tx, { routeId, round, approverId, by, text, page: page ?? null, quote: quote || null });
}

export async function agree(tx: Tx, { id, remarks = [] }: InputOf<typeof contract.agree>): Answered {
  const { route, by } = await answering(tx, id, 'agreed');
  await remark(tx, route, id, by, remarks);
  await tell(tx, route.documentId, remarks.length > 0 ? 'agreed-with-remarks' : 'agreed', by);
  await proceed(tx, route);
  return { id, documentId: route.documentId };
}

/** Refuses: execution.remark-without-place. */
export async function returnDraft(tx: Tx, { id, remarks }: InputOf<typeof contract.returnDraft>): Answered {
  const { route, by } = await answering(tx, id, 'returned');
  if (remarks.some(({ page, quote }) => page === undefined && !quote))
    refuse('invalid', 'execution.remark-without-place', 'Say to which page or words of the text each remark belongs.');
  await remark(tx, route, id, by, remarks);
  const { documentId, institutionId, authorId } = route;
  await tell(tx, documentId, 'returned', by, { to: 'draft', newVersion: true });
  await proceed(tx, { ...route, state: 'returned' });
  if (authorId)
    await putTask(tx, {
      ...{ documentId, institutionId, kind: 'mend', objectId: route.id },
      ...{ postId: null, personId: authorId, title: null, dueAt: null },
    });
  return { id, documentId };
}

/** Refuses: execution.work-unknown, execution.route-ended, execution.not-the-author. */
async function heldRoute(tx: Tx, id: string): Promise<{ route: RouteRow; leader: boolean }> {
  const route = (await store.lockRoute(tx, id)) ?? acting.unknownWork();
  await acting.seenDocument(tx, route.documentId);
  const leader = acting.leads(tx, route.institutionId);
  tx.notes.duty = leader ?? tx.notes.duty;
  if (!leader && (!route.authorId || route.authorId !== acting.personOf(tx)?.id))
    refuse('forbidden', 'execution.not-the-author', 'Only who sent the draft, or a leader, does this.');
  if (route.state !== 'running' && route.state !== 'returned')
    refuse('conflict', 'execution.route-ended', 'This approval has ended. Load the page again.');
  return { route, leader: leader !== undefined };
}

/** Refuses: execution.not-returned, execution.not-a-draft. */
export async function resumeApproval(tx: Tx, { id, essential }: InputOf<typeof contract.resumeApproval>): Answered {
  const { route } = await heldRoute(tx, id);
  const { documentId } = route;
  if (route.state !== 'returned')
    refuse('conflict', 'execution.not-returned', 'The draft is on its way. Load the page again.');
  if ((await acting.seenDocument(tx, documentId)).state !== 'draft')
    refuse('conflict', 'execution.not-a-draft', 'Only a draft goes for approval. Load the page again.');
  await endTasks(tx, 'mend', [id]);
  await tell(tx, documentId, essential ? 'approval-began-anew' : 'approval-resumed', acting.actor(tx), {
    to: 'in-approval',
  });
  const stages = plan.renew(plan.resume(route.stages, essential, whenIn(tx)), newId);
  await proceed(tx, { ...route, state: 'running', round: route.round + 1, stages });
  return { id, documentId };
}

export async function withdrawApproval(tx: Tx, { id, reason }: InputOf<typeof contract.withdrawApproval>): Answered {
  const { route } = await heldRoute(tx, id);
  await endTasks(tx, 'mend', [id]);
  await tell(tx, route.documentId, 'approval-withdrawn', acting.actor(tx), { to: 'draft', facts: { reason } });
  await proceed(tx, { ...route, state: 'withdrawn' });
  return { id, documentId: route.documentId };
}

/** Refuses: execution.stage-began, execution.reason-needed. `stuck`: nobody is on the post that is asked. */
function demandRight(leader: boolean, begun: boolean, reason: string | undefined, stuck = false): void {
  if (!leader && begun && !stuck)
    refuse(
      'conflict',
      'execution.stage-began',
      'This stage has begun. A leader of the institution can still change it.',
    );
  if (leader && !reason) refuse('invalid', 'execution.reason-needed', 'Say why.');
}

const stageOver = (): never =>
  refuse('conflict', 'execution.stage-over', 'This was answered already. Load the page again.');

/** Refuses: execution.stage-unknown, execution.post-unknown, execution.post-twice, execution.stage-over. */
export async function insertApprover(tx: Tx, input: InputOf<typeof contract.insertApprover>): Answered {
  const { route, leader } = await heldRoute(tx, input.id);
  const stage =
    route.stages.find(({ id }) => id === input.stageId) ??
    refuse('missing', 'execution.stage-unknown', 'This approval has no such stage.');
  demandRight(leader, plan.began(stage), input.reason);
  const title = await anotherPost(tx, route, input.postId);
  const one = newApprover(input.postId, title, input.reason);
  const stages = plan.insert(route.stages, stage.id, one, whenIn(tx)) ?? stageOver();
  return change(tx, route, stages, 'approver-inserted', title.en, input.reason);
}

/** Refuses: execution.approver-unknown. */
const approverIn = (route: RouteRow, id: string): { one: Approver; begun: boolean } => {
  const stage = route.stages.find(({ approvers }) => approvers.some((each) => each.id === id));
  const one = stage?.approvers.find((each) => each.id === id);
  if (!stage || !one) return refuse('missing', 'execution.approver-unknown', 'This approval asks no such post.');
  return { one, begun: plan.began(stage) };
};

async function anotherPost(tx: Tx, route: RouteRow, postId: string): Promise<Approver['title']> {
  const present = plan.approversOf(route.stages).filter(({ state }) => state !== 'skipped');
  const [post] = await acting.postsNamed(tx, route.institutionId, [postId]);
  if (present.some((one) => one.postId === postId))
    refuse('invalid', 'execution.post-twice', 'This post is asked already. Name another one.');
  return post?.title ?? { en: '' };
}

/** Refuses: execution.nobody-left. */
export async function skipApprover(
  tx: Tx,
  { id, approverId, reason }: InputOf<typeof contract.skipApprover>,
): Answered {
  const { route, leader } = await heldRoute(tx, id);
  const { one, begun } = approverIn(route, approverId);
  demandRight(leader, begun, reason);
  if (!plan.somebodyLeft(route.stages, approverId))
    refuse('conflict', 'execution.nobody-left', 'Nobody would be left to agree. Ask another post instead.');
  const stages = plan.skip(route.stages, approverId, reason, whenIn(tx)) ?? stageOver();
  return change(tx, route, stages, 'approver-skipped', one.title.en, reason);
}

export async function replaceApprover(tx: Tx, input: InputOf<typeof contract.replaceApprover>): Answered {
  const { route, leader } = await heldRoute(tx, input.id);
  const { one, begun } = approverIn(route, input.approverId);
  const [post] = begun ? await acting.unheldOf(tx, route.institutionId, [one.postId]) : [];
  demandRight(leader, begun, input.reason, post === one.postId);
  const title = await anotherPost(tx, route, input.postId);
  const other = newApprover(input.postId, title, input.reason);
  const stages = plan.replace(route.stages, one.id, other, whenIn(tx)) ?? stageOver();
  return change(tx, route, stages, 'approver-replaced', title.en, input.reason);
}

async function change(
  tx: Tx,
  route: RouteRow,
  stages: RouteRow['stages'],
  what: string,
  post: string,
  reason: string | undefined,
): Answered {
  await tell(tx, route.documentId, what, acting.actor(tx), { facts: { post, ...(reason ? { reason } : {}) } });
  await proceed(tx, { ...route, stages });
  return { id: route.id, documentId: route.documentId };
}
