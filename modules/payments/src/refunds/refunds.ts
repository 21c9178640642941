// SPDX-License-Identifier: Apache-2.0
/** Refunds, whole or in part: one person asks with a reason, another approves, and the money goes back by the way it came. */
import { job, newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { kept } from '../attempts/money.ts';
import { findAttempt, paidAttempts } from '../attempts/store.ts';
import { heard } from '../attempts/words.ts';
import type * as contract from '../contract.ts';
import type { Refund } from '../contract.ts';
import { isDisputed } from '../disputes/store.ts';
import { actingPerson, demandAnothers } from '../fees/fees.ts';
import { unknown } from '../invoices.ts';
import { providerOf } from '../providers/index.ts';
import { lockInvoice, payerOf, type StoredInvoice } from '../store.ts';
import { closed, payRefund, unknownRefund } from './paying.ts';
import * as store from './store.ts';

/** What may still be asked back of an invoice. */
export const refundableMinor = async (tx: Tx, invoice: StoredInvoice): Promise<number> =>
  kept(invoice) - (await store.pendingMinor(tx, invoice.id));

async function demandRefundable(tx: Tx, invoice: StoredInvoice, amountMinor: number, freeMinor: number): Promise<void> {
  if (await isDisputed(tx, invoice.id))
    refuse(
      'conflict',
      'payments.invoice-disputed',
      'A charge-back of this invoice is open: the money may go back by it.',
    );
  if (amountMinor > freeMinor)
    refuse('conflict', 'payments.more-than-paid', 'That is more than what was paid and has not gone back yet.');
}

export async function askRefund(tx: Tx, { id, amountMinor, reason }: InputOf<typeof contract.askRefund>) {
  const invoice = (await lockInvoice(tx, 'id', id)) ?? unknown();
  await demandRefundable(tx, invoice, amountMinor, await refundableMinor(tx, invoice));
  const { id: askedBy, name: askedByName } = actingPerson(tx);
  const refundId = newId();
  await store.insertRefund(tx, {
    id: refundId,
    invoiceId: id,
    amountMinor,
    kind: 'payer',
    reason,
    askedBy,
    askedByName,
  });
  return { refundId };
}

export async function decideRefund(tx: Tx, { id, approve }: InputOf<typeof contract.decideRefund>) {
  const refund = (await store.lockRefund(tx, id)) ?? unknownRefund();
  if (refund.state !== 'asked') closed();
  const who = actingPerson(tx);
  if (refund.askedBy === who.id)
    refuse('conflict', 'payments.same-person', 'Another person has to decide what you asked for.');
  await demandAnothers(tx, (await payerOf(tx, refund.invoiceId)) ?? unknown());
  if (approve && refund.kind === 'payer') await split(tx, refund);
  if (approve && refund.kind === 'surplus')
    await payRefund.enqueue(tx, { refundId: id, n: 1 }, { key: `pay ${id} 1 0` });
  await store.decide(tx, id, approve ? 'approved' : 'declined', who);
  return { id };
}

/** Over the payments of the invoice, the newest first. */
async function split(tx: Tx, refund: store.StoredRefund): Promise<void> {
  const invoice = (await lockInvoice(tx, 'id', refund.invoiceId)) ?? unknown();
  const free = (await refundableMinor(tx, invoice)) + refund.amountMinor;
  await demandRefundable(tx, invoice, refund.amountMinor, free);
  let left = refund.amountMinor;
  let n = 0;
  for (const { leadId, attempt, way, known, leftMinor } of await paidAttempts(tx, invoice.id)) {
    if (left === 0) break;
    const amountMinor = Math.min(left, leftMinor);
    const sent = known && providerOf(way)?.refund !== undefined;
    n += 1;
    const part = { refundId: refund.id, n, leadId, attempt, amountMinor };
    await store.insertPart(tx, { ...part, state: sent ? 'sent' : 'payout' });
    if (sent) await sendRefund.enqueue(tx, { refundId: refund.id, n }, { key: `refund ${refund.id} ${n}` });
    else await payRefund.enqueue(tx, { refundId: refund.id, n }, { key: `pay ${refund.id} ${n} 0` });
    left -= amountMinor;
  }
  if (left > 0)
    refuse('conflict', 'payments.more-than-paid', 'That is more than what can go back by the ways it came.');
}

/** Tells the provider; the key makes it one refund however often it is told. What it answers is heard as any word of it. */
export const sendRefund = job(
  'payments.send-refund',
  Type.Object({ refundId: Type.String(), n: Type.Integer() }),
  async (module, { refundId, n }) => {
    const found = await module.tx({ kind: 'system' }, async (tx) => {
      const part = (await store.partsOf(tx, [refundId])).find((one) => one.n === n);
      return part?.state === 'sent' ? { part, attempt: await findAttempt(tx, part) } : undefined;
    });
    const provider = found?.attempt && providerOf(found.attempt.way);
    if (!found?.attempt?.providerId || !provider?.refund) return;
    const { part, attempt } = found;
    const word = await provider.refund(module, attempt.providerId ?? '', part.amountMinor, `refund-${refundId}-${n}`);
    await heard(module, attempt.way, word);
  },
  { tx: false },
);

export async function shown(tx: Tx, found: readonly store.StoredRefund[]): Promise<Refund[]> {
  const parts = await store.partsOf(
    tx,
    found.map(({ id }) => id),
  );
  const own = tx.principal.kind === 'person' ? tx.principal.id : '';
  return found.map(({ askedBy, ...refund }) => ({
    ...refund,
    own: askedBy === own,
    parts: parts
      .filter(({ refundId }) => refundId === refund.id)
      .map(({ way, amountMinor, state }) => ({ way, amountMinor, state })),
  }));
}

export async function listRefunds(tx: Tx, { state, cursor, limit }: InputOf<typeof contract.listRefunds>) {
  const after = readCursor(cursor, 'integer', 'instant', 'uuid');
  const page = await pageOfRows(
    { limit },
    (count) => store.refunds(tx, { state, after, count }),
    (row) => row,
    ({ rank, askedAt, id }) => writeCursor(rank, askedAt, id),
  );
  const items = await shown(
    tx,
    page.items.map(({ rank: _, ...refund }) => refund),
  );
  return { ...page, items };
}
