// SPDX-License-Identifier: Apache-2.0
/** Drafts on their way: who is asked, what a return and a changed draft mean, who may change the way. */
import * as papers from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { labour, ministry, postId } from './world.ts';

const { b, clerk, head, one, two, three, lawyer, elsewhere, onPost, draft, read, work, desk, approverOf } =
  await ministry();
type Who = typeof one;
type Name = Parameters<typeof approverOf>[1];
type Planned = { mode: 'all' | 'sequence' | 'first'; hours?: number; posts: Name[] };
const planned = (stages: Planned[]) =>
  stages.map(({ mode, hours = 8, posts }) => ({ mode, hours, posts: posts.map(postId) }));
const start = (documentId: string, stages: Planned[], as: Who = one) =>
  b.call(contract.startApproval, { documentId, stages: planned(stages) }, as);
const agree = async (documentId: string, name: Name, as: Who, remarks?: { text: string }[]) =>
  b.call(contract.agree, { id: await approverOf(documentId, name), ...(remarks ? { remarks } : {}) }, as);
const remark = { text: 'The quota is of last year', page: 2, quote: 'four hundred' };
const giveBack = async (documentId: string, name: Name, as: Who, remarks: object[] = [remark]) =>
  b.call(contract.returnDraft, { id: await approverOf(documentId, name), remarks: remarks as never }, as);
const states = async (documentId: string) =>
  ((await work(documentId)).routes.at(-1)?.stages ?? []).map(({ approvers }) => approvers.map(({ state }) => state));
const kinds = async (as: Who, documentId: string) =>
  (await desk(as)).filter(({ document }) => document.id === documentId).map(({ kind }) => kind);

test('a draft goes stage by stage to those who have to agree, and is approved when all did', async () => {
  const id = await draft();
  await start(id, [
    { mode: 'all', posts: ['two', 'three'] },
    { mode: 'sequence', posts: ['lawyer', 'clerk'] },
  ]);
  expect(await states(id)).toEqual([
    ['asked', 'asked'],
    ['waits', 'waits'],
  ]);
  expect(await read(id)).toMatchObject({ state: 'in-approval' });
  expect(await kinds(two, id)).toEqual(['approve']);
  expect(await kinds(lawyer, id)).toEqual([]);
  await expect(work(id, lawyer)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await agree(id, 'two', two);
  await agree(id, 'three', three, [{ text: 'A comma is missing' }]);
  expect(await states(id)).toEqual([
    ['agreed', 'agreed'],
    ['asked', 'waits'],
  ]);
  await agree(id, 'lawyer', lawyer);
  await agree(id, 'clerk', clerk);
  const { routes } = await work(id);
  expect(routes).toMatchObject([{ state: 'approved', remarks: [{ text: 'A comma is missing' }] }]);
  const { state, history } = await read(id);
  expect(state).toBe('approved');
  expect(history.map(({ what }) => what)).toEqual([
    ...['drafted', 'approval-started', 'agreed', 'agreed-with-remarks', 'agreed', 'agreed', 'approved'],
  ]);
  expect(await kinds(clerk, id)).toEqual([]);
});

test('whoever answers first of a stage answers for all of it', async () => {
  const id = await draft();
  await start(id, [{ mode: 'first', posts: ['two', 'three'] }]);
  await agree(id, 'three', three);
  expect(await states(id)).toEqual([['released', 'agreed']]);
  expect(await read(id)).toMatchObject({ state: 'approved' });
  expect(await kinds(two, id)).toEqual([]);
});

test('an answer is due when its working hours have passed, weekends and nights not counted', async () => {
  b.clock.set(new Date('2026-12-04T10:00:00Z'));
  const id = await draft();
  await start(id, [{ mode: 'all', hours: 12, posts: ['two'] }]);
  await work(id);
  const [item] = (await desk(two)).filter(({ document }) => document.id === id);
  // Friday 15:00 of the country has two hours left; then Monday has eight, and two of Tuesday are needed.
  expect(item).toMatchObject({ dueAt: '2026-12-08T06:00:00.000Z', overdue: false });
  b.clock.set(new Date('2026-12-08T06:00:00Z'));
  expect(await desk(two)).toContainEqual(expect.objectContaining({ id: item?.id, overdue: true }));
});

test('a return takes the draft back with remarks tied to their places; a new version asks only those it must', async () => {
  const id = await draft();
  const way: Planned[] = [
    { mode: 'all', posts: ['two', 'three'] },
    { mode: 'all', posts: ['lawyer'] },
  ];
  await start(id, way);
  await agree(id, 'two', two);
  await expect(giveBack(id, 'three', three, [{ text: 'Not good' }])).rejects.toMatchObject({
    code: 'execution.remark-without-place',
  });
  await giveBack(id, 'three', three);
  const { routes } = await work(id);
  expect(routes).toMatchObject([
    { state: 'returned', remarks: [{ ...remark, round: 1, by: { name: 'Person three' } }] },
  ]);
  expect(await read(id)).toMatchObject({ state: 'draft', version: 2 });
  expect(await kinds(one, id)).toEqual(['mend']);
  const resume = (essential: boolean, as: Who = one) =>
    b.call(contract.resumeApproval, { id: routes[0]?.id ?? '', essential }, as);
  await expect(resume(false, two)).rejects.toMatchObject({ code: 'execution.not-the-author' });
  await resume(false);
  expect(await states(id)).toEqual([['agreed', 'asked'], ['waits']]);
  await expect(resume(false)).rejects.toMatchObject({ code: 'execution.not-returned' });
  await giveBack(id, 'three', three);
  await work(id);
  await resume(true);
  expect(await states(id)).toEqual([['asked', 'asked'], ['waits']]);
  expect((await work(id)).routes[0]).toMatchObject({ round: 3 });
  expect(await kinds(one, id)).toEqual([]);
});

test('only a draft goes, once, to posts that there are', async () => {
  const id = await draft();
  await expect(b.call(contract.startApproval, { documentId: id }, one)).rejects.toMatchObject({
    code: 'execution.stages-missing',
  });
  const refusedWith = async (posts: string[], code: string) =>
    expect(
      b.call(contract.startApproval, { documentId: id, stages: [{ mode: 'all', hours: 8, posts }] }, one),
    ).rejects.toMatchObject({ code });
  await refusedWith(['01919191-0000-7000-8000-0000000000aa'], 'execution.post-unknown');
  await refusedWith([postId('two'), postId('two')], 'execution.post-twice');
  await expect(start(id, [{ mode: 'all', posts: ['two'] }], elsewhere)).rejects.toMatchObject({
    code: 'execution.work-unknown',
  });
  await start(id, [{ mode: 'all', posts: ['two'] }]);
  await expect(start(id, [{ mode: 'all', posts: ['two'] }])).rejects.toMatchObject({
    code: 'execution.approval-runs',
  });
  await work(id);
  await expect(start(id, [{ mode: 'all', posts: ['two'] }])).rejects.toMatchObject({ code: 'execution.not-a-draft' });
});

test('two people at once: one way begins, one answer counts', async () => {
  const id = await draft();
  const begun = await Promise.allSettled([1, 2].map(() => start(id, [{ mode: 'first', posts: ['two', 'three'] }])));
  expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [mine, theirs] = [await approverOf(id, 'two'), await approverOf(id, 'three')];
  const answers = await Promise.allSettled([
    b.call(contract.agree, { id: mine }, two),
    b.call(contract.returnDraft, { id: theirs, remarks: [remark] }, three),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'execution.answered-already' },
  });
  const agreed = answers[0]?.status === 'fulfilled';
  await work(id);
  expect(await read(id)).toMatchObject({ state: agreed ? 'approved' : 'draft' });
});

