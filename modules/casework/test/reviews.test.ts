// SPDX-License-Identifier: Apache-2.0
/** A second pair of eyes, before a decision and after it. */
import { caseDecided } from '@stoa/cases/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { lotOf } from '../src/reviews/reviews.ts';
import { eraseReviews } from '../src/reviews/store.ts';
import { world } from './world.ts';

const { b, officer, second, leader, elsewhere, citizen, caseId, taskId, works, asked } = await world();
const propose = (who = officer, id = taskId) =>
  b.call(contract.proposeDecision, { caseId, taskId: id, outcome: 'grant', text: 'All checks are clear.' }, who);
const answer = (id: string, agrees: boolean, who = second, reason?: string) =>
  b.call(contract.answerReview, { id, agrees, ...(reason ? { reason } : {}) }, who);
const list = (who = second, state?: 'open' | 'agreed' | 'returned') =>
  b.call(contract.listReviews, state ? { state } : {}, who);
const share = (perMille: number, who = leader, officeId = 'office') =>
  b.call(contract.setSampling, { officeId, perMille }, who);
const decided = (id: string, more: { organisationId?: string } = {}) =>
  b.deliver(caseDecided, {
    ...{ caseId: id, number: 'P-1', serviceId: 'permit', version: 'v', organisationId: 'office', regionCode: 'XM-01' },
    ...{ outcome: 'grant', decidedAt: b.clock.now().toISOString(), withinDeadline: true, ...more },
  });

test('who works on the task puts a decision to a colleague, who agrees; cases are told of it', async () => {
  await expect(propose(second)).rejects.toMatchObject({ code: 'casework.task-not-yours' });
  await expect(propose(officer, newId())).rejects.toMatchObject({ code: 'casework.task-not-yours' });
  const { id } = await propose();
  await expect(propose()).rejects.toMatchObject({ code: 'casework.proposed-already' });
  await expect(answer(id, true, officer)).rejects.toMatchObject({ code: 'casework.own-decision' });
  await expect(answer(id, false)).rejects.toMatchObject({ code: 'casework.reason-missing' });
  expect(await answer(id, true)).toMatchObject({ state: 'agreed', answeredName: 'Saule' });
  expect(asked).toContain(`agree ${taskId} grant`);
  await expect(answer(id, false, second, 'Changed my mind.')).rejects.toMatchObject({
    code: 'casework.review-answered',
  });
});

test('two colleagues answer at once: one of them is told that it is answered', async () => {
  const { id } = await propose();
  const both = await Promise.allSettled([answer(id, false, second, 'The law is not named.'), answer(id, true)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'casework.review-answered' },
  });
});

test('who has a conflict of interest looks at nothing, and others do not see it', async () => {
  const { id } = await propose();
  const work = works.get(caseId);
  if (!work) throw new Error('there is a case');
  works.set(caseId, { ...work, conflict: 'own' });
  await expect(answer(id, true)).rejects.toMatchObject({ kind: 'forbidden', code: 'casework.conflict-of-interest' });
  works.delete(caseId);
  await expect(answer(id, true)).rejects.toMatchObject({ code: 'casework.review-unknown' });
  works.set(caseId, work);
  await expect(answer(newId(), true)).rejects.toMatchObject({ code: 'casework.review-unknown' });
  for (const call of [() => list(citizen), () => propose(citizen), () => answer(id, true, citizen)])
    await expect(call()).rejects.toMatchObject({ kind: 'forbidden' });
  await answer(id, false, second, 'Once more, please.');
});

test('reviews are listed for the offices of who asks, without their words, page by page', async () => {
  const { items } = await list();
  expect(items.length).toBeGreaterThan(1);
  expect(items.every((one) => one.text === undefined && one.reason === undefined)).toBe(true);
  const first = await b.call(contract.listReviews, { limit: 1 }, second);
  const next = await b.call(contract.listReviews, { limit: 1, cursor: first.nextCursor ?? '' }, second);
  expect([...first.items, ...next.items].map(({ id }) => id)).toEqual(items.slice(0, 2).map(({ id }) => id));
  expect((await list(elsewhere)).items).toEqual([]);
  expect((await list(second, 'returned')).items.every(({ state }) => state === 'returned')).toBe(true);
});

test('a share of decisions is drawn by lot, once for each, and the decider does not look at their own', async () => {
  for (const who of [officer, citizen]) await expect(share(1000, who)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(share(1000, leader, 'elsewhere')).rejects.toMatchObject({ code: 'casework.office-not-yours' });
  await expect(b.call(contract.getSampling, { officeId: 'elsewhere' }, leader)).rejects.toMatchObject({
    code: 'casework.office-not-yours',
  });
  await decided(caseId);
  expect((await list(second, 'open')).items).toEqual([]);
  await share(1000);
  expect(await b.call(contract.getSampling, { officeId: 'office' }, leader)).toEqual({
    officeId: 'office',
    perMille: 1000,
  });
  await decided(caseId);
  await decided(caseId);
  const [drawn, ...more] = (await list(second, 'open')).items;
  expect(more).toEqual([]);
  expect(drawn).toMatchObject({ kind: 'after', caseId, outcome: 'grant' });
  const work = works.get(caseId);
  if (!work || !drawn) throw new Error('there is a case');
  works.set(caseId, { ...work, tasks: work.tasks.map((task) => ({ ...task, state: 'done' as const })) });
  await expect(answer(drawn.id, true, officer)).rejects.toMatchObject({ code: 'casework.own-decision' });
  const before = asked.length;
  await answer(drawn.id, false, second, 'The reason is too short.');
  expect(asked).toHaveLength(before);
  await share(0);
  await decided(newId());
  expect((await list(second, 'open')).items).toEqual([]);
});

test('lots are spread evenly and are the same for the same case', () => {
  const lots = Array.from({ length: 5000 }, (_, at) => lotOf('seed', String(at)));
  const under = lots.filter((lot) => lot < 100).length / lots.length;
  expect(Math.min(...lots)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lots)).toBeLessThanOrEqual(999);
  expect(Math.abs(under - 0.1)).toBeLessThan(0.02);
  expect(lotOf('seed', 'x')).toBe(lotOf('seed', 'x'));
});

test('what was said of decisions is erased after its term', async () => {
  b.clock.advance({ days: 10 });
  const before = b.clock.now();
  expect(await b.module.tx({ kind: 'system' }, (tx) => eraseReviews(tx, before, 200))).toBeGreaterThan(2);
  expect((await list()).items).toEqual([]);
});
