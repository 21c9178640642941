// SPDX-License-Identifier: Apache-2.0
/** The money path: whatever is repeated, late or cut off, a fee is asked once, counted once and never lost. */
import { newId, refuse } from '@stoa/kernel';
import { createInvoice, invoicePaid, invoiceRefunded, voidInvoice } from '@stoa/payments/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, types } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim } = permit;
const count = async (sql: string, id: string) => Number((await b.sql<{ n: string }>(sql, [id]))[0]?.n);
const notes = (id: string, kind: string) =>
  count(`select count(*) as n from history where case_id = $1 and kind = '${kind}'`, id);

test('sending an application many times at once makes one case, one number and one invoice', async () => {
  const id = await permit.start();
  await permit.fill(id);
  const sent = await Promise.all(
    Array.from({ length: 8 }, () => b.call(contract.submitCase, { id, declaration: true }, aigerim)),
  );
  expect(new Set(sent.map((summary) => summary.number)).size).toBe(1);
  await b.drain();
  await permit.poll();
  expect(await notes(id, 'submitted')).toBe(1);
  expect(await notes(id, 'fee-asked')).toBe(1);
  expect(await count('select count(*) as n from invoice where case_id = $1', id)).toBe(1);
  expect(b.events(contract.caseSubmitted.type).filter((event) => event.subject === id)).toHaveLength(1);
});

test('a payment reported again, also under other event ids, moves the case once', async () => {
  const id = await permit.submitted();
  const paid = await permit.pay(id);
  const row = () => b.sql('select * from invoice where case_id = $1', [id]);
  const [first] = await row();
  await b.deliver(invoicePaid, paid, newId());
  await b.deliver(invoicePaid, { ...paid, receiptNo: 'R-2' }, newId());
  expect(await notes(id, 'fee-paid')).toBe(1);
  expect(first?.paid_at).toBeTruthy();
  expect(await row()).toEqual([first]);
  // The place in the quota before the fee, the two departments after it.
  expect(await notes(id, 'check-asked')).toBe(3);
});

test('a fee that went back shows on the case with its amount, once', async () => {
  const id = await permit.submitted();
  const { receiptNo: _, ...refund } = await permit.pay(id);
  await b.deliver(invoiceRefunded, refund, newId());
  await b.deliver(invoiceRefunded, refund, newId());
  expect(await notes(id, 'fee-refunded')).toBe(1);
  expect((await permit.page(id)).invoice).toMatchObject({
    amountMinor: refund.amountMinor,
    paid: true,
    refundedAt: expect.any(String),
  });
});

test('a payment of somebody else, or for nothing here, changes nothing', async () => {
  const id = await permit.submitted();
  for (const reference of ['plan:1', `case:${newId()}:askFee`]) {
    await b.deliver(invoicePaid, { invoiceId: newId(), reference, amountMinor: 1, currency: 'EUR', receiptNo: 'R' });
  }
  expect((await permit.page(id)).state).toBe('payment');
});

test('a process cut off after the invoice was made asks for the same invoice, not for a second one', async () => {
  const id = await permit.start();
  await permit.fill(id);
  await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await b.drain();
  await permit.poll();
  const [reference, made] = permit.invoiceOf(id);
  const [first, tokenId] = [made?.id, reference.split(':')[2]];
  // As after a kill between the answer of payments and our commit: the step is there, and runs again.
  await b.sql('delete from process_token where holder_id = $1', [id]);
  await b.sql('delete from invoice where case_id = $1', [id]);
  await b.sql("insert into token (id, case_id, node, since_at) values ($1, $2, 'askFee', now())", [tokenId, id]);
  await b.module.tx({ kind: 'system' }, (tx) => tx.enqueue('cases.run-step', { caseId: id, tokenId }));
  await b.drain();
  expect(permit.invoiceOf(id)[1]?.id).toBe(first);
  expect(await b.sql('select invoice_id from invoice where case_id = $1', [id])).toEqual([{ invoice_id: first }]);
  await permit.pay(id);
  expect(await notes(id, 'fee-paid')).toBe(1);
});

