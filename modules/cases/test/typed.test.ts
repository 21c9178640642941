// SPDX-License-Identifier: Apache-2.0
/** What people type, paste and dictate is read as it was meant; what cannot be is said. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, startsOn } from './permit-bench.ts';

const permit = await permitBench();
const { b, aigerim } = permit;
const { calendar } = b.module.country;
const arabic = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
const dayFrom = (years: number, days = 0) => {
  const [year = 0, month = 1, day = 1] = calendar
    .localDate(new Date(b.clock.now().getTime() + days * 86_400_000))
    .split('-')
    .map(Number);
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
};

/** What a field holds after it was typed on its page, and what was said of it. */
async function typed(page: string, field: string, text: string) {
  const id = await permit.start();
  if (page === 'diploma') await permit.save(id, 'occupation', { occupation: '2142' });
  const { errors } = await permit.save(id, page, { [field]: text });
  const form = await b.call(contract.getForm, { id }, aigerim);
  const value = form.pages.flatMap((one) => one.fields).find((one) => one.name === field)?.value;
  const error = errors.find((one) => one.field === field);
  return { value, code: error?.code, message: error?.message };
}

test.each([
  ['worker-number', 'workerSnils', '\u200e145\u2011678\u2011901\u00a005\u202c', '14567890105'],
  ['worker-number', 'workerSnils', arabic('145-678-901 05'), '14567890105'],
  ['worker-number', 'workerSnils', '１４５６７８９０１０５', '14567890105'],
  ['worker-number', 'workerSnils', '145\u200b678\u2060901\u00ad05', '14567890105'],
  ['diploma', 'diplomaNumber', '\ufeffIN\u20112014\u2212048213\u200f', 'IN-2014-048213'],
  ['period', 'months', arabic('12'), 12],
  ['period', 'months', '\u200f12\u00a0', 12],
  ['period', 'startsOn', startsOn.split('-').reverse().join('.'), startsOn],
  ['period', 'startsOn', arabic(startsOn.split('-').map(Number).reverse().join('.')), startsOn],
  ['contact', 'contactPhone', '\u202a+7\u00a0(701)\u2011123\u201345\u201367\u202c', '+7 (701)-123-45-67'],
  ['contact', 'contactPhone', arabic('+77011234567'), '+77011234567'],
  ['contact', 'contactEmail', 'кадры@почта.рф'.replace('кадры', 'hr'), 'hr@почта.рф'],
  ['workplace', 'workAddress', ' 40 Uni\u00adty Street\u200b, Aksu\ufeff ', '40 Unity Street, Aksu'],
  ['workplace', 'workAddress', 'خیابان می\u200cخواهم ۴۰', 'خیابان می\u200cخواهم ۴۰'],
])('%s: %s typed as %j is %j', async (page, field, text, value) => {
  expect(await typed(page, field, text)).toMatchObject({ value, code: undefined });
});

test.each([
  ['period', 'months', '0x0C', 'type'],
  ['period', 'months', '1e1', 'type'],
  ['period', 'months', '1,000', 'type'],
  ['period', 'startsOn', '2027-02-30', 'date'],
  ['worker-number', 'workerSnils', '14567890106', 'check-digits'],
  ['workplace', 'workAddress', '40 Unity Street \u202eusкА', 'hidden-character'],
  ['workplace', 'workAddress', '40 Unity\u2066 Street', 'hidden-character'],
  ['contact', 'contactEmail', 'кадры@почта.рф', 'email'],
  ['contact', 'contactEmail', 'hr@почта', 'format'],
])('%s: %s typed as %j is refused as %s and kept', async (page, field, text, code) => {
  const found = await typed(page, field, text);
  expect(found.code).toBe(code);
  expect(found.value).toBe(text);
  for (const language of ['en', 'ru', 'kk', 'uk', 'ar'] as const) expect(found.message?.[language]).toBeTruthy();
});

test('a hidden character is named', async () => {
  const { message } = await typed('workplace', 'workAddress', '40 Unity Street \u202e');
  expect(message?.en).toContain('U+202E');
  expect(message?.ar).toContain('U+202E');
});

