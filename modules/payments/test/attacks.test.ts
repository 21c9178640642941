// SPDX-License-Identifier: Apache-2.0
/** What somebody of the office tries with money of their own, and what many tabs, callbacks and cursors do at once. */
import { statementEntry } from '@stoa/books/contract';
import { newId, writeCursor } from '@stoa/kernel';
import { payoutFailed, payoutPaid } from '@stoa/payouts/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, paying } from './fixture.ts';

const { b, powers, payer, one, two, ask, read, send, balances } = await paying();
const snils = '11223344595';
/** Keeps account of fees, and has fees of their own. */
const both = b.person({ name: 'Rustem Both', snils, duties: ['payments.accountant'] });
const ofBoth = (amountMinor = 5000) => ask(amountMinor, { payerId: b.personKey(snils) });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const page = async (id: string, as: typeof payer, amountMinor?: number) =>
  (await b.call(contract.startCheckout, { id, provider: 'bank', ...(amountMinor ? { amountMinor } : {}) }, as))
    .redirectUrl;
const pay = (url: string) => send(url, { card: '4242424242424242', action: 'pay' });
const stateOf = (id: string) => async () => (await b.call(contract.getInvoice, { id }, one)).state;
const askBack = (id: string, amountMinor: number, as = one) =>
  b.call(contract.askRefund, { id, amountMinor, reason: 'The permit was refused' }, as);
const decide = (id: string, as = two) => b.call(contract.decideRefund, { id, approve: true }, as);

test('nobody of the office exempts, pays back, or gives a transfer to, an invoice of their own', async () => {
  const another = { code: 'payments.same-person' };
  const exempted = await ofBoth();
  const exempt = (id: string, as: typeof one) => b.call(contract.exemptInvoice, { id, act: 'Law 7', clause: '3' }, as);
  await expect(exempt(exempted.id, both)).rejects.toMatchObject(another);
  expect(await stateOf(exempted.id)()).toBe('open');
  await exempt(exempted.id, one);

  const transferred = await ofBoth();
  const entryId = newId();
  await b.deliver(statementEntry, {
    ...{ entryId, account: '1030', bookedOn: '2026-11-20', amountMinor: 5000, currency: 'EUR' },
    text: 'for somebody else',
  });
  const allot = (as: typeof one) => b.call(contract.allotTransfer, { entryId, invoiceNumber: transferred.number }, as);
  await expect(allot(both)).rejects.toMatchObject(another);
  await allot(one);

  const { refundId } = await askBack(transferred.id, 5000);
  await expect(decide(refundId, both)).rejects.toMatchObject(another);
  await decide(refundId);
  const payout = { payoutId: newId(), reference: `fee-refund ${refundId} 1`, amountMinor: 5000, currency: 'EUR' };
  await b.deliver(payoutFailed, { ...payout, reason: 'left-out', givenUp: true });
  const again = (as: typeof one) => b.call(contract.payRefundAgain, { id: refundId }, as);
  await expect(again(both)).rejects.toMatchObject(another);
  await again(one);
  await b.deliver(payoutPaid, { ...payout, payoutId: newId(), paidOn: '2026-11-30' });
  expect(await stateOf(transferred.id)()).toBe('refunded');
  expect(await balances()).toEqual({ 'bank:transfers': 5000, 'payouts:refunds': -5000 });
});

test('who stops acting for a company decides nothing about what it was asked for while they could', async () => {
  const another = { code: 'payments.same-person' };
  const exempted = await ask(5000);
  const paid = await ask(5000);
  await pay(await page(paid.id, payer));
  await expect.poll(stateOf(paid.id)).toBe('paid');
  const { refundId } = await askBack(paid.id, 5000, one);
  const exempt = () => b.call(contract.exemptInvoice, { id: exempted.id, act: 'Law 7', clause: '3' }, two);
  powers.sides.add(inn);
  await expect(exempt()).rejects.toMatchObject(another);
  expect(powers.asked.at(-1)).toEqual({ side: inn, since: exempted.createdAt });
  await expect(decide(refundId)).rejects.toMatchObject(another);
  expect(powers.asked.at(-1)).toEqual({ side: inn, since: paid.createdAt });
  powers.sides.clear();
  await exempt();
  await decide(refundId);
});

test('refunds asked and approved by many at once give back no more than is held', async () => {
  const { id } = await ask(10_000);
  await pay(await page(id, payer));
  await expect.poll(stateOf(id)).toBe('paid');
  const asked = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      askBack(id, 7000, at % 2 ? one : two).then(
        ({ refundId }) => ({ refundId, by: at % 2 ? one : two }),
        (error: { code: string }) => error.code,
      ),
    ),
  );
  const [taken, ...more] = asked.filter((each) => typeof each !== 'string');
  expect(more).toEqual([]);
  expect(new Set(asked.filter((each) => typeof each === 'string'))).toEqual(new Set(['payments.more-than-paid']));
  const other = taken?.by === one ? two : one;
  const decided = await Promise.all(Array.from({ length: 4 }, () => codeOf(decide(taken?.refundId ?? '', other))));
  expect(decided.sort()).toEqual(['done', ...Array<string>(3).fill('payments.refund-closed')]);
  await b.drain();
  await expect.poll(async () => (await read(id)).refundedMinor).toBe(7000);
  expect((await balances())['provider:bank']).toBe(3000);
});

test('parts paid from two pages at once pay the invoice once, and what was too much goes back', async () => {
  const { id } = await ask(10_000);
  const before = (await balances())['provider:bank'] ?? 0;
  const pages = [await page(id, payer, 8000), await page(id, payer, 7000)];
  await Promise.all(pages.map(pay));
  await expect.poll(stateOf(id)).toBe('paid');
  await expect
    .poll(async () => {
      await b.drain();
      return (await balances())['owed:payers'];
    })
    .toBeUndefined();
  expect(await read(id)).toMatchObject({ paidMinor: 10_000, owedMinor: 0 });
  expect((await balances())['provider:bank']).toBe(before + 10_000);
});

test('a page of a list that no list ever gave is refused plainly', async () => {
  const id = '01a22b46-8f16-70e6-8e28-2e2e94277b08';
  const now = '2026-11-20T00:00:00.000Z';
  const far = 99_999_999_999;
  const get = async (path: string, as: typeof one) => (await b.http(as).get(`/api/payments/${path}`)).status;
  for (const [path, as] of [
    [`invoices?order=due&cursor=${writeCursor('yesterday', id)}`, one],
    [`invoices?order=due&cursor=${writeCursor('2026-02-30', id)}`, one],
    [`refunds?cursor=${writeCursor(far, now, id)}`, one],
    [`disputes?cursor=${writeCursor(far, now, id)}`, one],
    [`transfers?cursor=${writeCursor(far, now, 'entry-1')}`, one],
    [`own/invoices?cursor=${writeCursor(far, now, id)}`, payer],
    ['invoices?order=due&order=amount', one],
    ['own/statement?as=csv&as=pdf&language=en', payer],
    ['own/statement?as=csv&language=en&code=a%00b', payer],
    ['invoices?search=%00', one],
  ] as const)
    expect([path, await get(path, as)]).toEqual([
      path,
      expect.toSatisfy((code: number) => code === 422 || code === 200),
    ]);
});
