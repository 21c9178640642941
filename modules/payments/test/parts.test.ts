// SPDX-License-Identifier: Apache-2.0
/** Fees from the table, part payments, several invoices at once, exemptions, expiry. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, paying } from './fixture.ts';

const { b, payer, one, two, cases, ask, read, send, balances } = await paying();
const pay = async (pageUrl: string) => {
  expect((await send(pageUrl, { card: '4242424242424242', action: 'pay' })).status).toBe(303);
};
const day = (days: number) =>
  b.module.country.calendar.localDate(new Date(b.clock.now().getTime() + days * 86_400_000));
const ground = { act: 'State Fees Act', clause: 'art. 12' };

test('an invoice is paid in parts until it is whole, and the rest is said each time', async () => {
  const { id, owedMinor } = await ask(12_000);
  expect(owedMinor).toBe(12_000);
  const part = (amountMinor: number) => b.call(contract.startCheckout, { id, amountMinor }, payer);
  await expect(part(12_001)).rejects.toMatchObject({ code: 'payments.more-than-owed' });
  await pay((await part(5000)).redirectUrl);
  await expect.poll(async () => (await read(id)).paidMinor).toBe(5000);
  expect(await read(id)).toMatchObject({ state: 'open', owedMinor: 7000 });
  await expect(b.call(contract.voidInvoice, { id }, cases)).rejects.toMatchObject({ code: 'payments.invoice-closed' });
  await pay((await b.call(contract.startCheckout, { id }, payer)).redirectUrl);
  await expect.poll(async () => (await read(id)).state).toBe('paid');
  expect(await balances()).toEqual({ 'provider:bank': 12_000, 'revenue:permit': -12_000 });
  await b.drain();
  const paid = b
    .events('payments.invoice-paid.v1')
    .filter(({ data }) => (data as { invoiceId: string }).invoiceId === id);
  expect(paid).toHaveLength(1);
});

test('of two pages that stood open for the same only one is owed: what the other brought goes back', async () => {
  const { id } = await ask(9000);
  const before = await balances();
  const pages = [
    (await b.call(contract.startCheckout, { id, amountMinor: 4000 }, payer)).redirectUrl,
    (await b.call(contract.startCheckout, { id }, payer)).redirectUrl,
  ];
  for (const page of pages) await pay(page);
  await expect.poll(async () => (await read(id)).state).toBe('paid');
  await expect.poll(async () => (await balances())['owed:payers']).toBe(-4000);
  await b.drain();
  await expect.poll(async () => (await balances())['owed:payers']).toBeUndefined();
  expect((await balances())['provider:bank']).toBe((before['provider:bank'] ?? 0) + 9000);
  expect(await read(id)).toMatchObject({ state: 'paid', paidMinor: 9000, refundedMinor: 0 });
});

test('one payment pays several invoices, each of which gets what it is owed', async () => {
  const [first, second, other] = [await ask(3000), await ask(4500), await ask(100, { currency: 'USD' })];
  const invoiceIds = [first.id, second.id];
  const { redirectUrl } = await b.call(contract.startBasket, { invoiceIds }, payer);
  expect((await b.call(contract.startBasket, { invoiceIds: invoiceIds.toReversed() }, payer)).redirectUrl).not.toBe('');
  await pay(redirectUrl);
  for (const { id } of [first, second]) await expect.poll(async () => (await read(id)).state).toBe('paid');
  const basket = (ids: string[], who = payer) => b.call(contract.startBasket, { invoiceIds: ids }, who);
  const third = await ask(10);
  await expect(basket([third.id, other.id])).rejects.toMatchObject({ code: 'payments.currency-differs' });
  await expect(basket([third.id, first.id])).rejects.toMatchObject({ code: 'payments.invoice-closed' });
  const stranger = b.person({ actingFor: { kind: 'organisation', id: '7700000001', name: 'Other' } });
  await expect(basket([third.id, other.id], stranger)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  const both = b.person({ snils: '14567890105', actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build' } });
  const own = await ask(10, { payerId: both.personKey });
  await expect(basket([third.id, own.id], both)).rejects.toMatchObject({ code: 'payments.payers-differ' });
});

test('an exemption lowers what is owed by its act and clause; one of the whole closes the invoice', async () => {
  const partly = await ask(1000);
  const exempt = (id: string, more = {}, who = one) => b.call(contract.exemptInvoice, { id, ...ground, ...more }, who);
  expect(await exempt(partly.id, { amountMinor: 400 })).toEqual({ id: partly.id, owedMinor: 600 });
  await expect(exempt(partly.id, { amountMinor: 601 })).rejects.toMatchObject({ code: 'payments.more-than-owed' });
  await expect(exempt(partly.id, {}, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  expect(await exempt(partly.id)).toEqual({ id: partly.id, owedMinor: 0 });
  expect(await read(partly.id)).toMatchObject({ state: 'paid', exemptMinor: 1000, paidMinor: 0 });
  await expect(exempt(partly.id)).rejects.toMatchObject({ code: 'payments.invoice-closed' });
  const { steps } = await b.call(contract.getWay, { id: partly.id }, one);
  expect(steps.filter(({ kind }) => kind === 'exempted')).toMatchObject([
    { amountMinor: 400, note: 'State Fees Act, art. 12', byName: 'Galiya Sarsen' },
    { amountMinor: 600 },
  ]);
});

test('an invoice of which nothing was paid expires after its last day; one paid in part does not', async () => {
  const dates = { dueOn: day(2), expiresOn: day(3) };
  const [untouched, begun] = [await ask(500, dates), await ask(500, dates)];
  await pay((await b.call(contract.startCheckout, { id: begun.id, amountMinor: 200 }, payer)).redirectUrl);
  await expect.poll(async () => (await read(begun.id)).paidMinor).toBe(200);
  b.clock.advance({ hours: 24 * 5 });
  await b.drain();
  expect((await read(untouched.id)).state).toBe('expired');
  expect((await read(begun.id)).state).toBe('open');
  expect(b.events('payments.invoice-expired.v1').map(({ data }) => data)).toEqual([
    { invoiceId: untouched.id, reference: untouched.reference },
  ]);
  await expect(b.call(contract.startCheckout, { id: untouched.id }, payer)).rejects.toMatchObject({
    code: 'payments.invoice-closed',
  });
  await expect(ask(1, { dueOn: day(5), expiresOn: day(4) })).rejects.toMatchObject({ code: 'payments.dates-reversed' });
});

test('a fee is drafted by one person and published by another, for a day to come', async () => {
  const fee = { code: 'visa', title: { en: 'Visa fee' }, amountMinor: 1500, currency: 'EUR', ...ground };
  const draft = (more: Partial<typeof fee> & { fromOn: string; territory?: string }, who = one) =>
    b.call(contract.draftFee, { ...fee, ...more }, who);
  const decide = (id: string, who = two, publish = true) => b.call(contract.decideFee, { id, publish }, who);
  const { id } = await draft({ fromOn: day(2) });
  await expect(decide(id, one)).rejects.toMatchObject({ code: 'payments.same-person' });
  await expect(decide(id, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await decide(id);
  await expect(decide(id)).rejects.toMatchObject({ code: 'payments.fee-unknown' });
  await expect(decide((await draft({ fromOn: day(2) })).id)).rejects.toMatchObject({ code: 'payments.fee-taken' });
  await expect(decide((await draft({ fromOn: day(0) })).id)).rejects.toMatchObject({ code: 'payments.day-begun' });
  await expect(draft({ fromOn: day(2), territory: 'XM-99' })).rejects.toMatchObject({
    code: 'payments.territory-unknown',
  });
  await decide((await draft({ fromOn: day(3), territory: 'XM-01', amountMinor: 1200 })).id);
  const dropped = await draft({ fromOn: day(9) });
  await decide(dropped.id, one, false);
  expect((await b.call(contract.listFeeDrafts, {}, two)).items.map(({ id: each }) => each)).not.toContain(dropped.id);
  const priced = (more: object = {}) => ask(0, { lines: [{ code: 'visa', ...more }] });
  await expect(priced()).rejects.toMatchObject({ code: 'payments.fee-unknown' });
  b.clock.advance({ hours: 24 * 4 });
  expect(await priced()).toMatchObject({ amountMinor: 1500, lines: [{ title: { en: 'Visa fee' } }] });
  expect(await priced({ territory: 'XM-01-02' })).toMatchObject({ amountMinor: 1200 });
  await expect(ask(0, { currency: 'USD', lines: [{ code: 'visa' }] })).rejects.toMatchObject({
    code: 'payments.currency-differs',
  });
  const listed = await b.call(contract.listFees, { search: 'visa' }, { kind: 'anonymous' });
  expect(listed.items.map(({ territory, amountMinor }) => [territory, amountMinor])).toEqual([
    [undefined, 1500],
    ['XM-01', 1200],
  ]);
  expect((await b.call(contract.listFees, { on: day(-30) }, { kind: 'anonymous' })).items).toEqual([]);
});
