// SPDX-License-Identifier: Apache-2.0
/** Receipts, e-invoices, statements. */
import { existsSync } from 'node:fs';
import { newId } from '@stoa/kernel';
import { payoutPaid } from '@stoa/payouts/contract';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { breaches } from './en16931.ts';
import { inn, paying } from './fixture.ts';

const { b, payer, one, ask, read, send } = await paying();
const lines = [
  { code: 'permit', title: { en: 'Permit & <stamp> "fee"' }, amountMinor: 7000 },
  { code: 'extract', title: { en: '=SUM(A1:A9)' }, amountMinor: 501 },
];
const { id, number } = await ask(0, { lines });
await b.call(contract.exemptInvoice, { id, amountMinor: 1001, act: 'State Fees Act', clause: 'art. 12 & 13' }, one);
const { redirectUrl } = await b.call(contract.startCheckout, { id, amountMinor: 2500, provider: 'bank' }, payer);
await send(redirectUrl, { card: '4242424242424242', action: 'pay' });
const get = (path: string, who = payer) => b.http(who).get(`/api/payments/${path}`);
const textOf = ({ body }: { body: Record<string, unknown> }) => String(body.text);
const stranger = b.person({ actingFor: { kind: 'organisation', id: '7700000001', name: 'Other' } });

test('a receipt of what was paid is a PDF in every language, for the payer and the office alone', async () => {
  await expect.poll(async () => (await read(id)).paidMinor).toBe(2500);
  for (const language of contract.paperLanguages) {
    const pdf = await get(`invoices/${id}/receipt.pdf?language=${language}`);
    expect(pdf).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } });
  }
  expect((await get(`invoices/${id}/receipt.pdf`, one)).status).toBe(200);
  expect(await get(`invoices/${id}/receipt.pdf`, stranger)).toMatchObject({ status: 403 });
  expect(await get(`invoices/${id}/receipt.pdf?language=xx`)).toMatchObject({ status: 422 });
  const unpaid = await ask(10);
  expect(await get(`invoices/${unpaid.id}/receipt.pdf`)).toMatchObject({ body: { code: 'payments.nothing-paid' } });
});

test('an e-invoice keeps the rules of EN 16931, in the order that UBL asks for', async () => {
  const answer = await get(`invoices/${id}/invoice.xml`);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toContain('application/xml');
  const xml = textOf(answer);
  expect(breaches(xml)).toEqual([]);
  expect(xml).toContain('<cbc:PayableAmount currencyID="EUR">40.00</cbc:PayableAmount>');
  expect(xml).toContain('<cbc:PrepaidAmount currencyID="EUR">25.00</cbc:PrepaidAmount>');
  // What the rules find where something is missing, or does not add up.
  expect(breaches(xml.replace(/<cbc:ID>.*?<\/cbc:ID>/, ''))).toContain('BR-02');
  expect(breaches(xml.replace('>75.01<', '>75.02<'))).toContain('BR-CO-10');
  expect(breaches(xml.replace('>40.00<', '>41.00<'))).toContain('BR-CO-16');
  expect(
    breaches(xml.replace(/(<cbc:IssueDate>.*?<\/cbc:IssueDate>)(<cbc:DueDate>.*?<\/cbc:DueDate>)/, '$2$1')),
  ).toContain('order of Invoice');
  expect(await get(`invoices/${id}/invoice.xml`, stranger)).toMatchObject({ status: 403 });
});

// The schemas are others' files: whoever has them sets STOA_UBL_XSD to the path of UBL-Invoice-2.1.xsd.
const schemas = [process.env.STOA_UBL_XSD ?? ''].filter((path) => existsSync(path));
test.each(schemas)('an e-invoice fits the schema of OASIS UBL 2.1 at %s', async (schema) => {
  const { xmlRegisterFsInputProviders } = await import('libxml2-wasm/lib/nodejs.mjs');
  xmlRegisterFsInputProviders();
  const { readFileSync } = await import('node:fs');
  const xsd = XmlDocument.fromBuffer(readFileSync(schema), { url: schema });
  const validator = XsdValidator.fromDoc(xsd);
  const document = XmlDocument.fromString(textOf(await get(`invoices/${id}/invoice.xml`)));
  expect(() => validator.validate(document)).not.toThrow();
  for (const one of [document, validator, xsd]) one.dispose();
});