test('a step that ran twice in two processes leaves one message and one way on', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  const tokens = await b.sql<{ id: string }>('select id from process_token where holder_id = $1', [id]);
  for (const token of tokens)
    await b.module.tx({ kind: 'system' }, (tx) => tx.enqueue('cases.run-step', { caseId: id, tokenId: token.id }));
  await b.drain();
  expect(world.state.requests.filter((request) => request.type === types.record)).toHaveLength(
    new Set(world.state.requests.filter((r) => r.type === types.record).map((r) => r.messageId)).size,
  );
  expect(await notes(id, 'check-asked')).toBe(3);
});

test('an answer delivered twice, acknowledged late, is counted once', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  const answer = world.reply(types.record, { clear: true });
  await permit.poll();
  world.state.responses.push(answer);
  await permit.poll();
  expect(await notes(id, 'check-answered')).toBe(2);
  expect(world.state.acknowledged.filter((messageId) => messageId === answer.messageId)).toHaveLength(2);
});

test('a case nobody pays lapses after ten working days and the invoice is void', async () => {
  const id = await permit.submitted();
  b.clock.advance({ days: 25 });
  await b.drain();
  expect(await permit.page(id)).toMatchObject({ state: 'closed', outcome: 'lapsed' });
  expect(permit.invoiceOf(id)[1]?.state).toBe('void');
  await expect(b.call(contract.payFee, { id }, aigerim)).rejects.toMatchObject({ code: 'cases.nothing-to-pay' });
});

test('a withdrawn case owes nothing; money that still arrives is noted for return', async () => {
  const id = await permit.submitted();
  const withdrawn = await b.call(contract.withdrawCase, { id }, aigerim);
  expect(await b.call(contract.withdrawCase, { id }, aigerim)).toEqual(withdrawn);
  await b.drain();
  expect(permit.invoiceOf(id)[1]?.state).toBe('void');
  await permit.pay(id);
  expect(await permit.page(id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' });
  expect(await notes(id, 'paid-after-end')).toBe(1);
  expect(await notes(id, 'fee-paid')).toBe(0);
});

test('an invoice that cannot be made is a failed step that an operator resumes', async () => {
  const id = await permit.start();
  await permit.fill(id);
  b.stub(createInvoice, async () => refuse('unavailable', 'payments.away', 'away'));
  await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await b.drain();
  await permit.poll();
  const operator = b.person({ duties: ['platform.operator'], organisationId: 'XM-PLATFORM-OPERATOR' });
  const [failed] = (await b.call(contract.getProcess, { id }, operator)).failed;
  expect(failed).toMatchObject({ node: 'askFee', error: 'away' });
  b.stub(createInvoice, permit.makeInvoice);
  const step = { id, tokenId: failed?.tokenId ?? '' };
  await expect(b.call(contract.resumeStep, step, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await b.call(contract.resumeStep, step, operator);
  await expect(b.call(contract.resumeStep, step, operator)).rejects.toMatchObject({ code: 'cases.step-not-failed' });
  await b.drain();
  expect((await permit.page(id)).state).toBe('payment');
  expect(await notes(id, 'fee-asked')).toBe(1);
});

test('an invoice paid in the moment it is called off does not stop the case from ending', async () => {
  b.stub(voidInvoice, async () => refuse('conflict', 'payments.invoice-closed', 'paid'));
  const id = await permit.submitted();
  await b.call(contract.withdrawCase, { id }, aigerim);
  await b.drain();
  expect(await b.sql("select 1 from work where handler = 'cases.void-invoice'")).toEqual([]);
});

test('a mailbox that cannot be read for more than a minute is overdue work, until it can be', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  await b.drain();
  const operator = b.person({ duties: ['platform.operator'] });
  const overdue = async () => {
    const { items } = (await b.http(operator).get('/api/cases/overdue-work')).body as { items: { handler: string }[] };
    return items.map((work) => work.handler);
  };
  world.state.away = true;
  await permit.poll();
  b.clock.advance({ seconds: 90 });
  await b.drain();
  expect(await overdue()).toContain('cases.take-answers');
  world.state.away = false;
  await permit.poll();
  expect(await overdue()).not.toContain('cases.take-answers');
});
