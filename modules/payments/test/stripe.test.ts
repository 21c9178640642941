// SPDX-License-Identifier: Apache-2.0
/** Stripe, by its published API: intents, signed events in any order, charge-backs. */
import { createHmac } from 'node:crypto';
import { openRow } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { paying } from './fixture.ts';

const { b, stripe, payer, one, ask, read, send, balances, secrets } = await paying();
let serial = 0;

/** An event as Stripe sends it: the platform asks what has come of it, so only its id and kind matter. */
function tell(type: string, object: object, { secret = secrets.webhookSecret, secondsOff = 0, more = '' } = {}) {
  const body = JSON.stringify({ id: `evt_${serial++}`, object: 'event', type, data: { object } });
  const t = Math.floor(b.clock.now().getTime() / 1000) + secondsOff;
  const mac = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return b.http().post('/payments/callbacks/stripe', body, { 'stripe-signature': `t=${t},${more}v1=${mac}` });
}
const intentOf = async (id: string) => {
  const [row] = await b.sql<{ key: string; provider_id: string; sealed: string | null }>(
    `select invoice_id || ' ' || attempt as key, provider_id, sealed from checkout where invoice_id = $1 order by attempt desc limit 1`,
    [id],
  );
  return row ? openRow(b, 'checkout', row.key, row).provider_id : '';
};
const api = async (path: string, form?: Record<string, string>) => {
  const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
  const response = await fetch(stripe.url + path, {
    ...init,
    headers: { authorization: `Bearer ${secrets.secretKey}` },
  });
  return (await response.json()) as Record<string, never>;
};
async function start(amountMinor = 8000) {
  const { id } = await ask(amountMinor);
  const { redirectUrl } = await b.call(contract.startCheckout, { id, provider: 'stripe' }, payer);
  return { id, redirectUrl, intent: await intentOf(id) };
}
const succeeded = (intent: string) => ({
  id: intent,
  object: 'payment_intent',
  amount: 1,
  currency: 'eur',
  status: 'succeeded',
});
const disputeOf = (intent: string, status: string, amount = 8000) => ({
  ...{ id: `du_${intent}`, object: 'dispute', amount, payment_intent: intent, reason: 'fraudulent', status },
  evidence_details: { due_by: 1_900_000_000 },
});

test('an intent is paid at its page and counted once, whoever says so first and however often', async () => {
  const { id, redirectUrl, intent } = await start();
  expect((await b.call(contract.startCheckout, { id, provider: 'stripe' }, payer)).redirectUrl).toBe(redirectUrl);
  // Said before it happened: what has come of it is asked.
  expect((await tell('payment_intent.succeeded', succeeded(intent))).status).toBe(200);
  expect((await read(id)).state).toBe('open');
  const back = await send(redirectUrl, { outcome: 'pays' });
  expect(back.headers.get('location')).toContain(`/payments/returns/${id}/1`);
  expect(await b.http().get(`/payments/returns/${id}/1`)).toMatchObject({ status: 303 });
  expect((await read(id)).state).toBe('paid');
  for (let times = 0; times < 2; times += 1)
    expect((await tell('payment_intent.succeeded', succeeded(intent))).status).toBe(200);
  expect(await balances()).toEqual({ 'provider:stripe': 8000, 'revenue:permit': -8000 });
});

test('events that are not signed, too old, or of no known form are refused; others of no concern are taken', async () => {
  const { intent } = await start(100);
  expect(await tell('payment_intent.succeeded', succeeded(intent), { secret: 'guessed' })).toMatchObject({
    status: 401,
  });
  expect(await tell('payment_intent.succeeded', succeeded(intent), { secondsOff: -301 })).toMatchObject({
    status: 401,
    body: { code: 'payments.callback-unsigned' },
  });
  expect(await tell('payment_intent.succeeded', {})).toMatchObject({
    status: 422,
    body: { code: 'payments.callback-malformed' },
  });
  expect((await tell('customer.created', {})).status).toBe(200);
  // A secret that is being replaced signs beside the new one.
  const more = `v1=${'0'.repeat(64)},v0=abc,`;
  expect((await tell('payment_intent.succeeded', succeeded(intent), { more })).status).toBe(200);
});

test('a payment that failed leaves the invoice to be paid anew', async () => {
  const { id, redirectUrl, intent } = await start(300);
  await send(redirectUrl, { outcome: 'fails' });
  await tell('payment_intent.payment_failed', succeeded(intent));
  expect((await read(id)).state).toBe('open');
  const again = await b.call(contract.startCheckout, { id, provider: 'stripe' }, payer);
  expect(again.redirectUrl).not.toBe(redirectUrl);
});

