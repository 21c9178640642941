// SPDX-License-Identifier: Apache-2.0
/** Services that other bodies have a say in more than once: exams taken again. */
import { expect, test } from 'vitest';
import { type Pages, packageWalk } from './package-walk.ts';

const walk = await packageWalk();
const { resident } = walk;
const ministry = walk.officer('education.recognition-officer', 'XM-EDUCATION-MINISTRY');
const examType = 'urn:xm:education:examination:1.0#Request';
const codes = async (id: string) => (await walk.page(id, resident)).outputs.map(({ code }) => code).sort();
const asked = () => walk.world.state.requests.at(-1)?.content;

const trade = (name: string, grade: number, years: number): Pages => ({
  ...{ number: { snils: walk.snils }, trade: { trade: name, grade }, years: { years } },
  ...(years >= 15 ? { workplaces: { workplaces: 'Steppe Build, Aksu, 2005 to 2026' } } : {}),
  contact: { contactEmail: 'aigerim@mail.example' },
});

test('an exam that is passed is certified at once, for three years in a dangerous trade', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('welder', 4, 3));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(5000);
  await walk.answer(examType, { absent: false, theory: 75, practice: 90, heldOn: '2026-11-20' });
  const { outcome, outputs } = await walk.page(id, resident);
  expect(outcome).toBe('issued');
  const until = Number(walk.today().slice(0, 4)) + 3;
  expect(outputs).toMatchObject([{ code: 'certificate', validUntil: expect.stringContaining(String(until)) }]);
});

test('who lacks a few points takes that part again, and that part alone', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 3, 3));
  expect(asked()).toMatchObject({ part: 'both' });
  await walk.answer(examType, { absent: false, theory: 80, practice: 55 });
  expect(await codes(id)).toEqual(['resit']);
  expect(asked()).toMatchObject({ part: 'practice' });
  await walk.answer(examType, { absent: false, practice: 61 });
  expect(await codes(id)).toEqual(['certificate', 'resit']);
});

test('points that are missing the second time too are a ground to refuse', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 3, 3));
  await walk.answer(examType, { absent: false, theory: 50, practice: 80 });
  await walk.answer(examType, { absent: false, theory: 59 });
  await walk.decide(id, ministry, 'refuse');
  expect(JSON.stringify((await walk.page(id, resident)).decision)).toContain('Art. 8(2)');
});

test('after fifteen years in the trade the practice alone is examined', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('crane', 5, 21));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(2000);
  expect(asked()).toMatchObject({ part: 'practice' });
  await walk.answer(examType, { absent: false, practice: 88 });
  expect(await codes(id)).toEqual(['certificate']);
});

test('an exam that never takes place is refused after sixty days', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 2, 0));
  await walk.days(61);
  await walk.decide(id, ministry, 'refuse');
  expect(JSON.stringify((await walk.page(id, resident)).decision)).toContain('Art. 8(3)');
});
