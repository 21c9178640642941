// SPDX-License-Identifier: Apache-2.0
/** Money by bank transfer and by initiated payment. */
import { statementEntry } from '@stoa/books/contract';
import { newId } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import { payoutPaid } from '@stoa/payouts/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { creditorReference, isCreditorReference, numberOf, referencesIn } from '../src/transfers/reference.ts';
import { paying } from './fixture.ts';

const { b, payer, one, two, ask, read, send, balances } = await paying();
type Entry = DataOf<typeof statementEntry>;
const entry = (more: Partial<Entry>): Entry => ({
  ...{ entryId: newId(), account: '1030', bookedOn: '2026-11-20', amountMinor: 12_000, currency: 'EUR', ...more },
});
const arrives = (one: Entry) => b.deliver(statementEntry, one);
const unmatched = async () => (await b.call(contract.listTransfers, { state: 'unmatched' }, one)).items;

test('a creditor reference has the check digits of ISO 11649, and finds its invoice again', () => {
  // The example of the standard.
  expect(isCreditorReference('RF18539007547034')).toBe(true);
  expect(isCreditorReference('RF19539007547034')).toBe(false);
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2999 }), fc.integer({ min: 1, max: 99_999_999 }), (year, n) => {
      const number = `${year}-${String(n).padStart(7, '0')}`;
      const reference = creditorReference(number);
      const typed = `Fee ${reference.replace(/(.{4})/g, '$1 ')}thank you`;
      return (
        isCreditorReference(reference) && numberOf(reference) === number && referencesIn(typed).includes(reference)
      );
    }),
  );
});

test('a transfer pays the invoice whose reference it names, structured or typed, and counts once', async () => {
  const [first, second] = [await ask(), await ask()];
  const told = entry({ creditorReference: first.creditorReference });
  for (let times = 0; times < 3; times += 1) await arrives(told);
  expect(await read(first.id)).toMatchObject({ state: 'paid', paidMinor: 12_000 });
  await arrives(entry({ text: `permit ${second.creditorReference.toLowerCase().replace(/(.{4})/g, '$1 ')}` }));
  expect((await read(second.id)).state).toBe('paid');
  expect(await balances()).toEqual({ 'bank:transfers': 24_000, 'revenue:permit': -24_000 });
});

test('what a provider settles, and a payout that came back, are no transfers', async () => {
  const { id, creditorReference: named } = await ask(800);
  const before = await balances();
  // On the account of the fees, where providers settle in one sum.
  await arrives(entry({ account: '1020', amountMinor: 800, endToEndId: 'SETTLEMENT-2026-11-20' }));
  await arrives(entry({ account: '1020', amountMinor: 800, creditorReference: named }));
  await arrives(entry({ amountMinor: 800, returnReason: 'AC04', creditorReference: named }));
  expect(await read(id)).toMatchObject({ state: 'open', owedMinor: 800 });
  expect([await balances(), await unmatched()]).toEqual([before, []]);
});

test('too little leaves the rest owed; too much waits to be paid out by two persons', async () => {
  const { id, creditorReference: named } = await ask(5000);
  await arrives(entry({ amountMinor: 3000, creditorReference: named }));
  expect(await read(id)).toMatchObject({ state: 'open', owedMinor: 2000 });
  await arrives(entry({ amountMinor: 2500, creditorReference: named }));
  expect(await read(id)).toMatchObject({ state: 'paid', paidMinor: 5000 });
  expect((await balances())['owed:payers']).toBe(-500);
  const [surplus] = (await b.call(contract.listRefunds, { state: 'asked' }, one)).items;
  expect(surplus).toMatchObject({ kind: 'surplus', amountMinor: 500, own: false });
  const refundId = surplus?.id ?? '';
  await b.call(contract.decideRefund, { id: refundId, approve: true }, two);
  const payout = { payoutId: newId(), reference: `fee-refund ${refundId} 1`, amountMinor: 500, currency: 'EUR' };
  await b.deliver(payoutPaid, { ...payout, paidOn: '2026-11-30' });
  expect((await balances())['owed:payers']).toBeUndefined();
  expect(await read(id)).toMatchObject({ state: 'paid', refundedMinor: 0 });
});

