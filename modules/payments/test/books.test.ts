// SPDX-License-Identifier: Apache-2.0
/** What payments book arrives in the country's books, once, and balances there. */
import books from '@stoa/books';
import {
  enterDemoBooks,
  getChart,
  getTrialBalance,
  listDifferences,
  listEntries,
  post,
  reconcileAccount,
  takeStatement,
} from '@stoa/books/contract';
import { treasuryAccounts, writeStatement } from '@stoa/country-xm';
import { expect, test } from 'vitest';
import { accountInBooks, handOver } from '../src/books.ts';
import { paying } from './fixture.ts';

const { b, ask } = await paying({}, books);
const accountant = b.person({ duties: ['books.accountant'] });
const { accounts, sharings } = await b.call(getChart, {}, accountant);
await b.call(
  enterDemoBooks,
  {
    ...{ part: 'accounts', entries: [], statements: [], byName: 'A', approverName: 'B' },
    chart: {
      ...{ validFrom: '2001-01-01', sharings },
      accounts: accounts.map((one) =>
        one.code === '1030' ? { ...one, iban: treasuryAccounts.transfers, currency: 'EUR' } : one,
      ),
    },
  },
  { kind: 'service', id: 'demo' },
);
let serial = 0;
let closing = 0;
/** On a statement of the account that payers transfer to, of today. */
const arrives = async (...lines: { amountMinor: number; text?: string; endToEndId?: string }[]) => {
  const name = `S${serial++}`;
  const day = b.module.country.calendar.localDate(b.clock.now());
  const entries = lines.map((line, at) => ({ name: `${name}-${at}`, currency: 'EUR', ...line }));
  const openingMinor = closing;
  closing += lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const about = { id: name, iban: treasuryAccounts.transfers, openingMinor, closingMinor: closing, day, entries };
  await b.call(takeStatement, { xml: writeStatement(about) }, accountant);
  await b.drain();
};

test('a transfer, what came too much and what nobody can place stand in the books, however often they are handed over', async () => {
  const { creditorReference } = await ask(5000);
  await arrives({ amountMinor: 7000, text: `permit ${creditorReference}`, endToEndId: 'E2E-7' }, { amountMinor: 300 });
  for (let times = 0; times < 3; times += 1) {
    // As after a process that died between the books' answer and its note.
    await b.sql('update journal_entry set handed_at = null');
    await handOver(b.module);
  }
  const { rows } = await b.call(getTrialBalance, {}, accountant);
  const sums = Object.fromEntries(rows.map((one) => [one.account, one.closingMinor]));
  expect(sums).toEqual({ 1030: 7300, 2200: -2000, 2400: -300, 4100: -5000 });
  const { items } = await b.call(listEntries, {}, accountant);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  expect(items.map(({ kind }) => kind)).toContain('fees-transfer');
  // One sum for each entry of the statement, under its reference: nothing differs from the bank.
  expect(await b.call(reconcileAccount, { account: '1030' }, accountant)).toMatchObject({ found: 0 });
  expect((await b.call(listDifferences, { state: 'open' }, accountant)).items).toEqual([]);
});

test('a hundred entries that the books refuse hold up none of the others, and are tried again later and later', async () => {
  const refused = 101;
  const service = { kind: 'service', id: 'payments' } as const;
  const postings = [
    { account: '1020', amountMinor: 9 },
    { account: '4900', amountMinor: -9 },
  ];
  // Under their keys something else stands in the books: they are refused whenever they come.
  for (let n = 1; n <= refused; n += 1)
    await b.call(
      post,
      { key: `payments refused ${n}`, kind: 'fees-payment', reference: 'other', currency: 'EUR', postings },
      service,
    );
  await b.sql(
    `insert into journal_entry (id, kind, at, key)
     select gen_random_uuid(), 'payment', $1::timestamptz - interval '1 hour', 'refused ' || n from generate_series(1, $2::integer) n`,
    [b.clock.now(), refused],
  );
  await b.sql(
    `insert into posting (entry_id, account, currency, amount_minor)
     select id, account, 'EUR', amount from journal_entry, (values ('provider:bank', 5), ('revenue:x', -5)) as a (account, amount)
     where key like 'refused %'`,
  );
  await arrives({ amountMinor: 400 });
  const waiting = async () =>
    (await b.sql<{ n: number }>(`select count(*)::integer as n from journal_entry where handed_at is null`))[0]?.n;
  const tried = async (times: number) =>
    (await b.sql(`select 1 from journal_entry where refusals = $1 and refused = 'books.key-taken'`, [times])).length;
  for (let times = 0; times < 2; times += 1) await handOver(b.module);
  expect([await waiting(), await tried(1)]).toEqual([refused, refused]);
  await handOver(b.module);
  expect(await tried(2)).toBe(0);
  b.clock.advance({ minutes: 2 });
  for (let times = 0; times < 2; times += 1) await handOver(b.module);
  expect(await tried(2)).toBe(refused);
  b.clock.advance({ minutes: 3 });
  await handOver(b.module);
  expect(await tried(3)).toBe(0);
});

test('every account of ours has one of the chart', () => {
  expect(
    [
      'provider:Stripe',
      'disputed:stripe',
      'bank:transfers',
      'owed:payers',
      'suspense:transfers',
      'revenue:Work_Permit.1',
    ].map(accountInBooks),
  ).toEqual(['1100.stripe', '1100.disputed-stripe', '1030', '2200.payers', '2400.transfers', '4100.work-permit-1']);
  expect(() => accountInBooks('pocket:mine')).toThrow('no account');
});
