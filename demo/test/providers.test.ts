// SPDX-License-Identifier: Apache-2.0
/** The simulators of Stripe and of a bank that takes initiated payments, by their published words. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInitiation, startStripe } from '../src/index.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'stoa-providers-'));
const intent = {
  ...{ amount: '500', currency: 'eur', confirm: 'true', return_url: 'http://127.0.0.1/back' },
  'payment_method_data[type]': 'ideal',
};

test('Stripe answers a key again as it did, refuses the key with other words, and keeps both over a restart', async () => {
  const dataDir = folder();
  const options = { dataDir, secretKey: 'sk', webhookSecret: 'wh', port: 0 };
  let service = await startStripe(options);
  const post = async (form: Record<string, string>, key: string, secret = 'sk') => {
    const response = await fetch(`${service.url}/v1/payment_intents`, {
      ...{ method: 'POST', body: new URLSearchParams(form) },
      headers: { authorization: `Bearer ${secret}`, 'idempotency-key': key },
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  const first = await post(intent, 'a');
  expect(first).toMatchObject({ status: 200, body: { object: 'payment_intent', status: 'requires_action' } });
  await service.close();
  service = await startStripe(options);
  expect((await post(intent, 'a')).body['id']).toBe(first.body['id']);
  expect(await post({ ...intent, amount: '501' }, 'a')).toMatchObject({
    status: 400,
    body: { error: { type: 'idempotency_error' } },
  });
  expect((await post(intent, 'b')).body['id']).not.toBe(first.body['id']);
  expect(await post(intent, 'c', 'guessed')).toMatchObject({ status: 401 });
  expect(await post({ ...intent, amount: '1.5' }, 'd')).toMatchObject({
    status: 400,
    body: { error: { param: 'amount' } },
  });
  await service.close();
});

test('an initiated payment is received, technically valid when its page is open, and settled when agreed to', async () => {
  const service = await startInitiation({ dataDir: folder(), port: 0 });
  const path = `${service.url}/v1/payments/sepa-credit-transfers`;
  const headers = {
    ...{ 'x-request-id': '99391c7e-ad88-49ec-a2ad-99ddcb1f7721', 'psu-ip-address': '192.0.2.1' },
    ...{ 'tpp-redirect-uri': 'http://127.0.0.1/back', 'content-type': 'application/json' },
  };
  const transfer = {
    ...{
      instructedAmount: { currency: 'EUR', amount: '12.34' },
      creditorAccount: { iban: 'XM76STOA0000000000012345' },
    },
    creditorName: 'Treasury',
  };
  const start = (more: Record<string, string> = {}) =>
    fetch(path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(transfer) });
  const made = (await (await start()).json()) as {
    paymentId: string;
    transactionStatus: string;
    _links: { scaRedirect: { href: string } };
  };
  expect(made.transactionStatus).toBe('RCVD');
  expect(((await (await start()).json()) as typeof made).paymentId).toBe(made.paymentId);
  expect((await start({ 'x-request-id': 'none' })).status).toBe(400);
  const status = async () =>
    ((await (await fetch(`${path}/${made.paymentId}/status`, { headers })).json()) as { transactionStatus: string })
      .transactionStatus;
  await fetch(made._links.scaRedirect.href);
  expect(await status()).toBe('ACTC');
  const decide = (decision: string) =>
    fetch(made._links.scaRedirect.href, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ decision }),
    });
  expect((await decide('agree')).headers.get('location')).toBe('http://127.0.0.1/back');
  await decide('refuse');
  expect(await status()).toBe('ACSC');
  expect((await fetch(`${path}/nothing/status`, { headers })).status).toBe(404);
  await service.close();
});
