// SPDX-License-Identifier: Apache-2.0
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBank } from '@stoa/demo';
import { openRow } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import payments from '../src/index.ts';

const secrets: Record<'merchantKey' | 'callbackSecret', string> = {
  merchantKey: randomUUID(),
  callbackSecret: randomUUID(),
};
const bank = await startBank({ ...secrets, port: 0, dataDir: mkdtempSync(join(tmpdir(), 'stoa-bank-')) });
let bankIsUp = true;
afterAll(async () => {
  if (bankIsUp) await bank.close();
});
const b = await benchWith(
  { STOA_BANK_URL: bank.url, STOA_BANK_KEY: secrets.merchantKey, STOA_BANK_SECRET: secrets.callbackSecret },
  payments,
);
const cases = { kind: 'service', id: 'cases' } as const;
const payer = b.person({ actingFor: { kind: 'organisation', id: '0105234510', name: 'Steppe Build' } });
let serial = 0;
const invoice = (amountMinor = 12_000, reference = `case:${serial++}`) =>
  b.call(
    contract.createInvoice,
    {
      reference,
      payerId: '0105234510',
      lines: [{ code: 'permit', title: { en: 'Permit fee' }, amountMinor }],
      currency: 'EUR',
      returnPath: '/cases/1/paid',
    },
    cases,
  );
const state = async (id: string) => (await b.call(contract.getInvoice, { id }, payer)).state;
const checkout = async (id: string) => (await b.call(contract.startCheckout, { id }, payer)).redirectUrl;
const providerIdOf = async (id: string) => {
  const sql = `select invoice_id || ' ' || attempt as key, provider_id, sealed from checkout
    where invoice_id = $1 order by attempt desc limit 1`;
  const [row] = await b.sql<{ key: string; provider_id: string; sealed: string | null }>(sql, [id]);
  return row ? openRow(b, 'checkout', row.key, row).provider_id : '';
};

async function payAt(pageUrl: string, card: string, action = 'pay') {
  const page = new URL(pageUrl);
  return fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ card: card.replaceAll(' ', ''), action }),
  });
}
function callback(data: Record<string, unknown>, secret = secrets.callbackSecret, secondsOff = 0) {
  const body = JSON.stringify({
    id: `evt_${serial++}`,
    type: 'checkout.paid',
    createdAt: new Date().toISOString(),
    data,
  });
  const t = Math.floor(b.clock.now().getTime() / 1000) + secondsOff;
  const mac = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return b.http().post('/payments/callbacks/bank', body, { 'bank-signature': `t=${t},v1=${mac}` });
}

test("an invoice is paid at the bank's page, by the bank's signed callback, exactly once", async () => {
  const { id } = await invoice();
  const page = await checkout(id);
  expect(await checkout(id)).toBe(page);
  expect((await payAt(page, '4000 0000 0000 0341')).status).toBe(303);
  await expect.poll(() => state(id)).toBe('paid');
  await b.drain();
  const paid = b.events('payments.invoice-paid.v1').filter((e) => (e.data as { invoiceId: string }).invoiceId === id);
  expect(paid).toHaveLength(1);
  expect(
    await b.sql(
      'select account, amount_minor from posting p join journal_entry j on j.id = p.entry_id where invoice_id = $1 order by amount_minor',
      [id],
    ),
  ).toEqual([
    { account: 'revenue:permit', amount_minor: '-12000' },
    { account: 'provider:bank', amount_minor: '12000' },
  ]);
  await expect(checkout(id)).rejects.toMatchObject({ kind: 'conflict', code: 'payments.invoice-closed' });
});

