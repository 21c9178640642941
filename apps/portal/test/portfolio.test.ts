// SPDX-License-Identifier: Apache-2.0
/** What runs out, its renewal, tables of applications, and two people in one draft. */
import type { OutputOf } from '@stoa/kernel/contract';
import type * as contract from '@stoa/portfolio/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { catalogueAnswers, text } from './answers.ts';
import { caseAnswers, caseId, form } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal } from './harness.ts';

const id = '01940000-0000-7000-8000-000000000701';
const languages = ['en', 'ru', 'kk', 'uk', 'ar'];
const holding: contract.Holding = {
  ...{ id, caseId, caseNumber: 'WP-2026-000118', serviceId: 'work-permit', title: text('Work permit') },
  ...{ about: [{ label: text('Worker'), value: 'R. S.' }], issuedAt: '2026-01-10T09:00:00Z' },
  ...{ validUntil: '2026-12-20', daysLeft: 21, state: 'valid', renewable: true },
};
const expiring: OutputOf<typeof contract.listExpiring> = {
  items: [holding, { ...holding, id: caseId, renewable: false, state: 'revoked' }],
  nextCursor: 'next',
  services: [{ id: 'work-permit', title: text('Work permit') }],
  months: [{ month: '2026-12', count: 3 }],
  reminders: true,
};
const batch: contract.Batch = {
  ...{ id, serviceId: 'work-permit', title: text('Work permit'), fileName: 'may.csv', state: 'checked' },
  madeAt: '2026-11-20T05:30:00Z',
  counts: { wrong: 1, waiting: 2, draft: 0, incomplete: 0, sent: 0, failed: 0 },
};
const lines: contract.Line[] = [
  { number: 2, state: 'waiting', says: 'Rahul, 12', faults: [] },
  {
    number: 3,
    state: 'wrong',
    says: 'Dewi',
    faults: [{ field: 'months', label: text('Months'), message: text('Enter a number') }],
  },
  { number: 4, state: 'draft', says: 'Omar', faults: [], caseId },
];
const renewal: contract.Renewal = { holding, service: { id: 'work-permit', title: text('Work permit') }, look: [] };
const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, catalogueAnswers, caseAnswers, {
    'portfolio.list-expiring': () => expiring,
    'portfolio.set-reminders': ({ on }: { on: boolean }) => ({ on }),
    'portfolio.get-renewal': () => renewal,
    'portfolio.renew': () => ({ ...renewal, caseId }),
    'portfolio.list-batch-services': () => ({
      items: [{ id: 'work-permit', title: text('Work permit') }],
      none: [{ id: 'wage-report', title: text('Report of wages'), why: 'list' }],
    }),
    'portfolio.list-batches': () => ({ items: [batch] }),
    'portfolio.get-batch': () => ({ batch, lines, next: 4 }),
    'portfolio.check-batch': () => batch,
    'portfolio.start-batch': () => ({ ...batch, state: 'running' }),
    'portfolio.stop-batch': () => ({ ...batch, state: 'stopped' }),
    'portfolio.drop-batch': () => ({ id }),
    'portfolio.be-in-draft': () => ({ others: [] }),
  });
  portal.calls.length = 0;
  portal.signIn(citizen);
});
async function get(path: string, language = 'en'): Promise<string> {
  const answer = await fetch(portal.url + path, { headers: { cookie: `lang=${language}` } });
  expect(answer.status, path).toBe(200);
  return (await answer.text()).replaceAll('&amp;', '&');
}
async function post(path: string, values: Record<string, string>, file?: string | Uint8Array<ArrayBuffer>) {
  const page = await get(path);
  const [, key = ''] = /name="_key" value="([^"]+)"/.exec(page) ?? [];
  portal.calls.length = 0;
  const body = file === undefined ? new URLSearchParams(values) : new FormData();
  if (body instanceof FormData) {
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    body.set('file', new Blob([file ?? ''], { type: 'text/csv' }), 'may.csv');
  }
  body.set('_key', key);
  const headers = { origin: portal.url, cookie: 'lang=en' };
  const answer = await fetch(portal.url + path, { method: 'POST', headers, body, redirect: 'manual' });
  return { to: answer.headers.get('location'), html: (await answer.text()).replaceAll('&amp;', '&') };
}
const called = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);
const pages = ['/cabinet/expiring', `/cabinet/expiring/${id}`, '/cabinet/batches', `/cabinet/batches/${id}`];

it.each(languages)('has every word in %s', async (language) => {
  for (const page of pages) expect(await get(page, language), page).not.toMatch(/>\s*(portfolio|cabinet)\.[a-z-]+\s*</);
});

