// SPDX-License-Identifier: Apache-2.0
/** Tasks that find something out, and do not decide the case: a vote of three before the officer decides. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { beforeReview, ownPackage, titled } from './own-package.ts';
import { permitBench } from './permit-bench.ts';

const vote =
  '<userTask id="vote" stoa:duty="labour.permit-officer" stoa:outcomes="grant refuse" stoa:result="votes" stoa:about="colleague">' +
  '<multiInstanceLoopCharacteristics stoa:items="[&quot;first&quot;, &quot;second&quot;, &quot;third&quot;]" stoa:item="colleague">' +
  '<completionCondition>count(results.votes[item = "grant"]) &gt;= 2</completionCondition></multiInstanceLoopCharacteristics></userTask>' +
  '<sequenceFlow id="f30" sourceRef="vote" targetRef="review" />';
const permit = await permitBench({
  STOA_SERVICES: await ownPackage({
    'process.bpmn': beforeReview(vote, 'vote'),
    'texts.yaml': titled('vote'),
  }),
});
const { b, officer } = permit;

async function atVote() {
  const id = await permit.submitted();
  await permit.pay(id);
  await permit.confirm();
  const tasks = await b.sql<{ id: string; node: string; state: string }>(
    'select id, node, state from task where case_id = $1 order by items',
    [id],
  );
  return { id, tasks };
}
const finish = (id: string, outcome: string, text?: string) =>
  b.call(contract.finishTask, { id, outcome, ...(text ? { text } : {}) }, officer);

test('a vote of three is three tasks, each about one, and two of one mind end it', async () => {
  const { id, tasks } = await atVote();
  expect(tasks.map(({ node }) => node)).toEqual(['vote', 'vote', 'vote']);
  const pages = [];
  for (const task of tasks) pages.push(await b.call(contract.getTask, { id: task.id }, officer));
  expect(pages.map(({ about, item, decides }) => ({ about, item, decides }))).toEqual([
    { about: 'first', item: 1, decides: false },
    { about: 'second', item: 2, decides: false },
    { about: 'third', item: 3, decides: false },
  ]);
  for (const task of tasks.slice(1)) await b.call(contract.claimTask, { id: task.id }, officer);
  await finish(tasks[2]?.id ?? '', 'grant', 'The papers are in order.');
  await finish(tasks[1]?.id ?? '', 'grant');
  const now = await b.sql<{ node: string; state: string }>(
    'select node, state from task where case_id = $1 order by node desc, items',
    [id],
  );
  expect(now).toEqual([
    { node: 'vote', state: 'cancelled' },
    { node: 'vote', state: 'done' },
    { node: 'vote', state: 'done' },
    { node: 'review', state: 'open' },
  ]);
  expect((await permit.page(id)).decision).toBeUndefined();
});

test('a task is finished or decides, as it is drawn, by who has claimed it, with one of its outcomes', async () => {
  const { tasks } = await atVote();
  const task = tasks[0]?.id ?? '';
  await expect(finish(task, 'grant')).rejects.toMatchObject({ code: 'cases.task-not-yours' });
  await b.call(contract.claimTask, { id: task }, officer);
  await expect(finish(task, 'maybe')).rejects.toMatchObject({ code: 'cases.outcome-unknown' });
  await expect(b.call(contract.decideTask, { id: task, outcome: 'grant' }, officer)).rejects.toMatchObject({
    code: 'cases.task-finds',
  });
  await finish(task, 'refuse');
  await expect(finish(task, 'refuse')).rejects.toMatchObject({ code: 'cases.task-closed' });
  await expect(
    b.call(contract.finishTask, { id: tasks[1]?.id ?? '', outcome: 'grant' }, b.person()),
  ).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('the task that decides the case is not finished without a decision', async () => {
  const { id, tasks } = await atVote();
  for (const task of tasks) await b.call(contract.claimTask, { id: task.id }, officer);
  for (const task of tasks.slice(0, 2)) await finish(task.id, 'grant');
  const [review] = await b.sql<{ id: string }>(`select id from task where case_id = $1 and node = 'review'`, [id]);
  await b.call(contract.claimTask, { id: review?.id ?? '' }, officer);
  await expect(finish(review?.id ?? '', 'grant')).rejects.toMatchObject({ code: 'cases.task-decides' });
});
