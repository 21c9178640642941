// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@stoa/kernel/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bodySigned, type RunningService, startBank } from '../src/index.ts';

const secrets: Record<'merchantKey' | 'callbackSecret', string> = {
  merchantKey: randomUUID(),
  callbackSecret: randomUUID(),
};

interface Delivery {
  readonly body: string;
  readonly signature: string;
  readonly event: { id: string; type: string; data: Record<string, unknown> };
}

let dataDir: string;
let bank: RunningService;
let merchant: Server;
let merchantUrl: string;
let merchantStatus: number;
let deliveries: Delivery[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stoa-bank-'));
  deliveries = [];
  merchantStatus = 204;
  merchant = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    deliveries.push({
      body,
      signature: String(request.headers['bank-signature']),
      event: JSON.parse(body) as Delivery['event'],
    });
    response.writeHead(merchantStatus).end();
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
  merchantUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}`;
  bank = await startBank({ ...secrets, dataDir, lateCallbackMs: 60_000, callbackRetryMs: 10 });
});
afterEach(async () => {
  await bank.close();
  await new Promise((resolve) => {
    merchant.close(resolve);
    merchant.closeAllConnections();
  });
  await rm(dataDir, { recursive: true });
});

const cards = {
  pays: '4242424242424242',
  declines: '4000000000000002',
  late: '4000000000000259',
  repeated: '4000000000000341',
};

const order = (changes: Record<string, unknown> = {}) => ({
  amountMinor: 12_550,
  currency: 'EUR',
  reference: 'INV-1',
  returnUrl: 'http://127.0.0.1:1/back?case=7',
  callbackUrl: `${merchantUrl}/callbacks`,
  ...changes,
});
async function post(path: string, body: unknown, key = secrets.merchantKey) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const response = await fetch(bank.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const open = async (changes: Record<string, unknown> = {}) =>
  (await post('/v1/checkouts', order(changes))).body as { id: string; pageUrl: string };
const send = (pageUrl: string, form: Record<string, string>) =>
  fetch(pageUrl, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const stateOf = async (id: string) => {
  const response = await fetch(`${bank.url}/v1/checkouts/${id}`, {
    headers: { authorization: `Bearer ${secrets.merchantKey}` },
  });
  return ((await response.json()) as { state: string }).state;
};
const arrived = (count: number) => eventually(() => expect(deliveries.length).toBeGreaterThanOrEqual(count));

test('a paid checkout leads back to the merchant and tells it in a signed callback', async () => {
  const { id, pageUrl } = await open();
  const answer = await send(pageUrl, { card: cards.pays, action: 'pay' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`http://127.0.0.1:1/back?case=7&checkout=${id}`);
  await arrived(1);
  const [delivery] = deliveries;
  expect(delivery?.event).toMatchObject({
    type: 'checkout.paid',
    data: { checkoutId: id, reference: 'INV-1', amountMinor: 12_550, currency: 'EUR', state: 'paid' },
  });
  const { signature = '', body = '' } = delivery ?? {};
  expect(bodySigned(signature, secrets.callbackSecret, body, new Date())).toBe(true);
  expect(bodySigned(signature, 'another-secret', body, new Date())).toBe(false);
  expect(bodySigned(signature, secrets.callbackSecret, body.replace('12550', '1'), new Date())).toBe(false);
  expect(bodySigned(signature, secrets.callbackSecret, body, new Date(Date.now() + 3_600_000))).toBe(false);
  expect(await stateOf(id)).toBe('paid');
});

test('sending the page twice pays once', async () => {
  const { pageUrl } = await open();
  await Promise.all([send(pageUrl, { card: cards.pays }), send(pageUrl, { card: cards.pays })]);
  await send(pageUrl, { action: 'leave' });
  const refunds = await open({ reference: 'INV-2' });
  await send(refunds.pageUrl, { card: cards.pays });
  await eventually(() => expect(deliveries.some((one) => one.event.data['reference'] === 'INV-2')).toBe(true));
  expect(deliveries.filter((one) => one.event.data['reference'] === 'INV-1')).toHaveLength(1);
});

test('a declined card leaves the checkout open for another one', async () => {
  const { id, pageUrl } = await open();
  const declined = await send(pageUrl, { card: cards.declines });
  expect(declined.status).toBe(422);
  expect(await declined.text()).toContain('The card was declined');
  expect((await send(pageUrl, { card: '1111' })).status).toBe(422);
  expect((await send(pageUrl, {})).status).toBe(422);
  expect(await stateOf(id)).toBe('open');
  expect((await send(pageUrl, { card: cards.pays })).status).toBe(303);
  expect(await stateOf(id)).toBe('paid');
});

test('one card pays with three callbacks of the same event', async () => {
  const { pageUrl } = await open();
  await send(pageUrl, { card: cards.repeated });
  await arrived(3);
  expect(new Set(deliveries.map((one) => one.event.id)).size).toBe(1);
});

test('one card pays at once while the callback waits', async () => {
  const { id, pageUrl } = await open();
  await send(pageUrl, { card: cards.late });
  const other = await open({ reference: 'INV-2' });
  await send(other.pageUrl, { card: cards.pays });
  await arrived(1);
  expect(await stateOf(id)).toBe('paid');
  expect(deliveries.map((one) => one.event.data['reference'])).toEqual(['INV-2']);
});