test('a refund in part goes back by Stripe; its events may come late', async () => {
  const { id, redirectUrl, intent } = await start(1000);
  await send(redirectUrl, { outcome: 'pays' });
  for (const amount of ['300', '200']) await api('/v1/refunds', { payment_intent: intent, amount });
  await tell('charge.refunded', { id: 'py_1', object: 'charge', amount_refunded: 300, payment_intent: intent });
  expect(await read(id)).toMatchObject({ paidMinor: 1000, refundedMinor: 500, state: 'paid' });
  await tell('charge.refunded', { id: 'py_1', object: 'charge', amount_refunded: 300, payment_intent: intent });
  expect((await read(id)).refundedMinor).toBe(500);
});

test('a charge-back makes the invoice disputed; won it is paid again, and no refund goes beside it', async () => {
  const before = await balances();
  const { id, redirectUrl, intent } = await start();
  await send(redirectUrl, { outcome: 'pays' });
  // Word of the dispute may come before that of the payment.
  for (let times = 0; times < 2; times += 1)
    expect((await tell('charge.dispute.created', disputeOf(intent, 'needs_response'))).status).toBe(200);
  expect((await read(id)).state).toBe('disputed');
  expect((await balances())['disputed:stripe']).toBe(8000);
  const refund = { id, amountMinor: 10, reason: 'They ask for it' };
  await expect(b.call(contract.askRefund, refund, one)).rejects.toMatchObject({ code: 'payments.invoice-disputed' });
  const { items } = await b.call(contract.listDisputes, { state: 'open' }, one);
  expect(items).toMatchObject([{ amountMinor: 8000, reason: 'fraudulent', answerBy: expect.any(String) }]);
  await tell('charge.dispute.closed', disputeOf(intent, 'won'));
  expect((await read(id)).state).toBe('paid');
  expect(await balances()).toEqual({
    ...before,
    ...{ 'provider:stripe': (before['provider:stripe'] ?? 0) + 8000 },
    ...{ 'revenue:permit': (before['revenue:permit'] ?? 0) - 8000 },
  });
  expect(await tell('charge.dispute.closed', disputeOf(intent, 'lost'))).toMatchObject({
    body: { code: 'payments.state-contradicts' },
  });
});

/** Paid, and disputed by the payer: as Stripe itself tells of it. */
async function disputed() {
  const { id, redirectUrl, intent } = await start();
  await send(redirectUrl, { outcome: 'disputes' });
  const told = async (type: string) => {
    const { data } = (await api(`/v1/disputes?payment_intent=${intent}`)) as unknown as { data: object[] };
    return tell(type, data[0] ?? {});
  };
  expect((await told('charge.dispute.created')).status).toBe(200);
  const { disputes } = await b.call(contract.getWay, { id }, one);
  const answer = (more = {}, who = one) => b.call(contract.answerDispute, { id: disputes[0]?.id ?? '', ...more }, who);
  return { id, told, answer };
}

test('the office answers a charge-back with evidence, once; Stripe says that it is won', async () => {
  const { id, told, answer } = await disputed();
  await expect(answer({}, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await answer({ evidence: 'The permit was rendered: winning_evidence' });
  await expect(answer()).rejects.toMatchObject({ code: 'payments.dispute-closed' });
  expect(await b.dump('payments.dispute')).not.toContain('winning_evidence');
  expect((await read(id)).state).toBe('disputed');
  await told('charge.dispute.closed');
  expect((await read(id)).state).toBe('paid');
});

test('a charge-back that the office accepts is lost, and is no revenue', async () => {
  const before = await balances();
  const { id, told, answer } = await disputed();
  await answer();
  for (let times = 0; times < 2; times += 1) await told('charge.dispute.closed');
  expect(await read(id)).toMatchObject({ state: 'charged-back', chargedBackMinor: 8000 });
  expect(await balances()).toEqual(before);
  await expect(b.call(contract.answerDispute, { id }, one)).rejects.toMatchObject({ code: 'payments.dispute-unknown' });
});

test('more cannot be charged back than a payment holds', async () => {
  const { redirectUrl, intent } = await start(500);
  await send(redirectUrl, { outcome: 'pays' });
  await tell('payment_intent.succeeded', succeeded(intent));
  expect(await tell('charge.dispute.created', disputeOf(intent, 'needs_response', 501))).toMatchObject({
    body: { code: 'payments.state-contradicts' },
  });
});

test('while Stripe is away, paying says so, and the other ways stay open', async () => {
  const { id } = await ask(100);
  await stripe.close();
  await expect(b.call(contract.startCheckout, { id, provider: 'stripe' }, payer)).rejects.toMatchObject({
    code: 'payments.provider-unavailable',
  });
  expect((await b.call(contract.startCheckout, { id, provider: 'bank' }, payer)).redirectUrl).toMatch(/^http/);
});
