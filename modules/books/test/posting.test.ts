// SPDX-License-Identifier: Apache-2.0
import { bench } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decide,
  enterDemoBooks,
  getAccount,
  getChart,
  getEntry,
  getRevenue,
  getTrialBalance,
  listEntries,
  listProposals,
  post,
  propose,
} from '../src/contract.ts';
import books from '../src/index.ts';
import { chartFault } from '../src/accounts/chart.ts';
import { amountFault, divide } from '../src/ledger/postings.ts';
import { payments, payouts, world } from './world.ts';

const b = await bench(books);
const w = await world(b);
let serial = 0;
const fee = (amountMinor: number, more: object = {}) => ({
  ...{ key: `fee ${serial++}`, kind: 'fee', reference: `case:${serial}`, currency: 'EUR' },
  postings: [
    { account: '1020', amountMinor },
    { account: '4100.work-permit', amountMinor: -amountMinor, region: 'XM-01' },
  ],
  ...more,
});

test('an entry is posted once, whoever asks again; another content under its key is a conflict', async () => {
  const asked = fee(10_001);
  const first = await b.call(post, asked, payments);
  expect(await b.call(post, asked, payments)).toEqual(first);
  expect(first.bookedOn).toBe(w.today());
  await expect(b.call(post, { ...fee(10_002), key: asked.key }, payments)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'books.key-taken',
  });
  expect(await b.sql('select 1 from posting where entry_id = $1', [first.id])).toHaveLength(2);
});

test('of the same entry posted by two at once one stands', async () => {
  const asked = fee(500);
  const both = await Promise.all([b.call(post, asked, payments), b.call(post, asked, payments)]);
  expect(both[0]).toEqual(both[1]);
  expect(await b.sql('select 1 from entry where key = $1', [asked.key])).toHaveLength(1);
});

test('income is divided between state, region and municipality, and nothing is lost', async () => {
  const { id } = await b.call(post, fee(10_001), payments);
  const { shares } = await b.call(getEntry, { id }, w.accountant);
  expect(shares).toEqual([
    { account: '4100', level: 'state', amountMinor: -5001 },
    { account: '4100', level: 'region', region: 'XM-01', amountMinor: -3333 },
    { account: '4100', level: 'municipality', region: 'XM-01', amountMinor: -1667 },
  ]);
});

test('shares of any amount by any rule add up to it, each within one unit of its part', () => {
  const rules = fc
    .integer({ min: 0, max: 10_000 })
    .chain((state) =>
      fc
        .integer({ min: 0, max: 10_000 - state })
        .map((region) => ({ state, region, municipality: 10_000 - state - region })),
    );
  fc.assert(
    fc.property(fc.integer({ min: -9e12, max: 9e12 }), rules, (amount, rule) => {
      const parts = divide(amount, rule);
      expect(parts.state + parts.region + parts.municipality).toBe(amount);
      for (const level of ['state', 'region', 'municipality'] as const) {
        expect(Math.abs(parts[level] - (amount / 10_000) * rule[level])).toBeLessThan(1.01);
        // Nobody gets or owes anything without a share.
        if (rule[level] === 0) expect(Math.abs(parts[level])).toBe(0);
      }
      const back = divide(-amount, rule);
      expect([back.state + parts.state, back.region + parts.region]).toEqual([0, 0]);
    }),
  );
});

