// SPDX-License-Identifier: Apache-2.0
/** Pages of payments: what a payer sees and sends, what the office does, and what is said where something is missing. */
import type { Invoice } from '@stoa/payments/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answers, type Harness, startHarness, withDuty } from './harness.ts';
import { text } from './answers.ts';

const id = '01919191-0000-7000-8000-000000000001';
const other = '01919191-0000-7000-8000-000000000002';
const invoice = (of: string, more: Partial<Invoice> = {}): Invoice => ({
  ...{ id: of, reference: `case:${of}`, number: '2026-0000012', creditorReference: 'RF1220260000012' },
  ...{ payerId: '0105234510', lines: [{ code: 'visit-visa', title: text('Visit visa'), amountMinor: 3000 }] },
  ...{ amountMinor: 3000, paidMinor: 0, exemptMinor: 0, refundedMinor: 0, chargedBackMinor: 0, owedMinor: 3000 },
  ...{ currency: 'EUR', state: 'open', createdAt: '2026-11-20T05:30:00Z', dueOn: '2026-12-20', ...more },
});
const names = (word: string) => ({ en: word, ru: `${word} ru`, kk: `${word} kk`, uk: `${word} uk`, ar: `${word} ar` });
const typed = (word: string) =>
  Object.entries(names(word)).map(([language, words]): [string, string] => [`title.${language}`, words]);
const answers: Answers = {
  'payments.list-own-invoices': () => ({
    items: [invoice(id), invoice(other, { state: 'paid', paidMinor: 3000, owedMinor: 0 })],
    sums: [{ currency: 'EUR', count: 2, amountMinor: 6000, paidMinor: 3000, refundedMinor: 0, owedMinor: 3000 }],
    ...{ codes: ['visit-visa'], providers: ['bank', 'stripe'] },
  }),
  'payments.list-fees': () => ({ on: '2026-11-30', items: [] }),
  'payments.start-checkout': () => ({ redirectUrl: 'https://bank.example/pay/1' }),
  'payments.start-basket': () => ({ redirectUrl: 'https://bank.example/pay/2' }),
  'payments.get-way': () => ({
    invoice: invoice(id, { paidMinor: 3000, owedMinor: 0, state: 'paid' }),
    steps: [{ kind: 'asked', at: '2026-11-20T05:30:00Z', amountMinor: 3000 }],
    ...{ refunds: [], disputes: [], refundableMinor: 3000, providers: ['bank'] },
  }),
  'payments.ask-refund': () => ({ refundId: other }),
  'payments.list-fee-drafts': () => ({ items: [] }),
  'payments.draft-fee': () => ({ id: other }),
  'books.get-chart': () => ({
    ...{ version: 2, validFrom: '2026-01-01', versions: [], sharings: [] },
    accounts: [
      { code: '1020', kind: 'asset', title: names('Fees'), iban: 'XM76STOA0000000000012345', currency: 'EUR' },
      { code: '5900', kind: 'expense', title: names('Bank charges') },
    ],
  }),
  'books.propose': () => ({ id: other }),
  'books.get-entry': () => ({
    ...{ id, number: 806, bookedOn: '2026-12-01', postedAt: '2026-12-01T05:30:00Z', kind: 'payouts', reference: 'B-1' },
    ...{ currency: 'EUR', amountMinor: 9500, madeBy: 'payouts', count: 2, shares: [] },
    postings: [
      { line: 1, account: '5900', amountMinor: 9500, matched: false },
      { line: 2, account: '1020', amountMinor: -9500, matched: true },
    ],
  }),
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn(withDuty('Galiya Sarsen', 'payments.accountant'));
});
afterAll(() => portal.close());
const page = async (path: string) => (await fetch(portal.url + path)).text();
async function send(path: string, fields: readonly [string, string][]) {
  const key = /name="_key" value="([^"]+)"/.exec(await page(path))?.[1] ?? '';
  return fetch(portal.url + path, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: portal.url } },
    body: new URLSearchParams([['_key', key], ...fields]),
  });
}
const asked = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);