test('what fits no invoice is kept apart with its reason until somebody says whose it is', async () => {
  const open = await ask(700);
  const closed = await ask(0);
  const before = await balances();
  await arrives(entry({ amountMinor: 700, text: 'for the permit' }));
  await arrives(entry({ amountMinor: 700, creditorReference: creditorReference('2020-9999999') }));
  await arrives(entry({ amountMinor: 700, currency: 'USD', creditorReference: open.creditorReference }));
  await arrives(entry({ amountMinor: 700, creditorReference: closed.creditorReference }));
  await arrives(entry({ amountMinor: -700, creditorReference: open.creditorReference }));
  const waiting = await unmatched();
  expect(waiting.map(({ fault }) => fault).toSorted()).toEqual([
    ...['closed', 'no-reference', 'other-currency', 'unknown-reference'],
  ]);
  expect((await balances())['suspense:transfers']).toBe((before['suspense:transfers'] ?? 0) - 2800);
  const named = waiting.find(({ fault }) => fault === 'no-reference');
  expect(named?.text).toBe('for the permit');
  expect(await b.dump('payments.transfer')).not.toContain('for the permit');
  const allot = (entryId = '', invoiceNumber = open.number, who = one) =>
    b.call(contract.allotTransfer, { entryId, invoiceNumber }, who);
  const dollars = waiting.find(({ fault }) => fault === 'other-currency')?.entryId;
  await expect(allot(dollars)).rejects.toMatchObject({ code: 'payments.currency-differs' });
  await expect(allot(named?.entryId, '2020-0000000')).rejects.toMatchObject({ code: 'payments.invoice-unknown' });
  await expect(allot(named?.entryId, closed.number)).rejects.toMatchObject({ code: 'payments.invoice-closed' });
  await expect(allot('nothing')).rejects.toMatchObject({ code: 'payments.transfer-unknown' });
  await expect(allot(named?.entryId, open.number, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  expect(await allot(named?.entryId)).toEqual({ invoiceId: open.id });
  await expect(allot(named?.entryId)).rejects.toMatchObject({ code: 'payments.transfer-allotted' });
  expect((await read(open.id)).state).toBe('paid');
  expect((await balances())['suspense:transfers']).toBe((before['suspense:transfers'] ?? 0) - 2100);
});

test("an initiated payment counts when the payer's bank has settled it; a refused one does not", async () => {
  const { id } = await ask(1234);
  const start = () => b.call(contract.startCheckout, { id, provider: 'initiation' }, payer);
  const first = (await start()).redirectUrl;
  expect(await (await fetch(first)).text()).toContain('12.34 EUR');
  await send(first, { decision: 'refuse' });
  await b.http().get(`/payments/returns/${id}/1`);
  const second = (await start()).redirectUrl;
  expect(second).not.toBe(first);
  await send(second, { decision: 'agree' });
  expect((await read(id)).state).toBe('open');
  // The payer closed the window: nobody comes back, and it is asked.
  b.clock.advance({ minutes: 3 });
  await b.drain();
  expect((await read(id)).state).toBe('paid');
});

test('what was initiated comes to the account of transfers as what it is, and counts once', async () => {
  const { id } = await ask(2345);
  const before = await balances();
  await send((await b.call(contract.startCheckout, { id, provider: 'initiation' }, payer)).redirectUrl, {
    decision: 'agree',
  });
  await b.http().get(`/payments/returns/${id}/1`);
  expect((await read(id)).state).toBe('paid');
  const told = entry({ amountMinor: 2345, endToEndId: `${id.replaceAll('-', '')}1`.toUpperCase() });
  for (let times = 0; times < 2; times += 1) await arrives(told);
  const { 'bank:transfers': held = 0, ...others } = await balances();
  expect(held).toBe((before['bank:transfers'] ?? 0) + 2345);
  expect(others['provider:initiation']).toBe(before['provider:initiation']);
  expect((await unmatched()).map(({ entryId }) => entryId)).not.toContain(told.entryId);
  // By its name, but another sum: that is nobody's settlement.
  await arrives(entry({ amountMinor: 99, endToEndId: told.endToEndId ?? '' }));
  expect((await unmatched()).map(({ amountMinor }) => amountMinor)).toContain(99);
});

test('nobody is led anywhere by the address of a return that there is not', async () => {
  for (const path of ['/payments/returns/x/1', '/payments/returns/00000000-0000-7000-8000-000000000000/1'])
    expect((await b.http().get(path)).headers.location).toMatch(/\/cabinet\/payments$/);
});