test('whatever is posted, the whole ledger balances in every currency', async () => {
  const entry = fc.array(
    fc.tuple(fc.constantFrom('1100', '2400', '4900', '5900'), fc.integer({ min: -1e9, max: 1e9 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  await fc.assert(
    fc.asyncProperty(entry, fc.constantFrom('EUR', 'USD', 'JPY'), async (some, currency) => {
      const rest = -some.reduce((sum, [, amountMinor]) => sum + amountMinor, 0);
      const postings = [...some, ['2000', rest] as const].map(([account, amountMinor]) => ({ account, amountMinor }));
      const fault = amountFault(postings.map(({ amountMinor }) => amountMinor));
      const posted = b.call(post, { ...fee(1), currency, postings }, payments);
      if (fault) await expect(posted).rejects.toMatchObject({ code: 'books.amount-zero' });
      else await posted;
    }),
    { numRuns: 40 },
  );
  const { rows } = await b.call(getTrialBalance, {}, w.accountant);
  for (const currency of ['EUR', 'USD', 'JPY']) {
    const of = rows.filter((row) => row.currency === currency);
    expect(of.reduce((sum, row) => sum + row.closingMinor, 0)).toBe(0);
    expect(of.reduce((sum, row) => sum + row.debitMinor - row.creditMinor, 0)).toBe(0);
  }
});

test('nothing, too little, another account and another currency of a bank account are refused', async () => {
  const two = (first: number, second: number, account = '4900') => [
    { account: '1020', amountMinor: first },
    { account, amountMinor: second },
  ];
  for (const [postings, currency, code] of [
    [two(5, -4), 'EUR', 'books.entry-unbalanced'],
    [two(0, 0), 'EUR', 'books.amount-zero'],
    [two(5, -5, '9999'), 'EUR', 'books.account-unknown'],
    [two(5, -5), 'USD', 'books.account-unknown'],
  ] as const)
    await expect(b.call(post, { ...fee(1), currency, postings: [...postings] }, payouts)).rejects.toMatchObject({
      kind: 'invalid',
      code,
    });
});

test('the database itself takes no entry that does not balance, and changes none', async () => {
  const insert = `insert into posting (entry_id, line, account, booked_on, amount_minor, currency)
    select id, 90, '5900', booked_on, 7, currency from entry limit 1`;
  await expect(b.sql(insert)).rejects.toThrow('do not add up');
  await expect(b.sql('update posting set amount_minor = 1')).rejects.toThrow('reverse it');
  await expect(b.sql('delete from entry')).rejects.toThrow('reverse it');
  await expect(
    b.sql(`insert into entry (id, key, digest, kind, booked_on, reference, currency, made_by, posted_at)
      values (gen_random_uuid(), 'bare', '', 'fee', current_date, 'x', 'EUR', 'x', now())`),
  ).rejects.toThrow('no two postings');
});

test('an entry by hand needs two persons, and is reversed once', async () => {
  const { key: _, ...entry } = fee(700);
  const { id } = await b.call(propose, { asked: { kind: 'entry', entry }, reason: 'A note of the treasury' }, w.chief);
  await expect(b.call(decide, { id, approve: true }, w.chief)).rejects.toMatchObject({ code: 'books.own-proposal' });
  await expect(b.call(decide, { id, approve: true }, w.accountant)).rejects.toMatchObject({ kind: 'forbidden' });
  const { resultId = '' } = await w.byTwo({ kind: 'entry', entry });
  await w.byTwo({ kind: 'reversal', entryId: resultId });
  expect(await b.call(getEntry, { id: resultId }, w.accountant)).toMatchObject({ reversedBy: expect.any(String) });
  await expect(w.byTwo({ kind: 'reversal', entryId: resultId })).rejects.toMatchObject({
    code: 'books.entry-reversed',
  });
  const unknown = { kind: 'reversal' as const, entryId: w.chief.id };
  await expect(w.byTwo(unknown)).rejects.toMatchObject({ kind: 'missing', code: 'books.entry-unknown' });
});

test('what was decided stays decided, and what was refused is not posted', async () => {
  const { key: _, ...entry } = fee(800);
  const before = (await b.sql('select 1 from entry')).length;
  const { id } = await b.call(propose, { asked: { kind: 'entry', entry }, reason: 'By mistake' }, w.accountant);
  expect(await b.call(decide, { id, approve: false }, w.chief)).toEqual({ id, state: 'refused' });
  expect(await b.sql('select 1 from entry')).toHaveLength(before);
  await expect(b.call(decide, { id, approve: true }, w.chief)).rejects.toMatchObject({
    code: 'books.proposal-decided',
  });
  await expect(b.call(decide, { id: w.chief.id, approve: true }, w.chief)).rejects.toMatchObject({
    code: 'books.proposal-unknown',
  });
  const { items } = await b.call(listProposals, { state: 'refused' }, w.chief);
  expect(items).toMatchObject([{ id, own: false, decidedName: 'Boris Chen' }]);
});

test('a chart is published by two, and loses no account that is in use', async () => {
  const accounts = [...w.chart.accounts, { code: '5310', title: { en: 'Housing benefit' }, kind: 'expense' as const }];
  const chart = { ...w.chart, accounts, validFrom: w.today() };
  await w.byTwo({ kind: 'chart', chart });
  const { version, versions } = await b.call(getChart, {}, w.accountant);
  expect([version, versions.length]).toEqual([3, 3]);
  for (const wrong of [
    { ...chart, accounts: chart.accounts.slice(1) },
    { ...chart, validFrom: '2020-01-01' },
    { ...chart, sharings: chart.sharings.map((one) => ({ ...one, state: 9999 })) },
  ])
    await expect(
      b.call(propose, { asked: { kind: 'chart', chart: wrong }, reason: 'Anew' }, w.chief),
    ).rejects.toMatchObject({
      code: 'books.chart-unfit',
    });
  await expect(b.call(getChart, { version: 99 }, w.chief)).rejects.toMatchObject({ code: 'books.chart-unknown' });
});

test('a chart that cannot be worked with is told why', () => {
  const one = { code: '1010', title: { en: 'Bank' }, kind: 'asset' as const };
  const of = (...accounts: object[]) => chartFault({ ...w.chart, accounts: accounts as never }, []);
  expect(of(one, one)).toContain('twice');
  expect(of({ ...one, iban: 'XM00BANK00000000' })).toContain('currency');
  expect(of({ ...one, kind: 'income' })).toContain('divided');
  expect(of({ ...one, kind: 'income', sharing: 'nothing' })).toContain('no rule');
  expect(of({ ...one, kind: 'expense', iban: 'XM00BANK00000000', currency: 'EUR' })).toContain('asset');
  expect(of(one)).toBeUndefined();
});

test('an account shows its running balance, whatever part of it is read', async () => {
  const all = await b.call(getAccount, { account: '4100.work-permit', limit: 100 }, w.accountant);
  const eur = all.items.filter((one) => one.currency === 'EUR');
  const sum = eur.reduce((total, one) => total + one.amountMinor, 0);
  expect(eur[0]?.balanceMinor).toBe(sum);
  const first = await b.call(getAccount, { account: '4100.work-permit', limit: 1 }, w.accountant);
  const second = await b.call(
    getAccount,
    { account: '4100.work-permit', limit: 1, cursor: first.nextCursor ?? '' },
    w.accountant,
  );
  expect([first.items[0], second.items[0]]).toEqual(all.items.slice(0, 2));
});

test('income of a month is found by its budget', async () => {
  const { rows } = await b.call(getRevenue, { level: 'region', region: 'XM-01' }, w.accountant);
  const [{ total } = { total: '' }] = await b.sql<{ total: string }>(
    `select -sum(amount_minor) as total from share where level = 'region' and region = 'XM-01' and currency = 'EUR'`,
  );
  expect(rows.filter(({ currency }) => currency === 'EUR').map(({ amountMinor }) => amountMinor)).toEqual([
    Number(total),
  ]);
});

test('entries are found by account, kind, number and the beginning of their reference', async () => {
  const [one] = (await b.call(listEntries, { kind: 'fee', limit: 1 }, w.accountant)).items;
  const found = await b.call(listEntries, { search: String(one?.number) }, w.accountant);
  expect(found.items.map(({ id }) => id)).toContain(one?.id);
  expect(
    (await b.call(listEntries, { account: '4100.work-permit', search: 'case:' }, w.accountant)).items.length,
  ).toBeGreaterThan(3);
  await expect(b.call(getEntry, { id: w.chief.id }, w.accountant)).rejects.toMatchObject({
    code: 'books.entry-unknown',
  });
});

test('nobody reads, keeps or posts without the duty, and no other module posts', async () => {
  const stranger = b.person({ duties: ['labour.permit-officer'] });
  const proposal = { asked: { kind: 'day' as const, day: w.today() }, reason: 'Over' };
  for (const refused of [
    () => b.call(getTrialBalance, {}, stranger),
    () => b.call(propose, proposal, stranger),
    () => b.call(post, fee(1), w.chief),
    () => b.call(post, fee(1), { kind: 'service', id: 'cases' }),
    () => b.call(decide, { id: w.chief.id, approve: true }, stranger),
    () => b.call(propose, proposal, b.person({ duties: ['audit.auditor'] })),
  ])
    await expect(refused()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('the demo is entered only where it is on, and by it alone', async () => {
  const part = { part: 'year', entries: [], statements: [], byName: 'A', approverName: 'B' };
  await expect(b.call(enterDemoBooks, part, w.chief)).rejects.toMatchObject({ kind: 'forbidden' });
});
