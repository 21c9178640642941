// SPDX-License-Identifier: Apache-2.0
/** Forms that were open in another tab while what they are about was sent back and came again. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions } from './instructions.ts';
import { ministry, postId } from './world.ts';

const world = await ministry();
const { b, head, one, two, three, draft, letter, read, work, approverOf } = world;
const { give, tree, partOf, report, decide } = instructions(world);
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

test('a report that was given anew is not accepted by the form that showed the one before', async () => {
  const id = await letter();
  await give(id, 'one');
  await report(id, 'one', one);
  const reportsOf = async () => (await tree(id))[0]?.assignments[0]?.reports ?? [];
  const [first] = await reportsOf();
  await decide(id, 'one', head, false, 'The figures are missing');
  await report(id, 'one', one);
  const accept = async (reportId?: string) =>
    b.call(contract.decideReport, { id: await partOf(id, 'one'), accepted: true, reportId }, head);
  await expect(accept(first?.id)).rejects.toMatchObject({ code: 'execution.state-forbids' });
  expect((await tree(id))[0]?.state).toBe('open');
  await accept((await reportsOf()).at(-1)?.id);
  expect((await tree(id))[0]?.state).toBe('executed');
});
