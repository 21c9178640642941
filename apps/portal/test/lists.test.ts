// SPDX-License-Identifier: Apache-2.0
/** Lists of every page: filters and places in the address, one way for all. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { caseAnswers, taskId } from './case-answers.ts';
import { exchangeAnswers } from './exchange-answers.ts';
import { type Answers, type Harness, startHarness, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';
import { staffAnswers } from './staff-answers.ts';

const answers: Answers = {};
const officer = withDuty('Daniyar Omarov', 'labour.permit-officer');
const operator = withDuty('Taras Bondar', 'platform.operator');
const auditor = withDuty('Elena Petrova', 'audit.auditor');
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => Object.assign(answers, caseAnswers, officeAnswers, staffAnswers, exchangeAnswers));

async function get(path: string, cookie = ''): Promise<string> {
  const answer = await fetch(portal.url + path, { headers: { cookie } });
  expect(answer.status, path).toBe(200);
  return (await answer.text()).replaceAll('&amp;', '&');
}
/** Another list of this many, said to go on. */
const goesOn = (name: string, nextCursor: string) => {
  const before = answers[name];
  answers[name] = (...given) => ({ ...(before?.(...given) as object), nextCursor });
};
const pagers = (html: string) =>
  [...html.matchAll(/<nav class="pager".*?<\/nav>/gs)].map(([nav]) =>
    [...nav.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
  );

it('keeps the tab and the filter on the way to the next page and back, and nothing that only passes', async () => {
  portal.signIn(officer);
  goesOn('cases.list-queue', 'second page');
  expect(pagers(await get('/office?show=mine&search=abc&notice=task-claimed'))).toEqual([
    ['/office?show=mine&search=abc&cursor=second+page'],
  ]);
  expect(pagers(await get('/office?show=mine&search=abc&cursor=here'))).toEqual([
    ['/office?show=mine&search=abc', '/office?show=mine&search=abc&cursor=second+page'],
  ]);
  expect(await get('/office?show=mine&search=abc&cursor=here')).toContain('href="/office?show=open&search=abc"');
});

it('shows no pages where there is only one', async () => {
  portal.signIn(officer);
  const before = answers['cases.list-queue'];
  answers['cases.list-queue'] = (...given) => ({ ...(before?.(...given) as object), nextCursor: undefined });
  expect(pagers(await get('/office'))).toEqual([]);
});

it('pages each of several lists by a word of its own and leaves the others where they are', async () => {
  portal.signIn(operator);
  goesOn('exchange.list-event-types', 't2');
  const html = await get('/operations/exchange/events?subscriptions=s1');
  expect(pagers(html)).toContainEqual(['/operations/exchange/events?subscriptions=s1&types=t2']);
  const names = [...html.matchAll(/<nav class="pager" aria-label="([^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual(['Pages: Subscriptions', 'Pages: Event types']);
  expect(html).toContain('Next page<span class="visually-hidden">: Event types</span>');
});

it('leads back to the list below the fold', async () => {
  portal.signIn(auditor);
  const evidence = answers['cases.get-evidence'];
  answers['cases.get-evidence'] = (...given) => {
    const found = evidence?.(...given) as { entries: object[] };
    return { ...found, entries: Array.from({ length: 60 }, () => found.entries[0]) };
  };
  const path = '/audit/cases/01920000-0000-7000-8000-000000000001';
  expect(pagers(await get(`${path}?skip=25`))).toEqual([[`${path}#entries`, `${path}?skip=50#entries`]]);
});

it('says by what is filtered, and clears it without leaving the tab', async () => {
  portal.signIn(officer);
  const html = await get('/office?show=mine&search=abc&cursor=here');
  expect(html).toContain('Filtered by: Case number or applicant.');
  expect(html).toContain('href="/office?show=mine">Clear the filter');
  expect(html).toContain('<input type="hidden" name="show" value="mine">');
  expect(html).toMatch(/<input id="filter-search"[^>]*value="abc"/);
  expect(html).not.toContain('name="cursor"');
  expect(await get('/office?show=mine')).not.toContain('Filtered by');
});

it.each([
  ['en', 'Service', 'All services', 'Certificate of address'],
  ['ru', 'Услуга', 'Все услуги', 'Справка о месте жительства'],
  ['kk', 'Қызмет', 'Барлық қызметтер', 'Мекенжай анықтамасы'],
  ['uk', 'Послуга', 'Усі послуги', 'Довідка про місце проживання'],
  ['ar', 'الخدمة', 'جميع الخدمات', 'شهادة عنوان'],
])('narrows the queue to one service, in %s', async (language, label, any, title) => {
  portal.signIn(officer);
  portal.calls.length = 0;
  const html = await get('/office?show=mine&service=address-certificate', `lang=${language}`);
  expect(portal.calls.filter(({ name }) => name === 'cases.list-queue').map(({ input }) => input)).toEqual([
    { limit: 50, show: 'mine', serviceId: 'address-certificate' },
  ]);
  expect(html).toContain(`<label for="filter-service">${label}</label>`);
  expect(html).toContain(`<option value="">${any}</option>`);
  expect(html).toContain(`<option value="address-certificate" selected>${title}</option>`);
  expect(html).toContain('href="/office?show=open&service=address-certificate"');
});

it('shows the whole queue where the service in the address is none of it', async () => {
  portal.signIn(officer);
  for (const nonsense of ['no-such-service', 'a'.repeat(1000)]) {
    portal.calls.length = 0;
    expect(await get(`/office?service=${nonsense}`)).not.toContain('Filtered by');
    expect(portal.calls.findLast(({ name }) => name === 'cases.list-queue')?.input).toEqual({ limit: 50, show: 'all' });
  }
});

it('filters messages by text, choice and time, and keeps the order', async () => {
  portal.signIn(operator);
  const html = await get('/operations/exchange/messages?outcome=refused&from=2026-11-20T05:00&sort=oldest&clientId=x');
  expect(html).toContain('Filtered by: From · Outcome · Since (UTC).');
  expect(html).toContain('<option value="refused" selected>');
  expect(html).toMatch(/type="datetime-local" name="from" value="2026-11-20T05:00"/);
  expect(html).toMatch(/name="clientId"[^>]*aria-invalid="true"/);
  expect(html).toContain('<input type="hidden" name="sort" value="oldest">');
  expect(html).toContain('href="/operations/exchange/messages?sort=oldest">Clear the filter');
});

it('groups the answers of a case by page, each named by its question', async () => {
  portal.signIn(officer);
  const html = await get(`/office/tasks/${taskId}`);
  expect(html).toMatch(/<tr class="group"><th scope="rowgroup" colspan="3">/);
  expect(html).toMatch(/<th class="plain" scope="row">|<th scope="row" class="plain">/);
});
