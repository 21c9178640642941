// SPDX-License-Identifier: Apache-2.0
/** What officers of the demo wrote down, over the cases that run there. */
import cases from '@stoa/cases';
import { claimTask, listQueue } from '@stoa/cases/contract';
import casework from '@stoa/casework';
import { getBoard, getDesk, listViews } from '@stoa/casework/contract';
import catalogue from '@stoa/catalogue';
import { namedPeople } from '@stoa/country-xm';
import { enterDemoPeople, listOwnPowers } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { bench, patient } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { enterRunningCases } from '../src/demo/cases.ts';
import { enterDesk } from '../src/demo/desk.ts';

const b = await bench(cases, catalogue, casework);
for (const { runtime } of b.platform.modules.values()) Object.assign(runtime.config, { demo: true });
const known = new Map([namedPeople.officer, namedPeople.lead].map(({ snils }) => [snils, newId()]));
b.stub(enterDemoPeople, async ({ people }) => ({ ids: people.map(({ snils }) => known.get(snils) ?? newId()) }));
b.stub(listOwnPowers, async () => ({ items: [] }));
const officerOf = ({ snils, nameLatin: name }: { snils: string; nameLatin: string }) =>
  b.person({ id: known.get(snils) ?? '', name, duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });

test('running cases have notes and views, and who has a conflict there is refused; entered again nothing changes', {
  timeout: patient(300_000),
}, async () => {
  const now = b.clock.now().getTime();
  await enterRunningCases(b.platform, now);
  expect(await enterDesk(b.platform, 'all', now)).toMatchObject({ entered: expect.any(Number) });
  expect(await enterDesk(b.platform, 'all', now)).toEqual({ entered: 0 });
  await enterDesk(b.platform, 'done', now);
  const [officer, lead] = [officerOf(namedPeople.officer), officerOf(namedPeople.lead)];
  const { items } = await b.call(listQueue, { serviceId: 'work-permit', limit: 40 }, officer);
  const desks = [];
  for (const { id: taskId, caseId } of items)
    desks.push({ taskId, ...(await b.call(getDesk, { caseId, taskId }, officer)) });
  expect(desks.some(({ notes }) => notes.length > 0)).toBe(true);
  const barred = desks.find(({ conflicts }) => conflicts.length > 0);
  await expect(b.call(claimTask, { id: barred?.taskId ?? '' }, lead)).rejects.toMatchObject({
    code: 'cases.conflict-of-interest',
  });
  expect((await b.call(listViews, {}, lead)).items).toHaveLength(2);
  const board = await b.call(getBoard, {}, officer);
  expect(board.ageing.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(5);
});