it('leads a payer with one invoice to its page, with several to one page for all', async () => {
  const one = await send('/cabinet/payments', [
    ['invoice', id],
    ['provider', 'stripe'],
  ]);
  // Another site is led to by a page of its own: the policy lets no form end there.
  expect(await one.text()).toContain('https://bank.example/pay/1');
  expect(asked('payments.start-checkout')).toEqual([{ id, provider: 'stripe' }]);
  const both = await send('/cabinet/payments', [
    ['invoice', id],
    ['invoice', other],
  ]);
  expect(await both.text()).toContain('https://bank.example/pay/2');
  expect(asked('payments.start-basket')).toEqual([{ invoiceIds: [id, other] }]);
});

it('says so where nothing is chosen, and shows the page again', async () => {
  const none = await send('/cabinet/payments', []);
  expect(none.status).toBeGreaterThanOrEqual(400);
  expect(await none.text()).toContain('Choose at least one invoice.');
});

it('takes the amount of a refund as people type it, and refuses what is none', async () => {
  const path = `/payments/invoices/${id}`;
  const refund = (amount: string) =>
    send(path, [
      ['_do', 'refund'],
      ['amount', amount],
      ['reason', 'Asked twice'],
    ]);
  expect((await refund('12,50')).status).toBe(303);
  expect(asked('payments.ask-refund')).toEqual([{ id, amountMinor: 1250, reason: 'Asked twice' }]);
  for (const amount of ['', 'much', '-3', '1.005'])
    expect(await (await refund(amount)).text()).toContain('Write an amount like 12.50.');
  expect(asked('payments.ask-refund')).toHaveLength(1);
});

it('drafts a fee in five languages, and says which one is missing', async () => {
  const about: [string, string][] = [
    ...([
      ['_do', 'draft'],
      ['code', 'visit-visa'],
      ['amount', '32.00'],
      ['fromOn', '2027-01-01'],
    ] as const),
    ...([
      ['act', 'State Fees Act'],
      ['clause', '5'],
    ] as const),
  ].map(([name, value]) => [name, value]);
  const lacking = await send('/payments/fees', [...about, ...typed('Visa').filter(([name]) => name !== 'title.kk')]);
  expect(lacking.status).toBe(422);
  expect(await lacking.text()).toMatch(/href="#f-title\.kk"/);
  expect(asked('payments.draft-fee')).toEqual([]);
  expect((await send('/payments/fees', [...about, ...typed('Visa')])).status).toBe(303);
  expect(asked('payments.draft-fee')).toMatchObject([{ code: 'visit-visa', title: names('Visa'), amountMinor: 3200 }]);
});

it('names an account of the chart in five languages; what nobody typed of it stays, its account at the bank too', async () => {
  portal.signIn(withDuty('Aliya Nur', 'books.accountant'));
  const change = (code: string, title: [string, string][]) =>
    send('/books/chart', [
      ['code', code],
      ['kind', 'asset'],
      ['validFrom', '2027-01-01'],
      ['reason', 'New name'],
      ...title,
    ]);
  expect(await (await change('1020', [])).text()).toMatch(/href="#f-title\.en"/);
  for (const title of [typed('Collected'), [['title.en', 'Collected']] as [string, string][]])
    expect((await change('1020', title)).status).toBe(303);
  const charts = asked('books.propose').map(
    (input) => (input as { asked: { chart: { accounts: object[] } } }).asked.chart,
  );
  const bank = { code: '1020', iban: 'XM76STOA0000000000012345', currency: 'EUR' };
  expect(charts.map(({ accounts }) => accounts[0])).toEqual([
    { ...bank, kind: 'asset', title: names('Collected') },
    { ...bank, kind: 'asset', title: { ...names('Fees'), en: 'Collected' } },
  ]);
  portal.signIn(withDuty('Galiya Sarsen', 'payments.accountant'));
});

it('shows nothing where a cell has nothing to show: never a bare value', async () => {
  portal.signIn(withDuty('Aliya Nur', 'books.accountant'));
  const cells = [...(await page(`/books/entries/${id}`)).matchAll(/<td[^>]*data-label="Matched"[^>]*>(.*?)<\/td>/gs)];
  expect(cells.map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '').trim())).toEqual(['', 'Agrees with the bank']);
  portal.signIn(withDuty('Galiya Sarsen', 'payments.accountant'));
});

it('opens the pages of the office to its duty alone', async () => {
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  const answer = await fetch(`${portal.url}/payments`, { redirect: 'manual' });
  expect(answer.status).not.toBe(200);
});
