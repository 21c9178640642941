// SPDX-License-Identifier: Apache-2.0
/** Money that came for a matter given up meanwhile. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBank } from '@stoa/demo';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import payments from '../src/index.ts';

const [merchantKey, callbackSecret]: string[] = [randomUUID(), randomUUID()];
const bank = await startBank({
  merchantKey: merchantKey ?? '',
  callbackSecret: callbackSecret ?? '',
  port: 0,
  dataDir: mkdtempSync(join(tmpdir(), 'stoa-bank-')),
});
afterAll(() => bank.close());
const b = await benchWith(
  { STOA_BANK_URL: bank.url, STOA_BANK_KEY: merchantKey ?? '', STOA_BANK_SECRET: callbackSecret ?? '' },
  payments,
);
const cases = { kind: 'service', id: 'cases' } as const;
const payer = b.person({ actingFor: { kind: 'organisation', id: '0105234510', name: 'Steppe Build' } });

test('what is paid after the matter was given up goes back to the payer, once', async () => {
  const { id } = await b.call(
    contract.createInvoice,
    {
      reference: 'case:returned',
      payerId: '0105234510',
      lines: [{ code: 'permit', title: { en: 'Permit fee' }, amountMinor: 12_000 }],
      currency: 'EUR',
      returnPath: '/cases/1/paid',
    },
    cases,
  );
  const { redirectUrl } = await b.call(contract.startCheckout, { id }, payer);
  await b.call(contract.voidInvoice, { id }, cases);
  const form = new URLSearchParams({ card: '4242424242424242', action: 'pay' });
  expect((await fetch(redirectUrl, { method: 'POST', redirect: 'manual', body: form })).status).toBe(303);
  const state = async () =>
    (await b.sql<{ state: string }>('select state from checkout where invoice_id = $1', [id]))[0]?.state;
  await expect.poll(state).toBe('paid');
  const [waiting] = await b.sql<{ key: string }>(
    `select source_id as key from work where handler = 'payments.return-money'`,
  );
  expect(waiting?.key).toMatch(/^return /);
  expect(waiting?.key).not.toContain(new URL(redirectUrl).pathname.split('/').at(-1));
  await b.drain();
  await expect.poll(state).toBe('refunded');
  expect((await b.call(contract.getInvoice, { id }, payer)).state).toBe('void');
  expect(b.events('payments.invoice-paid.v1')).toEqual([]);
  const told = await b.sql('select action from audit where object_id = $1', [id]);
  expect(told.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['payments.payment-returned', 'payments.invoice-refunded']),
  );
});
