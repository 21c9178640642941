// SPDX-License-Identifier: Apache-2.0
/** Quotas of companies, their level, and their reports of wages; and what a red level closes. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';
import { inn } from './permit-bench.ts';

const walk = await packageWalk();
const { aigerim } = walk;
const labour = walk.officer('labour.permit-officer', 'XM-01-LABOUR');
const inspector = walk.officer('labour.inspector', 'XM-01-LABOUR');
const placesType = 'urn:xm:portal:places:1.0#Request';
const levelType = 'urn:xm:labour:level-entry:1.0#Request';
const wageType = 'urn:xm:labour:wage-entry:1.0#Request';
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
const codes = async (id: string) => (await walk.page(id, aigerim)).outputs.map(({ code }) => code).sort();
const article = async (id: string) => JSON.stringify((await walk.page(id, aigerim)).decision);

const standing = {
  ...{
    inn,
    level: 'amber',
    sector: 'construction',
    employees: 120,
    nationals: 66,
    paidPercent: 97,
    young: false,
  },
};
const stands = (more: object = {}) => walk.register({ [`standings/${inn}`]: { ...standing, ...more } });
const granted = (places: number) => ({ done: true, places: 0, granted: places, taken: 24, left: places - 24 });
/** A sent application, told how many places the company has. */
const applied = async (pages: Pages, has = 30) => {
  const id = await walk.sent(aigerim, 'worker-quota', pages);
  expect(asked(placesType)).toEqual({ do: 'look', kind: 'foreign-workers', holder: inn });
  await walk.answer(placesType, granted(has));
  return id;
};
const contact: Pages = { contact: { contactEmail: 'hr@steppe-build.example' } };
const quota = (places: number, otherwise = 'none'): Pages => ({
  ...{ occupation: { occupation: '7112' }, places: { places, otherwise }, ...contact },
});

test('what the share leaves is granted, in whole or in part', async () => {
  stands();
  const whole = await applied(quota(5));
  const { number } = await walk.page(whole, aigerim);
  expect(asked(placesType)).toMatchObject({
    ...{ do: 'grant', kind: 'foreign-workers', key: number, code: '7112', holder: inn, service: 'worker-quota' },
    ...{ places: 5, most: 36, title: { en: 'Bricklayers and related workers', ru: 'Каменщики' } },
  });
  await walk.answer(placesType, { ...granted(35), places: 5 });
  expect(await walk.page(whole, aigerim)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'grant' }] });
  const part = await applied(quota(10));
  expect(asked(placesType)).toMatchObject({ places: 6 });
  await walk.answer(placesType, { ...granted(36), done: false });
  expect(await walk.page(part, aigerim)).toMatchObject({ outcome: 'no-room', outputs: [] });
});

test('nothing is left: an officer refuses, or the company waits, or the occupation is scarce', async () => {
  const none = await applied(quota(1), 36);
  await walk.decide(none, labour, 'refuse');
  expect(await article(none)).toContain('Art. 42(3)');
  const late = await applied(quota(1, 'wait'), 36);
  await walk.days(31);
  await walk.decide(late, labour, 'refuse');
  expect(await article(late)).toContain('Art. 43(2)');
  const scarce = await applied(quota(1, 'scarce'), 36);
  await walk.finish(scarce, labour, 'scarce');
  expect(asked(placesType)).toMatchObject({ places: 1, most: null });
  await walk.answer(placesType, { ...granted(37), places: 1 });
  expect(await codes(scarce)).toEqual(['grant']);
});

test('a red level closes the service: nothing is sent, and the error says what opens it again', async () => {
  stands({ level: 'red' });
  const { id } = await walk.b.call(contract.startDraft, { serviceId: 'worker-quota', language: 'en' }, aigerim);
  for (const [pageId, answers] of Object.entries(quota(1)))
    await walk.b.call(contract.savePage, { id, pageId, answers }, aigerim);
  const sent = walk.b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await expect(sent).rejects.toMatchObject({ kind: 'invalid', code: 'cases.answers-invalid' });
  const { pages } = await walk.b.call(contract.getForm, { id }, aigerim);
  const text = JSON.stringify(pages);
  expect(text).toContain('/services/establishment-compliance');
  stands();
});

