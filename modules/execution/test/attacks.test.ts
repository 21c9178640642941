// SPDX-License-Identifier: Apache-2.0
/** Forms that were open in another tab while what they are about was sent back and came again. */
import * as papers from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions } from './instructions.ts';
import { ministry, postId } from './world.ts';

const world = await ministry();
const { b, head, one, two, three, draft, letter, read, work, desk, approverOf } = world;
const { give, tree, partOf, report, lastReport, decide } = instructions(world);
const remarks = [{ text: 'The quota is of last year', page: 2 }];

test('who was asked before a draft was sent back does not agree by the old form to the changed one', async () => {
  const id = await draft();
  const stages = [{ mode: 'all' as const, hours: 8, posts: [postId('two'), postId('three')] }];
  const { id: routeId } = await b.call(contract.startApproval, { documentId: id, stages }, one);
  const [stale, mine] = [await approverOf(id, 'two'), await approverOf(id, 'three')];
  await b.call(contract.returnDraft, { id: mine, remarks }, three);
  await expect(b.call(contract.agree, { id: stale }, two)).rejects.toMatchObject({
    code: 'execution.answered-already',
  });
  await work(id);
  await b.call(contract.resumeApproval, { id: routeId, essential: false }, one);
  for (const [old, who] of [
    [stale, two],
    [mine, three],
  ] as const) {
    await expect(b.call(contract.agree, { id: old }, who)).rejects.toMatchObject({
      code: 'execution.answered-already',
    });
    await expect(b.call(contract.returnDraft, { id: old, remarks }, who)).rejects.toMatchObject({
      code: 'execution.answered-already',
    });
  }
  for (const [name, who] of [
    ['two', two],
    ['three', three],
  ] as const)
    await b.call(contract.agree, { id: await approverOf(id, name) }, who);
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'approved' });
});

test('a report that was given anew is not accepted by the desk that showed the one before', async () => {
  const id = await letter();
  await give(id, 'one');
  await report(id, 'one', one);
  const onDesk = async () => (await desk(head)).find((item) => item.kind === 'accept' && item.document.id === id);
  const stale = await onDesk();
  expect(stale?.reportId).toBe(await lastReport(id, 'one'));
  await decide(id, 'one', head, false, 'The figures are missing');
  await report(id, 'one', one);
  const accept = async (reportId: string | undefined) =>
    b.http(head).post(`/api/execution/assignments/${await partOf(id, 'one')}/decision`, { reportId, accepted: true });
  expect((await accept(undefined)).status).toBe(422);
  const refused = await accept(stale?.reportId);
  expect([refused.status, refused.body]).toMatchObject([409, { code: 'execution.report-renewed' }]);
  expect((await tree(id))[0]?.state).toBe('open');
  expect((await accept((await onDesk())?.reportId)).status).toBe(200);
  expect((await tree(id))[0]?.state).toBe('executed');
});

test('nobody agrees to a draft that its author may still change', async () => {
  const id = await draft();
  const stages = [{ mode: 'all' as const, hours: 8, posts: [postId('head')] }];
  await b.call(contract.startApproval, { documentId: id, stages }, one);
  type Row = { stages: { approvers: { id: string }[] }[] };
  const [route] = await b.sql<Row>('select stages from route where document_id = $1', [id]);
  const answer = { id: route?.stages[0]?.approvers[0]?.id ?? '' };
  await expect(b.call(contract.agree, answer, head)).rejects.toMatchObject({ code: 'execution.answered-already' });
  expect(await work(id)).toMatchObject({ routes: [{ state: 'running' }] });
  await b.call(contract.agree, answer, head);
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'approved' });
});

test('a card that lacks what its kind asks for is filled in before others are asked', async () => {
  const id = await draft(one, { kind: 'order' });
  const stages = [{ mode: 'all' as const, hours: 8, posts: [postId('two')] }];
  const start = () => b.call(contract.startApproval, { documentId: id, stages }, one);
  await expect(start()).rejects.toMatchObject({
    code: 'execution.card-incomplete',
  });
  const { revision, subject } = await read(id);
  await b.call(papers.changeDocument, { id, revision, subject, card: { ground: 'The law on quotas, 4' } }, one);
  expect(await read(id)).toMatchObject({ lacks: [] });
  await start();
});