test('a template of the institution is kept by its leader and used by all', async () => {
  const stages = planned([{ mode: 'all', posts: ['two'] }]);
  const keep = (as: Who) =>
    b.call(contract.keepTemplate, { institutionId: labour, title: 'Usual letters', stages }, as);
  await expect(keep(one)).rejects.toMatchObject({ kind: 'forbidden' });
  const kept = await keep(head);
  expect(await keep(head)).toEqual(kept);
  expect((await b.call(contract.listTemplates, { institutionId: labour }, one)).items).toEqual([kept]);
  await expect(b.call(contract.listTemplates, { institutionId: labour }, elsewhere)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const id = await draft();
  const by = (templateId: string) => b.call(contract.startApproval, { documentId: id, templateId }, one);
  await expect(by('01919191-0000-7000-8000-0000000000aa')).rejects.toMatchObject({
    code: 'execution.template-unknown',
  });
  await by(kept.id);
  expect(await states(id)).toEqual([['asked']]);
});

test('its author changes what has not begun, a leader anything with the reason', async () => {
  const id = await draft();
  await start(id, [
    { mode: 'all', posts: ['two'] },
    { mode: 'all', posts: ['three', 'lawyer'] },
  ]);
  const route = (await work(id)).routes[0];
  const [first, second] = (route?.stages ?? []).map((stage) => stage.id);
  const insert = (stageId: string | undefined, post: Name, as: Who = one, reason?: string) =>
    b.call(
      contract.insertApprover,
      { id: route?.id ?? '', stageId: stageId ?? '', postId: postId(post), ...(reason ? { reason } : {}) },
      as,
    );
  const skip = async (post: Name, as: Who = one, reason?: string) =>
    b.call(
      contract.skipApprover,
      { id: route?.id ?? '', approverId: await approverOf(id, post), ...(reason ? { reason } : {}) },
      as,
    );
  await expect(insert(first, 'clerk')).rejects.toMatchObject({ code: 'execution.stage-began' });
  await expect(insert(first, 'clerk', head)).rejects.toMatchObject({ code: 'execution.reason-needed' });
  await expect(insert(route?.id, 'clerk')).rejects.toMatchObject({ code: 'execution.stage-unknown' });
  await expect(insert(second, 'two')).rejects.toMatchObject({ code: 'execution.post-twice' });
  await expect(insert(second, 'clerk', two)).rejects.toMatchObject({ code: 'execution.not-the-author' });
  await insert(second, 'clerk');
  await insert(first, 'empty', head, 'They know the matter');
  expect(await states(id)).toEqual([
    ['asked', 'asked'],
    ['waits', 'waits', 'waits'],
  ]);
  await skip('three');
  await skip('empty', head, 'Nobody is there');
  await expect(
    b.call(contract.skipApprover, { id: route?.id ?? '', approverId: second ?? '', reason: 'Gone now' }, head),
  ).rejects.toMatchObject({ code: 'execution.approver-unknown' });
  await agree(id, 'two', two);
  await expect(skip('two', head, 'Gone now')).rejects.toMatchObject({ code: 'execution.stage-over' });
  expect(await states(id)).toEqual([
    ['agreed', 'skipped'],
    ['skipped', 'asked', 'asked'],
  ]);
});

test('somebody is always left to agree', async () => {
  const id = await draft();
  await start(id, [{ mode: 'all', posts: ['two'] }]);
  const route = (await work(id)).routes[0]?.id ?? '';
  const approverId = await approverOf(id, 'two');
  await expect(
    b.call(contract.skipApprover, { id: route, approverId, reason: 'Not needed' }, head),
  ).rejects.toMatchObject({ code: 'execution.nobody-left' });
});

test('a draft that waits for a post nobody is on is told to author and leader, either of whom asks another post', async () => {
  const id = await draft();
  await b.drain();
  await start(id, [{ mode: 'all', posts: ['empty'] }]);
  const before = b.events('organisations.official-concerned.v1').length;
  await b.drain();
  const told = b
    .events('organisations.official-concerned.v1')
    .slice(before)
    .filter((event) => JSON.stringify(event).includes('Nobody is on a post'));
  expect(told).toHaveLength(2);
  expect((await work(id)).unheld).toEqual([postId('empty')]);
  const route = (await work(id)).routes[0]?.id ?? '';
  const replace = async (post: Name, to: Name, as: Who) =>
    b.call(contract.replaceApprover, { id: route, approverId: await approverOf(id, post), postId: postId(to) }, as);
  await replace('empty', 'two', one);
  expect((await work(id)).unheld).toEqual([]);
  await expect(replace('two', 'three', one)).rejects.toMatchObject({ code: 'execution.stage-began' });
  await agree(id, 'two', two);
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'approved' });
});