test('enough nationals and wages in time are green at once; a red company gets a plan and a second look', async () => {
  stands();
  const green = await walk.sent(aigerim, 'establishment-compliance', contact);
  expect(asked(levelType)).toEqual({ inn, level: 'green' });
  await walk.answer(levelType, { level: 'green' });
  expect(await walk.page(green, aigerim)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'certificate' }] });
  stands({ nationals: 30 });
  const better = await walk.sent(aigerim, 'establishment-compliance', contact);
  expect(await codes(better)).toEqual(['plan']);
  await walk.finish(better, inspector, 'better');
  await walk.decide(better, inspector, 'amber');
  expect(asked(levelType)).toEqual({ inn, level: 'amber' });
  await walk.answer(levelType, { level: 'amber' });
  expect(await codes(better)).toEqual(['certificate', 'plan']);
  const late = await walk.sent(aigerim, 'establishment-compliance', contact);
  await walk.days(31);
  await walk.decide(late, inspector, 'refuse');
  expect(await article(late)).toContain('Art. 54(3)');
  expect(asked(levelType)).toEqual({ inn, level: 'red' });
});

test('a company in its first year is not counted', async () => {
  stands({ nationals: 0, paidPercent: 0, young: true });
  const id = await walk.sent(aigerim, 'establishment-compliance', contact);
  await walk.answer(levelType, { level: 'green' });
  expect(await codes(id)).toEqual(['certificate']);
  stands();
});

/** The month before this one: its wages are due on the tenth of this month. */
const lastMonth = () => {
  const now = walk.b.clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
};
/** A draft with a table of workers, some of them paid less than their wage. */
async function report(workers: number, short: number, bankStood = false): Promise<string> {
  const { id } = await walk.b.call(contract.startDraft, { serviceId: 'wage-report', language: 'en' }, aigerim);
  const save = (pageId: string, answers: Pages[string]) =>
    walk.b.call(contract.savePage, { id, pageId, answers }, aigerim);
  await save('month', { month: lastMonth() });
  const lines = Array.from(
    { length: workers },
    (_, n) => `Worker ${n};1000;${n < short ? 400 : 1000};${lastMonth()}-28`,
  );
  const text = ['name;wage;paid;paidOn', ...lines].join('\n');
  const { revision } = await walk.b.call(contract.getForm, { id }, aigerim);
  const taken = await walk.b.call(
    contract.importEntries,
    { id, field: 'staff', text, replace: true, revision },
    aigerim,
  );
  expect(taken).toMatchObject({ faults: [], added: workers });
  await save('bank', { bankStood });
  await save('contact', { contactEmail: 'hr@steppe-build.example' });
  await walk.b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await walk.b.drain();
  return id;
}

test('a table of a thousand workers paid in time is accepted and counts for the company', async () => {
  const id = await report(1000, 0);
  expect(asked(wageType)).toEqual({ inn, month: lastMonth(), workers: 1000, inTime: 1000 });
  await walk.answer(wageType, { month: lastMonth() });
  expect(await codes(id)).toEqual(['receipt']);
});

test('many late wages wait ten days for the rest; paid it is accepted, not paid it counts against the level', async () => {
  const paid = await report(10, 3);
  expect(await codes(paid)).toEqual(['notice']);
  await walk.finish(paid, inspector, 'paid');
  await walk.answer(wageType, { month: lastMonth() });
  expect(await codes(paid)).toEqual(['notice', 'receipt']);
  const unpaid = await report(10, 3);
  await walk.days(11);
  await walk.decide(unpaid, inspector, 'refuse');
  expect(await article(unpaid)).toContain('Art. 63(3)');
  expect(asked(wageType)).toMatchObject({ workers: 10, inTime: 7 });
});

test('a bank that stood still excuses, without one nothing is excused', async () => {
  const excused = await report(10, 3, true);
  await walk.finish(excused, inspector, 'excused');
  await walk.answer(wageType, { month: lastMonth() });
  expect(await codes(excused)).toEqual(['notice', 'receipt']);
  const idle = await report(10, 3);
  await walk.finish(idle, inspector, 'excused');
  await walk.decide(idle, inspector, 'refuse');
  expect((await walk.page(idle, aigerim)).outcome).toBe('refused');
});