test.each([
  ['yesterday', dayFrom(0, -1)],
  ['long ago', '2020-01-01'],
  ['in three years', dayFrom(3)],
  ['at the end of time', '9999-01-01'],
])('a permit that starts %s is refused on its page with the days it may start on', async (_, day) => {
  const { code, message } = await typed('period', 'startsOn', day);
  expect(code).toBe('date-range');
  const [first, last] = [dayFrom(0), dayFrom(2)];
  expect(message?.en).toContain(first.slice(0, 4));
  expect(message?.ru).toMatch(new RegExp(`^Введите дату с .*${first.slice(0, 4)}.* по .*${last.slice(0, 4)}`));
});

test('a date that a register gives and that cannot be right stops the application with words of its own', async () => {
  const snils = '11223344595';
  const known = {
    snils,
    familyName: 'Seitkali',
    givenName: 'Aigerim',
    birthOn: '2190-01-01',
    address: '14 Peace Street',
  };
  permit.world.state.persons.set(snils, known);
  const own = b.person({ snils });
  const { id } = await b.call(contract.startDraft, { serviceId: 'address-certificate', language: 'en' }, own);
  await b.call(contract.savePage, { id, pageId: 'number', answers: { snils } }, own);
  await b.call(contract.savePage, { id, pageId: 'purpose', answers: { purpose: 'bank' } }, own);
  await expect(b.call(contract.submitCase, { id, declaration: true }, own)).rejects.toMatchObject({
    code: 'cases.answers-invalid',
    errors: [{ pointer: '/answers/birthOn', message: expect.stringContaining('The register gives a date') }],
  });
});

test('today and the last day are taken', async () => {
  for (const day of [dayFrom(0), dayFrom(2)]) expect((await typed('period', 'startsOn', day)).code).toBeUndefined();
});

test('a day that has passed while the draft waited is refused when it is sent, and not held against what was sent', async () => {
  const id = await permit.start();
  await permit.fill(id);
  const sent = await permit.submitted();
  b.clock.set(new Date(Date.parse(startsOn) + 2 * 86_400_000));
  await expect(b.call(contract.submitCase, { id, declaration: true }, aigerim)).rejects.toMatchObject({
    code: 'cases.answers-invalid',
    errors: [{ pointer: '/answers/startsOn', code: 'date-range' }],
  });
  const form = await b.call(contract.getForm, { id: sent }, aigerim);
  expect(form.pages.flatMap((page) => page.fields).filter((field) => field.error)).toEqual([]);
});

test('words of the officer and the applicant with hidden characters are refused by name', async () => {
  const id = await permit.start();
  const note = { id, clarificationId: id, value: 'x', note: 'Omar\u202e' };
  await expect(b.call(contract.answerClarification, note, aigerim)).rejects.toMatchObject({
    kind: 'invalid',
    errors: [{ pointer: '/note', code: 'visible-text', message: expect.stringContaining('U+202E') }],
  });
});

test('a case is found by the last part of its number, however it is typed, and by the words of a name', async () => {
  const id = await permit.submitted({ period: { startsOn: dayFrom(0, 30), months: 12 } });
  const number = (await permit.page(id)).number ?? '';
  const auditor = b.person({ duties: ['audit.auditor'] });
  const found = async (search: string) =>
    (await b.call(contract.findSentCases, { search }, auditor)).items.map((item) => item.number);
  for (const search of [
    number,
    number.replaceAll('-', '\u2011'),
    number.replaceAll('-', ' '),
    number.toLowerCase().replaceAll('0', 'o'),
    number.slice(-4),
    arabic(number.slice(-6)),
    ` \u200e${number}\u00a0`,
  ])
    expect(await found(search), search).toContain(number);
  expect(await found('llp  Steppe')).toContain(number);
  expect(await found('steppe\u00a0build')).toContain(number);
  for (const search of ['steppe nobody', '%', '9999999']) expect(await found(search), search).toEqual([]);
});
