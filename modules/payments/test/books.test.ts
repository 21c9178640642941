// SPDX-License-Identifier: Apache-2.0
/** What payments book arrives in the country's books, once, and balances there. */
import books from '@stoa/books';
import { getTrialBalance, listEntries } from '@stoa/books/contract';
import { expect, test } from 'vitest';
import { accountInBooks, handOver } from '../src/books.ts';
import * as contract from '../src/contract.ts';
import { collecting, paying } from './fixture.ts';

const { b, ask } = await paying({}, books);
const accountant = b.person({ duties: ['books.accountant'] });
const arrives = async (amountMinor: number, creditorReference?: string) =>
  b.deliver(contract.statementEntry, {
    ...{ entryId: `entry-${amountMinor}`, account: collecting.STOA_COLLECTING_IBAN, bookedOn: '2026-11-20' },
    ...{ amountMinor, currency: 'EUR', endToEndId: `E2E-${amountMinor}` },
    ...(creditorReference ? { creditorReference } : {}),
  });

test('a transfer, what came too much and what nobody can place stand in the books, however often they are handed over', async () => {
  const { creditorReference } = await ask(5000);
  await arrives(7000, creditorReference);
  await arrives(300);
  for (let times = 0; times < 3; times += 1) {
    // As after a process that died between the books' answer and its note.
    await b.sql('update journal_entry set handed_at = null');
    await handOver(b.module);
  }
  const { rows } = await b.call(getTrialBalance, {}, accountant);
  const closing = Object.fromEntries(rows.map((one) => [one.account, one.closingMinor]));
  expect(closing).toEqual({ 1020: 7300, 2200: -2000, 2400: -300, 4100: -5000 });
  const { items } = await b.call(listEntries, {}, accountant);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  expect(items.map(({ kind }) => kind)).toContain('fees-transfer');
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
  ).toEqual(['1100.stripe', '1100.disputed-stripe', '1020', '2200.payers', '2400.transfers', '4100.work-permit-1']);
  expect(() => accountInBooks('pocket:mine')).toThrow('no account');
});
