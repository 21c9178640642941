// SPDX-License-Identifier: Apache-2.0
/** Refunds by two persons, whole and in parts, over every way by which money came. */
import { idOf } from '@stoa/kernel';
import { payoutFailed, payoutPaid, payoutReturned } from '@stoa/payouts/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { sendRefund } from '../src/refunds/refunds.ts';
import { inn, paying } from './fixture.ts';

const { b, bank, powers, payouts, payer, one, two, ask, read, send, balances, secrets } = await paying();

async function paid(amountMinor = 10_000) {
  const { id } = await ask(amountMinor);
  const { redirectUrl } = await b.call(contract.startCheckout, { id, provider: 'bank' }, payer);
  await send(redirectUrl, { card: '4242424242424242', action: 'pay' });
  await expect.poll(async () => (await read(id)).state).toBe('paid');
  return id;
}
const askBack = (id: string, amountMinor: number, who = one) =>
  b.call(contract.askRefund, { id, amountMinor, reason: 'The permit was refused' }, who);
const decide = (id: string, who = two, approve = true) => b.call(contract.decideRefund, { id, approve }, who);

test('one person asks, another approves, and parts go back until nothing is left', async () => {
  const id = await paid();
  const { refundId } = await askBack(id, 3000);
  await expect(decide(refundId, one)).rejects.toMatchObject({ code: 'payments.same-person' });
  await expect(askBack(id, 7001)).rejects.toMatchObject({ code: 'payments.more-than-paid' });
  await decide(refundId);
  await expect(decide(refundId)).rejects.toMatchObject({ code: 'payments.refund-closed' });
  await b.drain();
  await expect.poll(async () => (await read(id)).refundedMinor).toBe(3000);
  expect((await read(id)).state).toBe('paid');
  await decide((await askBack(id, 7000, two)).refundId, one);
  await b.drain();
  await expect.poll(async () => (await read(id)).state).toBe('refunded');
  expect(await balances()).toEqual({});
  await b.drain();
  const told = b.events('payments.invoice-refunded.v1').map(({ data }) => (data as { invoiceId: string }).invoiceId);
  expect(told.filter((each) => each === id)).toHaveLength(1);
  await expect(askBack(id, 1)).rejects.toMatchObject({ code: 'payments.more-than-paid' });
});

test('a refund that was declined, or is asked by who may not, moves nothing', async () => {
  const id = await paid(500);
  const { refundId } = await askBack(id, 500);
  await decide(refundId, two, false);
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'paid', refundedMinor: 0 });
  await expect(askBack(id, 100, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(decide('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'payments.refund-unknown',
  });
  const listed = await b.call(contract.listRefunds, { state: 'declined' }, one);
  expect(listed.items).toMatchObject([{ id: refundId, reason: 'The permit was refused', own: true }]);
  await expect(b.call(contract.listRefunds, {}, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(b.call(contract.listRefunds, { cursor: 'bad' }, one)).rejects.toMatchObject({ kind: 'invalid' });
});

test('a refund told to the provider twice, as after a crash in between, goes back once', async () => {
  const id = await paid(2000);
  const before = (await balances())['provider:bank'] ?? 0;
  const { refundId } = await askBack(id, 500);
  await decide(refundId);
  await b.module.tx({ kind: 'system' }, (tx) => sendRefund.enqueue(tx, { refundId, n: 1 }, { key: 'once more' }));
  await b.drain();
  await expect.poll(async () => (await read(id)).refundedMinor).toBe(500);
  await b.drain();
  expect((await balances())['provider:bank']).toBe(before - 500);
});

test('what the bank gives back by itself is booked too, and what it gave back is told to it once', async () => {
  const id = await paid(2000);
  const headers = { authorization: `Bearer ${secrets.merchantKey}`, 'content-type': 'application/json' };
  const opened = await fetch(`${bank.url}/v1/checkouts`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({
      ...{ reference: `${id}-1`, amountMinor: 2000, currency: 'EUR' },
      ...{ returnUrl: 'http://127.0.0.1/', callbackUrl: 'http://127.0.0.1/' },
    }),
  });
  const { id: checkoutId } = (await opened.json()) as { id: string };
  const back = (amountMinor: number, reference: string) =>
    fetch(`${bank.url}/v1/refunds`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ checkoutId, amountMinor, reference }) },
    });
  for (const reference of ['a', 'a', 'b']) expect((await back(300, reference)).status).toBe(201);
  expect((await back(9000, 'c')).status).toBe(409);
  await expect.poll(async () => (await read(id)).refundedMinor).toBe(600);
});