test('without a number of who collects there is no e-invoice', async () => {
  const { STOA_COLLECTING_NUMBER } = b.module.config.env;
  Object.assign(b.module.config.env, { STOA_COLLECTING_NUMBER: undefined });
  expect(await get(`invoices/${id}/invoice.xml`)).toMatchObject({ body: { code: 'payments.seller-unknown' } });
  Object.assign(b.module.config.env, { STOA_COLLECTING_NUMBER });
});

test('a way of paying that is not connected is refused by name', async () => {
  const { STOA_STRIPE_KEY } = b.module.config.env;
  Object.assign(b.module.config.env, { STOA_STRIPE_KEY: undefined });
  await expect(b.call(contract.startCheckout, { id, provider: 'stripe' }, payer)).rejects.toMatchObject({
    code: 'payments.provider-unknown',
  });
  Object.assign(b.module.config.env, { STOA_STRIPE_KEY });
});

test('a statement holds what one acts for, in each form, and begins no formula', async () => {
  const csv = await get('own/statement?as=csv&language=en');
  expect(csv.status).toBe(200);
  expect(textOf(csv)).toContain(number);
  expect(textOf(csv)).toContain('75.01');
  const cells = textOf(csv).split(/[;,\n]/);
  expect(cells.filter((cell) => /^"?[=+@]/.test(cell))).toEqual([]);
  expect((await get('own/statement?as=pdf&language=ar')).status).toBe(200);
  expect((await get('own/statement?as=xlsx&language=ru')).status).toBe(200);
  expect(textOf(await get('own/statement?as=csv&language=en', stranger))).not.toContain(number);
  expect((await get('own/statement?as=doc&language=en')).status).toBe(422);
});

test('lists hold what one acts for and may read, and refuse a bad cursor', async () => {
  const list = (more = {}, who = payer) => b.call(contract.listOwnInvoices, more, who);
  const found = await list({ code: 'extract' });
  expect(found.items.map((each) => each.id)).toEqual([id]);
  expect(found.sums).toMatchObject([{ currency: 'EUR', count: 1, paidMinor: 2500, owedMinor: 4000 }]);
  expect((await list({}, stranger)).items).toEqual([]);
  await expect(list({ cursor: 'bad' })).rejects.toMatchObject({ code: 'kernel.input-invalid' });
  const narrow = b.person({
    actingFor: {
      kind: 'organisation',
      id: inn,
      name: 'Steppe Build',
      limits: [{ services: ['visa'], acts: ['read'] }],
    },
  });
  expect((await list({}, narrow)).items).toEqual([]);
  for (const order of contract.orders) {
    const page = await b.call(contract.listInvoices, { order, limit: 1 }, one);
    expect(page.items).toHaveLength(1);
    const next = await b.call(contract.listInvoices, { order, limit: 1, cursor: page.nextCursor ?? '' }, one);
    expect(next.items[0]?.id).not.toBe(page.items[0]?.id);
    await expect(b.call(contract.listInvoices, { order, cursor: 'bad' }, one)).rejects.toMatchObject({
      kind: 'invalid',
    });
  }
  const byReference = await b.call(contract.listInvoices, { search: (await read(id)).creditorReference }, one);
  expect(byReference.items.map((each) => each.id)).toEqual([id]);
  expect((await b.call(contract.listInvoices, { state: 'part-paid', way: 'bank' }, one)).items).toHaveLength(1);
  await expect(b.call(contract.listInvoices, {}, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  for (const bad of [contract.listDisputes, contract.listTransfers, contract.listRefunds])
    await expect(b.call(bad, { cursor: 'bad' }, one)).rejects.toMatchObject({ kind: 'invalid' });
});

test('figures say what came in by fee, day and way, and what waits', async () => {
  const figures = await b.call(contract.getFigures, {}, one);
  expect(figures).toMatchObject({
    ...{ byFee: [{ code: 'permit', amountMinor: 2500 }], byWay: [{ way: 'bank', amountMinor: 2500 }] },
    waiting: { refunds: 0, disputes: 0, overdue: 0 },
  });
  expect(figures.byDay).toHaveLength(1);
  await expect(b.call(contract.getFigures, {}, payer)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('the payer sees the way of an invoice without the names of the office', async () => {
  const seen = await b.call(contract.getWay, { id }, payer);
  expect(seen.steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['asked', 'exempted', 'payment', 'due']));
  expect(JSON.stringify(seen.steps)).not.toContain('Galiya');
  await expect(b.call(contract.getWay, { id }, stranger)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('the demo enters its year once, and only where it is on', async () => {
  const item = {
    ...{ key: '1', payer: { kind: 'organisation' as const, number: inn }, askedOn: '2026-01-10' },
    lines: [{ code: 'permit', title: { en: 'Permit' }, amountMinor: 900 }],
    paid: { way: 'stripe' as const, on: '2026-01-12', amountMinor: 900 },
    refund: { amountMinor: 300, on: '2026-01-20', reason: 'Paid twice' },
  };
  const enter = (who = { kind: 'service', id: 'demo' } as const) =>
    b.call(contract.enterDemoPayments, { fees: [], items: [item] }, who);
  await expect(b.call(contract.enterDemoPayments, { fees: [], items: [] }, one)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  Object.assign(b.module.config, { demo: false });
  await expect(enter()).rejects.toMatchObject({ code: 'payments.demo-off' });
  Object.assign(b.module.config, { demo: true });
  expect(await enter()).toEqual({ entered: 1 });
  expect(await enter()).toEqual({ entered: 0 });
  const found = await b.call(contract.listOwnInvoices, { from: '2026-01-01', to: '2026-02-01' }, payer);
  expect(found.items).toMatchObject([{ state: 'paid', paidMinor: 900, refundedMinor: 300 }]);
});

test('what a previous system had collected is paid out, and its charge-backs are answered there', async () => {
  const two = b.person({ name: 'Viktor Lys', duties: ['payments.accountant'] });
  const day = '2026-03-02';
  const base = {
    ...{ payer: { kind: 'organisation' as const, number: inn }, askedOn: day },
    lines: [{ code: 'permit', title: { en: 'Permit' }, amountMinor: 900 }],
    paid: { way: 'stripe' as const, on: day, amountMinor: 900 },
  };
  const items = [
    { ...base, key: 'old', refund: { amountMinor: 300, on: day, reason: 'Paid twice', waits: true } },
    { ...base, key: 'old disputed', dispute: { on: day, reason: 'fraudulent' } },
  ];
  await b.call(contract.enterDemoPayments, { fees: [], items }, { kind: 'service', id: 'demo' });
  const [refund] = (await b.call(contract.listRefunds, { state: 'asked' }, two)).items;
  await b.call(contract.decideRefund, { id: refund?.id ?? '', approve: true }, two);
  const payout = { payoutId: newId(), reference: `fee-refund ${refund?.id} 1`, amountMinor: 300, currency: 'EUR' };
  await b.deliver(payoutPaid, { ...payout, paidOn: '2026-11-30' });
  expect(await read(refund?.invoiceId ?? '')).toMatchObject({ state: 'paid', refundedMinor: 300 });
  const [dispute] = (await b.call(contract.listDisputes, { state: 'open' }, one)).items;
  await b.call(contract.answerDispute, { id: dispute?.id ?? '', evidence: 'It was rendered in March' }, one);
  expect((await b.call(contract.listDisputes, { state: 'answered' }, one)).items).toMatchObject([{ id: dispute?.id }]);
});
