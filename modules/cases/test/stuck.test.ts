// SPDX-License-Identifier: Apache-2.0
/** A package whose expressions, here and there, find what nobody expected. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { beforeReview, ownPackage, titled } from './own-package.ts';
import { permitBench, types } from './permit-bench.ts';

/** After the checks the diploma's year is compared with a number: it is text in some answers. */
const gate =
  '<exclusiveGateway id="gate" default="g1" /><userTask id="second" stoa:duty="labour.permit-officer" stoa:outcomes="grant refuse" stoa:result="second" stoa:about="checks.diploma.content.holder" /><exclusiveGateway id="met" />' +
  '<sequenceFlow id="g1" sourceRef="gate" targetRef="met" /><sequenceFlow id="g2" sourceRef="gate" targetRef="second"><conditionExpression xsi:type="tFormalExpression">checks.diploma.content.year &lt; 2000</conditionExpression></sequenceFlow>' +
  '<sequenceFlow id="g3" sourceRef="second" targetRef="met" /><sequenceFlow id="g4" sourceRef="met" targetRef="review" />';
const permit = await permitBench({
  STOA_SERVICES: await ownPackage({
    'process.bpmn': (text) =>
      beforeReview(
        gate,
        'gate',
      )(text).replace(
        'decision.outcome = "grant"',
        'decision.outcome = "grant" and checks.diploma.content.grade &lt; 5',
      ),
    'texts.yaml': titled('gate', 'second', 'met'),
  }),
});
const { b, world, officer } = permit;
const operator = b.person({ duties: ['platform.operator'] });
const standing = (id: string) =>
  b.sql<{ id: string; node: string; state: string; error: string | null }>(
    'select id, node, state, error from process_token where holder_id = $1 order by node',
    [id],
  );

test('an answer that a case cannot go on with stops that case alone: it is kept, shown, and used once it can be', async () => {
  const stuck = await permit.submitted();
  await permit.pay(stuck);
  world.reply(types.record, { clear: true });
  world.reply(types.diploma, { found: true, year: 'in the nineties' });
  await permit.poll();
  expect(await standing(stuck)).toMatchObject([{ node: 'checked' }, { node: 'diploma', state: 'failed' }]);
  const other = await permit.submitted();
  await permit.pay(other);
  world.reply(types.record, { clear: true });
  world.reply(types.diploma, { found: true, year: 2015 });
  await permit.poll();
  expect(await standing(other)).toMatchObject([{ node: 'review' }]);
  const [, failed] = await standing(stuck);
  await b.call(contract.resumeStep, { id: stuck, tokenId: failed?.id ?? '' }, operator);
  await b.drain().catch(() => {});
  expect(await standing(stuck)).toMatchObject([{ node: 'checked' }, { node: 'diploma', state: 'failed' }]);
  expect((await b.call(contract.getProcess, { id: stuck }, operator)).failed).toMatchObject([{ node: 'diploma' }]);
});

test('an officer whose decision leads nowhere is told so, and the case stays where it was', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  world.reply(types.record, { clear: true });
  world.reply(types.diploma, { found: true, year: 2015 });
  await permit.poll();
  const [task] = await b.sql<{ id: string }>('select id from task where case_id = $1', [id]);
  await b.call(contract.claimTask, { id: task?.id ?? '' }, officer);
  await expect(
    b.call(contract.decideTask, { id: task?.id ?? '', outcome: 'grant', text: 'As the law says' }, officer),
  ).rejects.toMatchObject({ kind: 'conflict', code: 'kernel.process-stuck' });
  expect(await permit.page(id)).toMatchObject({ state: 'submitted' });
  expect(await standing(id)).toMatchObject([{ node: 'review' }]);
});

test('a task whose words for what it is about find nothing is opened without them', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  world.reply(types.record, { clear: true });
  world.reply(types.diploma, { found: true, year: 1999 });
  await permit.poll();
  const [task] = await b.sql<{ id: string }>('select id from task where case_id = $1', [id]);
  const page = await b.call(contract.getTask, { id: task?.id ?? '' }, officer);
  expect([page.taskTitle.en, page.about]).toEqual(['second', undefined]);
});