it('shows what runs out with its picture and filter, leads to the renewal and takes the list out', async () => {
  const page = await get('/cabinet/expiring?within=30&service=work-permit');
  expect(called('portfolio.list-expiring')).toEqual([{ limit: 20, within: '30', serviceId: 'work-permit' }]);
  for (const words of [
    'WP-2026-000118',
    'Days left: 21',
    'revoked',
    `/cabinet/expiring/${id}`,
    'cursor=next',
    'within=30',
  ])
    expect(page).toContain(words);
  portal.calls.length = 0;
  await get('/cabinet/expiring?within=ever&service=%22');
  expect(called('portfolio.list-expiring')).toEqual([{ limit: 20 }]);
  answers['portfolio.list-expiring'] = () => ({ ...expiring, items: [], services: [], nextCursor: undefined });
  expect(await get('/cabinet/expiring')).toContain('Nothing of this kind');
});

it('turns reminders off', async () => {
  const { to } = await post('/cabinet/expiring', { _do: 'reminders-off' });
  expect(to).toContain('notice=reminders-off');
  expect(called('portfolio.set-reminders')).toEqual([{ on: false }]);
});

it('begins a renewal and says what must be looked at again', async () => {
  const { to } = await post(`/cabinet/expiring/${id}`, {});
  expect(to).toContain(`/cabinet/expiring/${id}?notice=renewal-begun`);
  const look = [{ field: 'months', label: text('Months'), why: 'anew' }];
  answers['portfolio.get-renewal'] = () => ({ ...renewal, caseId, look });
  const page = await get(`/cabinet/expiring/${id}`);
  for (const words of ['Months: is asked anew', `/cases/${caseId}`]) expect(page).toContain(words);
  answers['portfolio.get-renewal'] = () => ({ holding: { ...holding, renewable: false }, look: [] });
  expect(await get(`/cabinet/expiring/${id}`)).toContain('is not renewed here');
});

it('says which services take no table, and why', async () => {
  const page = await get('/cabinet/batches');
  expect(page).toContain('href="/services/wage-report"');
  expect(page).toContain('each application needs a list of its own');
});

it('takes a table, and says what is forgotten or wrong', async () => {
  const none = await post('/cabinet/batches', { service: '' });
  for (const words of ['Choose the service.', 'Choose the table.']) expect(none.html).toContain(words);
  const large = await post('/cabinet/batches', { service: 'work-permit' }, new Uint8Array(2 * 1024 * 1024 + 1));
  expect(large.html).toContain('more than 2 MB');
  const { to } = await post('/cabinet/batches', { service: 'work-permit' }, 'a,b\n');
  expect(to).toBe(`/cabinet/batches/${id}`);
  expect(called('portfolio.check-batch')).toMatchObject([
    { serviceId: 'work-permit', fileName: 'may.csv', content: 'YSxiCg==' },
  ]);
  answers['portfolio.check-batch'] = () => {
    throw new TestRefusal('invalid', 'portfolio.column-unknown', 'No such column.');
  };
  expect((await post('/cabinet/batches', { service: 'work-permit' }, 'a\n')).html).toContain(
    'A column is not of the template',
  );
});

it('says of each line what is wrong, asks how before it begins, stops and takes away', async () => {
  const path = `/cabinet/batches/${id}`;
  const page = await get(path);
  for (const words of ['Months: Enter a number', 'Rahul, 12', `/cases/${caseId}`, 'after=4'])
    expect(page).toContain(words);
  expect((await post(path, { _do: 'start' })).html).toContain('Choose what becomes of the applications.');
  expect((await post(path, { _do: 'start', how: 'send' })).html).toContain('Declare that the answers');
  await post(path, { _do: 'start', how: 'send', declaration: 'yes' });
  expect(called('portfolio.start-batch')).toEqual([{ id, send: true, declaration: true }]);
  expect((await post(path, { _do: 'drop' })).to).toContain('notice=batch-dropped');
  answers['portfolio.get-batch'] = () => ({ batch: { ...batch, state: 'running', send: false }, lines });
  expect(await get(path)).toContain('Applications are being made.');
  expect((await post(path, { _do: 'stop' })).to).toContain('notice=batch-stopped');
});

it('says who else has a draft open, and shows both values where somebody saved meanwhile', async () => {
  const page = form.pages.find(({ fields }) => fields.some(({ locked, list, files }) => !locked && !list && !files));
  const field = page?.fields.find(({ locked, list, files }) => !locked && !list && !files);
  const path = `/cases/${caseId}/form/${page?.id}`;
  answers['portfolio.be-in-draft'] = () => ({
    others: [{ name: 'Saule Bekova', page: page?.id ?? '', since: '2026-11-20T05:30:00Z' }],
  });
  expect(await get(path)).toContain('Saule Bekova');
  answers['cases.save-page'] = () => {
    throw new TestRefusal('conflict', 'cases.changed-elsewhere');
  };
  const { html } = await post(path, { [field?.name ?? '']: 'mine of it', _revision: '1' });
  for (const words of ['mine of it', 'Saved now', 'Take what is saved now']) expect(html).toContain(words);
});