test('a repeated callback changes nothing; one with another amount is refused', async () => {
  const { id } = await invoice();
  await checkout(id);
  const data = {
    checkoutId: await providerIdOf(id),
    amountMinor: 12_000,
    currency: 'EUR',
    state: 'paid',
    paymentId: 'p-1',
  };
  expect(await callback({ ...data, amountMinor: 1 })).toMatchObject({
    status: 409,
    body: { code: 'payments.amount-differs' },
  });
  expect(await state(id)).toBe('open');
  expect((await callback(data)).status).toBe(200);
  expect((await callback(data)).status).toBe(200);
  expect(await callback({ ...data, amountMinor: 12_001 })).toMatchObject({
    status: 409,
    body: { code: 'payments.amount-differs' },
  });
  expect(await callback({ ...data, paymentId: 'p-2' })).toMatchObject({
    status: 409,
    body: { code: 'payments.invoice-closed' },
  });
  expect(await b.sql('select 1 from journal_entry where invoice_id = $1', [id])).toHaveLength(1);
});

const words = async (id: string) => {
  const data = { checkoutId: await providerIdOf(id), amountMinor: 12_000, currency: 'EUR', paymentId: 'p-9' };
  return (word: string, more: object = {}) => callback({ ...data, state: word, ...more });
};

test('an attempt that the release before left clear is found by the bank before and after it is sealed', async () => {
  const { id } = await invoice();
  await checkout(id);
  const providerId = await providerIdOf(id);
  await b.sql('update checkout set provider_id = $2, sealed = null, provider_mark = null where invoice_id = $1', [
    id,
    providerId,
  ]);
  const heard = (state: string) =>
    callback({ checkoutId: providerId, amountMinor: 12_000, currency: 'EUR', state, paymentId: 'pay-7' });
  expect((await heard('open')).status).toBe(200);
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await b.dump('payments.checkout')).not.toContain(providerId);
  expect((await heard('paid')).status).toBe(200);
  expect(await state(id)).toBe('paid');
  expect(await b.dump('payments.invoice')).not.toContain('pay-7');
});

test('money that the bank gave back makes the invoice refunded, once, with an entry the other way round', async () => {
  const { id } = await invoice();
  await checkout(id);
  const say = await words(id);
  expect((await say('paid')).status).toBe(200);
  for (const word of ['refunded', 'refunded', 'paid', 'open']) expect((await say(word)).status, word).toBe(200);
  await b.drain();
  expect(await b.call(contract.getInvoice, { id }, payer)).toMatchObject({
    state: 'refunded',
    refundedAt: expect.any(String),
  });
  expect(
    await b.sql(
      `select account, amount_minor from posting p join journal_entry j on j.id = p.entry_id
       where invoice_id = $1 and kind = 'refund' order by amount_minor`,
      [id],
    ),
  ).toEqual([
    { account: 'provider:bank', amount_minor: '-12000' },
    { account: 'revenue:permit', amount_minor: '12000' },
  ]);
  const told = b.events('payments.invoice-refunded.v1').map((e) => (e.data as { invoiceId: string }).invoiceId);
  expect(told.filter((one) => one === id)).toHaveLength(1);
  expect(await say('refunded', { amountMinor: 100 })).toMatchObject({ body: { code: 'payments.amount-differs' } });
});

test('money given back before we heard of its payment leaves the invoice to be paid anew', async () => {
  const { id } = await invoice();
  const first = await checkout(id);
  const say = await words(id);
  expect((await say('refunded')).status).toBe(200);
  expect((await say('paid')).status).toBe(200);
  expect(await state(id)).toBe('open');
  expect(await checkout(id)).not.toBe(first);
});

test('a word that contradicts an earlier one, or that nobody agreed on, is refused', async () => {
  const { id } = await invoice();
  await checkout(id);
  const say = await words(id);
  expect((await say('paid')).status).toBe(200);
  expect(await say('abandoned')).toMatchObject({ status: 409, body: { code: 'payments.state-contradicts' } });
  expect(await say('disputed')).toMatchObject({ status: 422, body: { code: 'payments.callback-malformed' } });
  expect(await state(id)).toBe('paid');
});