test('leaving abandons the checkout and tells the merchant', async () => {
  const { id, pageUrl } = await open();
  expect((await send(pageUrl, { action: 'leave' })).status).toBe(303);
  await arrived(1);
  expect(deliveries[0]?.event.type).toBe('checkout.abandoned');
  expect(await stateOf(id)).toBe('abandoned');
  expect((await send(pageUrl, { card: cards.pays })).status).toBe(303);
  expect(await stateOf(id)).toBe('abandoned');
});

test('a callback is tried until the merchant takes it, each time signed anew', async () => {
  merchantStatus = 500;
  const { pageUrl } = await open();
  await send(pageUrl, { card: cards.pays });
  await arrived(3);
  merchantStatus = 200;
  const before = deliveries.length;
  await arrived(before + 1);
  for (const { signature, body } of deliveries)
    expect(bodySigned(signature, secrets.callbackSecret, body, new Date())).toBe(true);
});

test('checkouts and owed callbacks survive a restart', async () => {
  merchantStatus = 503;
  const { id, pageUrl } = await open();
  await send(pageUrl, { card: cards.pays });
  await arrived(1);
  await bank.close();
  merchantStatus = 200;
  const before = deliveries.length;
  bank = await startBank({ ...secrets, dataDir, callbackRetryMs: 10 });
  await arrived(before + 1);
  expect(await stateOf(id)).toBe('paid');
  expect((await post('/v1/checkouts', order())).body['id']).toBe(id);
});

test('the same reference is the same checkout; another amount under it is a conflict', async () => {
  const first = await post('/v1/checkouts', order());
  expect(first.status).toBe(201);
  expect((await post('/v1/checkouts', order())).body).toEqual(first.body);
  expect(await post('/v1/checkouts', order({ amountMinor: 1 }))).toMatchObject({
    status: 409,
    body: { code: 'bank.reference-taken' },
  });
});

test('a paid checkout is given back once; an unpaid one cannot be', async () => {
  const { id, pageUrl } = await open();
  expect(await post('/v1/refunds', { checkoutId: id })).toMatchObject({ status: 409, body: { code: 'bank.not-paid' } });
  expect(await post('/v1/refunds', { checkoutId: 'none' })).toMatchObject({
    status: 404,
    body: { code: 'bank.checkout-unknown' },
  });
  await send(pageUrl, { card: cards.pays });
  const refund = await post('/v1/refunds', { checkoutId: id });
  expect(refund).toMatchObject({ status: 201, body: { state: 'refunded' } });
  expect(await post('/v1/refunds', { checkoutId: id })).toEqual(refund);
  await arrived(2);
  expect(deliveries.map((one) => one.event.type).sort()).toEqual(['checkout.paid', 'checkout.refunded']);
});

test('strangers, bad addresses, bad money and unknown fields are refused', async () => {
  expect(await post('/v1/checkouts', order(), 'guess')).toMatchObject({
    status: 401,
    body: { code: 'bank.merchant-unknown' },
  });
  expect(await post('/v1/checkouts', order({ callbackUrl: 'http://example.org/' }))).toMatchObject({
    body: { code: 'bank.callback-host-refused' },
  });
  expect(await post('/v1/checkouts', order({ returnUrl: 'javascript:alert(1)' }))).toMatchObject({
    body: { code: 'bank.address-malformed' },
  });
  expect(await post('/v1/checkouts', order({ currency: 'ZZZ' }))).toMatchObject({
    body: { code: 'bank.currency-unknown' },
  });
  for (const bad of [{ amountMinor: 0 }, { amountMinor: 1.5 }, { amountMinor: '100' }, { extra: 1 }, { reference: '' }])
    expect((await post('/v1/checkouts', order(bad))).status).toBe(400);
  expect((await fetch(`${bank.url}/pay/none`)).status).toBe(404);
  expect(
    (await fetch(`${bank.url}/v1/checkouts/none`, { headers: { authorization: `Bearer ${secrets.merchantKey}` } }))
      .status,
  ).toBe(404);
});

test('the page speaks the payer’s language, right to left for Arabic, and escapes what the merchant wrote', async () => {
  const { pageUrl } = await open({ description: '<script>alert(1)</script>' });
  const arabic = await (await fetch(pageUrl, { headers: { 'accept-language': 'fr, ar-EG;q=0.9, en;q=0.1' } })).text();
  expect(arabic).toContain('<html lang="ar" dir="rtl">');
  expect(arabic).toContain('الدفع بالبطاقة');
  expect(arabic).not.toContain('<script');
  for (const [language, title] of Object.entries({
    en: 'Pay by card',
    ru: 'Оплата картой',
    kk: 'Картамен төлеу',
    uk: 'Оплата карткою',
  }))
    expect(await (await fetch(`${pageUrl}?lang=${language}`)).text()).toContain(`<h1>${title}</h1>`);
});

test('the page allows no script and a form that ends at the merchant’s', async () => {
  const { pageUrl } = await open();
  const policy = (await fetch(pageUrl)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'self' http://127.0.0.1:1");
});