test('a substitute sees and answers as the post, named with whose place it is, until the term ends', async () => {
  const id = await draft();
  await start(id, [{ mode: 'sequence', posts: ['two', 'three'] }]);
  await work(id);
  const substitute = onPost('two', 'substitute', 'Person two');
  expect(await kinds(substitute, id)).toEqual(['approve']);
  const approverId = await approverOf(id, 'two');
  const after = b.person({
    id: substitute.id,
    name: substitute.name,
    duties: [{ code: 'documents.clerk', organisationId: labour }],
  });
  const answer = (as: Who) => b.call(contract.agree, { id: approverId }, as);
  await expect(answer(after)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  b.clock.advance({ minutes: 1 });
  await answer(substitute);
  expect((await work(id)).routes[0]?.stages[0]?.approvers[0]?.by).toMatchObject({
    ...{ name: 'Somebody substitute', as: 'substitute', inPlaceOf: 'Person two', post: { en: 'Post two' } },
  });
  const [entry] = await b.sql<{ capacity: object }>(
    `select capacity from execution.audit where action = 'execution.agreed' order by at desc limit 1`,
  );
  expect(entry?.capacity).toMatchObject({ as: 'substitute', inPlaceOf: 'Person two' });
});

test('an approval is taken back, and one that the document left behind ends by itself', async () => {
  const id = await draft();
  const { id: route } = await start(id, [{ mode: 'all', posts: ['two'] }]);
  const withdraw = (of = route, as: Who = one) =>
    b.call(contract.withdrawApproval, { id: of, reason: 'It is not needed any more' }, as);
  await withdraw();
  await expect(withdraw()).rejects.toMatchObject({ code: 'execution.route-ended' });
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'draft' });
  expect(await kinds(two, id)).toEqual([]);
  await expect(work(id, two)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await start(id, [{ mode: 'all', posts: ['two'] }]);
  await work(id);
  await b.call(papers.cancelDocument, { id, reason: 'Not wanted' }, one);
  await b.drain();
  expect((await work(id)).routes.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  expect(await kinds(two, id)).toEqual([]);
});