test('a callback without the signature of the bank, an old, a malformed one, and one of nobody are refused', async () => {
  const { id } = await invoice();
  await checkout(id);
  const data = { checkoutId: await providerIdOf(id), amountMinor: 12_000, currency: 'EUR', state: 'paid' };
  expect(await callback(data, 'guessed')).toMatchObject({ status: 401, body: { code: 'payments.callback-unsigned' } });
  expect(await callback(data, undefined, -600)).toMatchObject({
    status: 401,
    body: { code: 'payments.callback-unsigned' },
  });
  expect(await b.http().post('/payments/callbacks/bank', '{}')).toMatchObject({ status: 401 });
  expect(await callback({ ...data, amountMinor: 'x' })).toMatchObject({
    status: 422,
    body: { code: 'payments.callback-malformed' },
  });
  expect(await callback({ ...data, checkoutId: 'co_unknown' })).toMatchObject({
    status: 404,
    body: { code: 'payments.checkout-unknown' },
  });
  expect(await state(id)).toBe('open');
});

test('after an abandoned checkout a new attempt begins', async () => {
  const { id } = await invoice();
  const first = await checkout(id);
  await payAt(first, '', 'leave');
  const second = await checkout(id);
  expect(second).not.toBe(first);
  expect((await payAt(second, '4242 4242 4242 4242')).status).toBe(303);
  await expect.poll(() => state(id)).toBe('paid');
});

test('a payment whose callback was lost is found by asking the bank', async () => {
  const { id } = await invoice();
  await payAt(await checkout(id), '4000 0000 0000 0259');
  expect(await state(id)).toBe('open');
  b.clock.advance({ minutes: 3 });
  await b.drain();
  expect(await state(id)).toBe('paid');
});

test('asking for the same reference answers the same invoice; other lines for it are refused', async () => {
  const first = await invoice(100, 'case:same');
  expect((await invoice(100, 'case:same')).id).toBe(first.id);
  await expect(invoice(200, 'case:same')).rejects.toMatchObject({ kind: 'conflict', code: 'payments.reference-taken' });
});

test('nothing to pay is paid at once', async () => {
  expect((await invoice(0)).state).toBe('paid');
});

test('an unpaid invoice can be voided, a paid one cannot', async () => {
  const { id } = await invoice();
  expect((await b.call(contract.voidInvoice, { id }, cases)).state).toBe('void');
  expect((await b.call(contract.voidInvoice, { id }, cases)).state).toBe('void');
  await expect(checkout(id)).rejects.toMatchObject({ code: 'payments.invoice-closed' });
  const free = await invoice(0);
  await expect(b.call(contract.voidInvoice, { id: free.id }, cases)).rejects.toMatchObject({
    code: 'payments.invoice-closed',
  });
});

test('only modules invoice, and only the payer reads and pays', async () => {
  const { id } = await invoice();
  const stranger = b.person({ actingFor: { kind: 'organisation', id: '7700000001', name: 'Other' } });
  await expect(b.call(contract.getInvoice, { id }, stranger)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(b.call(contract.startCheckout, { id }, stranger)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  await expect(b.call(contract.voidInvoice, { id }, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(
    b.call(
      contract.createInvoice,
      {
        reference: 'x',
        payerId: 'x',
        lines: [{ code: 'x', title: { en: 'x' }, amountMinor: 1 }],
        currency: 'EUR',
        returnPath: '/x',
      },
      payer,
    ),
  ).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(
    b.call(contract.getInvoice, { id: '00000000-0000-7000-8000-000000000000' }, payer),
  ).rejects.toMatchObject({ code: 'payments.invoice-unknown' });
});

test('a journal entry that does not balance is refused by the database', async () => {
  const { id } = await invoice(0);
  await b.sql('begin');
  await b.sql(`insert into journal_entry values (gen_random_uuid(), $1, 'refund', now())`, [id]);
  await b.sql(
    `insert into posting select id, 'x', 'EUR', 5 from journal_entry where invoice_id = $1 and kind = 'refund'`,
    [id],
  );
  await expect(b.sql('commit')).rejects.toThrow(/does not balance/);
});

test('while the bank is away, paying says so', async () => {
  const { id } = await invoice();
  await bank.close();
  bankIsUp = false;
  await expect(checkout(id)).rejects.toMatchObject({ kind: 'unavailable', code: 'payments.provider-unavailable' });
});
