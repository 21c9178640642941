// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { answers, permitBench, types } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim, officer } = permit;
const refusedWith = (code: string) => expect.objectContaining({ code });
const ask = (id: string, field = 'workAddress') =>
  b.call(contract.askClarification, { id, field, question: 'Which building is it?' }, officer);

/** The tests run in June 2027 once the first has set the clock. */
const period = { startsOn: '2027-10-01', months: 24 };

test('one field goes back to the applicant and the working-day clock stands still meanwhile', async () => {
  // A Monday without holidays near it.
  b.clock.set(new Date('2027-06-07T05:00:00Z'));
  const { id, taskId } = await permit.claimed({ period });
  expect((await permit.page(id)).dueOn).toBe('2027-06-28');
  const asked = await ask(taskId);
  const paused = await permit.page(id);
  expect(paused).toMatchObject({
    state: 'clarification',
    clarification: { id: asked.id, question: 'Which building is it?', previousValue: '40 Unity Street, Aksu' },
  });
  expect(paused.pausedAt).toBeDefined();
  await expect(ask(taskId)).rejects.toEqual(refusedWith('cases.clarification-open'));
  const decided = b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await expect(decided).rejects.toEqual(refusedWith('cases.clarification-open'));

  b.clock.advance({ days: 9 });
  const reply = (value: string, who = aigerim) =>
    b.call(contract.answerClarification, { id, clarificationId: asked.id, value }, who);
  await expect(reply('x')).rejects.toEqual(refusedWith('cases.answers-invalid'));
  await expect(reply('Building 2', b.person({ snils: '10120230348' }))).rejects.toMatchObject({ kind: 'forbidden' });
  await reply('40 Unity Street, Aksu, building 2');
  await expect(reply('Building 3')).rejects.toEqual(refusedWith('cases.clarification-answered'));
  const after = await permit.page(id);
  expect(after.state).toBe('submitted');
  // Paused on Monday the 7th, answered on Wednesday the 16th: seven working days later.
  expect(after.dueOn).toBe('2027-07-07');
  const view = await b.call(contract.getTask, { id: taskId }, officer);
  expect(view).toMatchObject({
    state: 'claimed',
    canDecide: true,
    clarifications: [{ answer: '40 Unity Street, Aksu, building 2' }],
  });
  await b.drain();
  expect(permit.notices.map((notice) => notice.subject)).toContain(`A question about ${after.number}`);
});

test('only typed fields of the application can be asked about, by who has claimed the task', async () => {
  const { id, taskId } = await permit.claimed({ period });
  await expect(ask(taskId, 'employerName')).rejects.toEqual(refusedWith('cases.register-value-locked'));
  await expect(ask(taskId, 'shoeSize')).rejects.toEqual(refusedWith('cases.field-not-asked'));
  await b.call(contract.releaseTask, { id: taskId }, officer);
  await expect(ask(taskId)).rejects.toEqual(refusedWith('cases.task-not-yours'));
  const unknown = b.call(contract.answerClarification, { id, clarificationId: newId(), value: 'x' }, aigerim);
  await expect(unknown).rejects.toEqual(refusedWith('cases.clarification-unknown'));
});

test('a decision cannot be undone by withdrawing afterwards', async () => {
  const { id, taskId } = await permit.claimed({ period });
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await expect(b.call(contract.withdrawCase, { id }, aigerim)).rejects.toEqual(refusedWith('cases.not-withdrawable'));
  await expect(ask(taskId)).rejects.toEqual(refusedWith('cases.task-closed'));
});

test('a department that has no data leads to a refusal with its article of law, on paper in Arabic too', async () => {
  const id = await permit.submitted({ period }, 'ar');
  await permit.pay(id);
  world.reply(types.record, { clear: true });
  const noData = world.reply(types.diploma, {});
  Object.assign(noData, { content: undefined, rejection: { code: 'NO_DATA', description: 'no such diploma' } });
  await permit.poll();
  const [task] = await b.sql<{ id: string }>('select id from task where case_id = $1', [id]);
  const taskId = task?.id ?? '';
  await b.call(contract.claimTask, { id: taskId }, officer);
  const view = await b.call(contract.getTask, { id: taskId }, officer);
  expect(view.checks.find((check) => check.name === 'diploma')).toMatchObject({
    state: 'rejected',
    rejection: { code: 'NO_DATA' },
  });
  expect(view.advice).toMatchObject({ outcome: 'refuse', reasons: [{ law: 'Labour Migration Act, Art. 15(2)' }] });
  await b.call(contract.decideTask, { id: taskId, outcome: 'refuse' }, officer);
  await b.drain();
  const page = await permit.page(id);
  expect(page).toMatchObject({ state: 'closed', outcome: 'refused', outputs: [{ code: 'refusal', state: 'valid' }] });
  expect(page.decision?.reasons[0]?.text.ar).toBe('تتطلب المهنة شهادة ولم يُعثر على الشهادة');
  expect(page.decision?.reasons[0]?.lawText?.ar).toBe('قانون هجرة العمالة، المادة 15، الفقرة 2');
});

test('an occupation without a diploma asks only for the criminal record', async () => {
  const id = await permit.start();
  const { diploma: _, ...rest } = answers;
  for (const [page, given] of Object.entries({ ...rest, occupation: { occupation: '7112' } }))
    await permit.save(id, page, given);
  await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await b.drain();
  await permit.poll();
  const before = world.state.requests.length;
  await permit.pay(id);
  expect(world.state.requests.slice(before).map((request) => request.type)).toEqual([types.record]);
  world.reply(types.record, { clear: true });
  await permit.poll();
  expect(await b.sql('select node from process_token where holder_id = $1', [id])).toEqual([{ node: 'review' }]);
});

test('a deadline that has passed is seen in the queue', async () => {
  const { taskId } = await permit.claimed({ period });
  b.clock.advance({ days: 30 });
  await b.drain();
  const queue = await b.call(contract.listQueue, { show: 'mine' }, officer);
  expect(queue.items.find((item) => item.id === taskId)?.overdue).toBe(true);
  expect(queue.counts.overdue).toBeGreaterThan(0);
});