/** Paid by a way that gives nothing back, and its refund approved. */
async function approved(amountMinor: number) {
  const { id } = await ask(amountMinor);
  const { redirectUrl } = await b.call(contract.startCheckout, { id, provider: 'initiation' }, payer);
  await send(redirectUrl, { decision: 'agree' });
  await b.http().get(`/payments/returns/${id}/1`);
  expect((await read(id)).state).toBe('paid');
  const { refundId } = await askBack(id, amountMinor);
  await decide(refundId);
  await b.drain();
  const found = async () =>
    (await b.call(contract.listRefunds, {}, one)).items.find((refund) => refund.id === refundId);
  return { id, refundId, found, state: async () => [(await found())?.state, (await found())?.parts[0]?.state] };
}
const told = (refundId: string, amountMinor: number, payout = 'first') => ({
  ...{ payoutId: idOf(`${refundId} ${payout}`), reference: `fee-refund ${refundId} 1`, amountMinor, currency: 'EUR' },
});
const paidOn = '2026-11-30';

test('a way that gives nothing back goes out as a payout, and has gone back when that is paid, once', async () => {
  const before = await balances();
  const { id, refundId, state } = await approved(700);
  expect(payouts.get(`fee-refund ${refundId} 1 0`)).toMatchObject({
    ...{ programme: 'fee-refunds', beneficiary: { organisationId: inn }, amountMinor: 700, currency: 'EUR' },
    reference: `fee-refund ${refundId} 1`,
  });
  expect(await state()).toEqual(['approved', 'payout']);
  expect((await read(id)).refundedMinor).toBe(0);
  for (let times = 0; times < 2; times += 1) await b.deliver(payoutPaid, { ...told(refundId, 700), paidOn });
  expect(await state()).toEqual(['done', 'done']);
  expect(await read(id)).toMatchObject({ state: 'refunded', refundedMinor: 700 });
  const after = await balances();
  expect((after['payouts:refunds'] ?? 0) - (before['payouts:refunds'] ?? 0)).toBe(-700);
  expect((after['provider:initiation'] ?? 0) - (before['provider:initiation'] ?? 0)).toBe(700);
  const refuse = (which: string) => b.call(contract.payRefundAgain, { id: which }, one);
  await expect(refuse(refundId)).rejects.toMatchObject({ code: 'payments.refund-closed' });
  await expect(refuse(id)).rejects.toMatchObject({ code: 'payments.refund-unknown' });
  await expect(b.call(contract.payRefundAgain, { id: refundId }, payer)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test('a payout that comes back opens the refund again until it is repeated, and moves no money of the invoice twice', async () => {
  const { id, refundId, state } = await approved(300);
  await b.deliver(payoutPaid, { ...told(refundId, 300), paidOn });
  const before = await balances();
  await b.deliver(payoutReturned, { ...told(refundId, 300), reason: 'AC04' });
  expect(await state()).toEqual(['approved', 'returned']);
  // The word of before, told once more.
  await b.deliver(payoutPaid, { ...told(refundId, 300), paidOn });
  expect(await state()).toEqual(['approved', 'returned']);
  await b.deliver(payoutPaid, { ...told(refundId, 300, 'repeated'), paidOn });
  expect(await state()).toEqual(['done', 'done']);
  expect((await read(id)).refundedMinor).toBe(300);
  expect(await balances()).toEqual(before);
});

test('what payouts gave up is handed over again under another key, and another sum is nobody’s refund', async () => {
  const { refundId, state } = await approved(250);
  await b.deliver(payoutPaid, { ...told(refundId, 249), paidOn });
  expect(await state()).toEqual(['approved', 'payout']);
  await b.deliver(payoutFailed, { ...told(refundId, 250), reason: 'AC01' });
  expect(await state()).toEqual(['approved', 'returned']);
  await b.deliver(payoutFailed, { ...told(refundId, 250), reason: 'No account', givenUp: true });
  expect(await state()).toEqual(['approved', 'given-up']);
  powers.sides.add(inn);
  await expect(b.call(contract.payRefundAgain, { id: refundId }, one)).rejects.toMatchObject({
    code: 'payments.same-person',
  });
  powers.sides.clear();
  await b.call(contract.payRefundAgain, { id: refundId }, one);
  await b.drain();
  expect(payouts.get(`fee-refund ${refundId} 1 1`)).toMatchObject({ amountMinor: 250 });
  await b.deliver(payoutPaid, { ...told(refundId, 250, 'again'), paidOn });
  expect(await state()).toEqual(['done', 'done']);
});

test('a person is paid by their pseudonym', async () => {
  const snils = '11223344595';
  const person = b.person({ snils });
  const { id } = await ask(90, { payerId: b.personKey(snils) });
  const { redirectUrl } = await b.call(contract.startCheckout, { id, provider: 'initiation' }, person);
  await send(redirectUrl, { decision: 'agree' });
  await b.http().get(`/payments/returns/${id}/1`);
  const { refundId } = await askBack(id, 90);
  await decide(refundId);
  await b.drain();
  expect(payouts.get(`fee-refund ${refundId} 1 0`)?.beneficiary).toEqual({ personKey: b.personKey(snils) });
});
