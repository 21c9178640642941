// SPDX-License-Identifier: Apache-2.0
/** What the officers' desk asks of cases: conflicts, second officers, transfer, order and counts. */
import { newId } from '@stoa/kernel';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, officer, aigerim, powers } = permit;
const colleague = b.person({ name: 'Saule Bekova', duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
const elsewhere = b.person({ name: 'Olena Koval', duties: ['labour.permit-officer'], organisationId: 'XM-02-LABOUR' });
const leader = b.person({ duties: ['casework.leader'], organisationId: 'XM-01-LABOUR' });
permit.colleagues.push(colleague, elsewhere);
beforeEach(() => {
  powers.length = 0;
});

type Person = typeof officer;
const work = (key: string, who: Person = officer) => b.call(contract.getWork, { key }, who);
const claim = (id: string, who: Person = officer) => b.call(contract.claimTask, { id }, who);
const decide = (id: string, outcome = 'grant', who: Person = officer, text?: string) =>
  b.call(contract.decideTask, { id, outcome, ...(text ? { text } : {}) }, who);
const conflict = expect.objectContaining({ kind: 'forbidden', code: 'cases.conflict-of-interest' });
const unknown = expect.objectContaining({ kind: 'missing', code: 'cases.case-unknown' });

test('where a case stands is told to who works on it, by id or number; for others there is none', async () => {
  const { id, taskId } = await permit.claimed();
  const found = await work(id);
  expect(found).toMatchObject({ id, officeId: 'XM-01-LABOUR', applicantId: inn, secondEyes: [] });
  expect(found.tasks).toMatchObject([{ id: taskId, state: 'claimed', assigneeName: officer.name }]);
  expect(found.offices.map((one) => one.id)).toContain('XM-02-LABOUR');
  expect((await work(` ${found.number.toLowerCase()}`)).id).toBe(id);
  for (const who of [elsewhere, aigerim, leader]) await expect(work(id, who)).rejects.toEqual(unknown);
  await expect(work(newId())).rejects.toEqual(unknown);
  await expect(work('WP-2026-999999')).rejects.toEqual(unknown);
  await expect(b.call(contract.getWork, { key: id })).rejects.toMatchObject({ kind: 'unauthenticated' });
});

test('cases of the same people are named to who works on them', async () => {
  const [one, two] = [await permit.claimed(), await permit.claimed()];
  expect((await work(one.id)).related.map(({ id }) => id)).toContain(two.id);
});

test('who said that a case is not theirs to work on is refused, and the task is open to others', async () => {
  const { id, taskId } = await permit.claimed();
  await expect(b.call(contract.barOfficer, { id }, elsewhere)).rejects.toEqual(unknown);
  expect(await b.call(contract.barOfficer, { id }, officer)).toEqual({ released: 1 });
  expect(await b.call(contract.barOfficer, { id }, officer)).toEqual({ released: 0 });
  await expect(claim(taskId)).rejects.toEqual(conflict);
  expect((await work(id)).conflict).toBe('declared');
  await claim(taskId, colleague);
  await expect(b.call(contract.reassignTask, { id: taskId, assigneeId: officer.id }, colleague)).rejects.toEqual(
    conflict,
  );
  await decide(taskId, 'grant', colleague);
});

test('nobody works on their own case, nor on one of whom they may act for, though they claimed it before', async () => {
  const { id, taskId } = await permit.claimed();
  const hold = {
    id: newId(),
    kind: 'organisation' as const,
    onBehalfOf: inn,
    name: { en: 'Steppe Build' },
    role: 'director',
  };
  powers.push(hold);
  expect((await work(id)).conflict).toBe('represented');
  await expect(decide(taskId)).rejects.toEqual(conflict);
  await expect(
    b.call(contract.askClarification, { id: taskId, field: 'months', question: 'Really?' }, officer),
  ).rejects.toEqual(conflict);
  powers.length = 0;
  await b.call(contract.releaseTask, { id: taskId }, officer);
  const acting = { ...officer, actingFor: { kind: 'organisation' as const, id: inn, name: 'Steppe Build LLP' } };
  await expect(claim(taskId, acting)).rejects.toEqual(conflict);
  const worker = b.person({ snils: workerSnils, duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
  expect((await work(id, worker)).conflict).toBe('own');
  await expect(claim(taskId, worker)).rejects.toEqual(conflict);
  await claim(taskId);
});

test('what two officers decide together is refused until another one agrees to it, as the case stands', async () => {
  const rules = (items: contract.SecondEyesRule[], who: Person = leader) =>
    b.call(contract.setSecondEyes, { officeId: 'XM-01-LABOUR', items }, who);
  const read = (who: Person = leader) => b.call(contract.listSecondEyes, { officeId: 'XM-01-LABOUR' }, who);
  const agree = (id: string, outcome: string, who: Person = colleague) =>
    b.call(contract.agreeDecision, { id, outcome }, who);
  for (const who of [officer, aigerim]) {
    await expect(rules([], who)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(read(who)).rejects.toMatchObject({ kind: 'forbidden' });
  }
  await rules([{ serviceId: 'work-permit', outcome: 'grant', feeOverMinor: 10_000 }]);
  expect((await read()).items).toEqual([{ serviceId: 'work-permit', outcome: 'grant', feeOverMinor: 10_000 }]);
  const { id, taskId } = await permit.claimed();
  expect((await work(id)).secondEyes).toEqual(['grant']);
  const needed = expect.objectContaining({ code: 'cases.second-eyes-needed' });
  await expect(decide(taskId)).rejects.toEqual(needed);
  await expect(agree(taskId, 'grant', officer)).rejects.toMatchObject({ code: 'cases.own-decision' });
  await expect(agree(taskId, 'grant', elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(agree(newId(), 'grant')).rejects.toMatchObject({ code: 'cases.task-unknown' });
  await agree(taskId, 'refuse');
  await expect(decide(taskId)).rejects.toEqual(needed);
  await agree(taskId, 'grant');
  const asked = await b.call(
    contract.askClarification,
    { id: taskId, field: 'workAddress', question: 'Which house?' },
    officer,
  );
  await b.call(
    contract.answerClarification,
    { id, clarificationId: asked.id, value: '41 Unity Street, Aksu' },
    aigerim,
  );
  await expect(decide(taskId)).rejects.toEqual(needed);
  await agree(taskId, 'grant');
  await decide(taskId);
  await expect(agree(taskId, 'grant')).rejects.toMatchObject({ code: 'cases.task-closed' });
  const other = await permit.claimed();
  await rules([]);
  await decide(other.taskId);
  await rules([{ feeOverMinor: 1_000_000 }]);
  const cheap = await permit.claimed();
  await decide(cheap.taskId);
  await rules([]);
});

test('a case goes to another office of its service with its open task; the applicant is told and the term stays', async () => {
  const { id, taskId } = await permit.claimed();
  const before = await work(id);
  const send = (officeId: string, who: Person = officer) =>
    b.call(contract.transferCase, { id, officeId, reason: 'The workplace is over there.' }, who);
  for (const office of ['XM-01-LABOUR', 'XM-GOV'])
    await expect(send(office)).rejects.toMatchObject({ code: 'cases.office-unfit' });
  await expect(send('XM-02-LABOUR', elsewhere)).rejects.toEqual(unknown);
  expect(await send('XM-02-LABOUR')).toEqual({ id, officeId: 'XM-02-LABOUR' });
  await expect(work(id)).rejects.toEqual(unknown);
  await expect(decide(taskId)).rejects.toMatchObject({ kind: 'forbidden' });
  const after = await work(id, elsewhere);
  expect(after).toMatchObject({ dueOn: before.dueOn, tasks: [{ id: taskId, state: 'open' }] });
  await b.drain();
  expect(permit.notices.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('another office'));
  expect((await permit.page(id)).timeline.map(({ kind }) => kind)).toContain('transferred');
  await claim(taskId, elsewhere);
  await decide(taskId, 'grant', elsewhere);
  await b.drain();
  await expect(
    b.call(contract.transferCase, { id, officeId: 'XM-01-LABOUR', reason: 'Back.' }, elsewhere),
  ).rejects.toMatchObject({
    code: 'cases.case-closed',
  });
});

test('the queue is ordered by risk: what is overdue, then what is furthest beyond the usual', async () => {
  const made = [];
  for (let i = 0; i < 3; i++) made.push(await permit.claimed());
  const [usual, beyond, overdue] = made;
  const age = (id: string | undefined, days: number, left: number) =>
    b.sql(
      `update case_file set submitted_at = now() - $2 * interval '1 day', due_on = (now() + $3 * interval '1 day')::date where id = $1`,
      [...[id, days, left]],
    );
  await age(usual?.id, 2, 20);
  await age(beyond?.id, 15, 5);
  await age(overdue?.id, 30, -1);
  await b.sql('update case_file set overdue_at = now() where id = $1', [overdue?.id]);
  const ids = made.map(({ id }) => id);
  const list = async (sort: 'due' | 'age' | 'risk') =>
    (await b.call(contract.listQueue, { show: 'mine', sort, limit: 50 }, officer)).items
      .map(({ caseId }) => caseId)
      .filter((id) => ids.includes(id));
  expect(await list('risk')).toEqual([overdue?.id, beyond?.id, usual?.id]);
  expect(await list('age')).toEqual([overdue?.id, beyond?.id, usual?.id]);
  expect(await list('due')).toEqual([overdue?.id, beyond?.id, usual?.id]);
  const { items } = await b.call(contract.listQueue, { show: 'mine', limit: 50 }, officer);
  const shares = items.filter(({ caseId }) => ids.includes(caseId)).map(({ termUsed = 0 }) => termUsed);
  expect(shares[0]).toBeGreaterThan(1);
  expect(shares[1]).toBeGreaterThan(shares[2] ?? 1);
});

test('cases are counted by week, share of the term and officer, of one’s own offices only', async () => {
  const { id } = await permit.claimed();
  const counts = await b.call(contract.countWork, { weeks: 4 }, officer);
  expect(counts.offices.map((one) => one.id)).toEqual(['XM-01-LABOUR']);
  expect(counts.weeks.reduce((sum, { arrived }) => sum + arrived, 0)).toBeGreaterThan(0);
  expect(counts.open.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  expect(counts.officers.find(({ officerId }) => officerId === officer.id)?.claimed).toBeGreaterThan(0);
  expect(JSON.stringify(counts)).not.toContain((await work(id)).number);
  const nobody = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-09-LABOUR' });
  expect(await b.call(contract.countWork, {}, nobody)).toMatchObject({
    offices: [],
    weeks: [],
    open: [],
    officers: [],
  });
  await expect(b.call(contract.countWork, {}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
});
