// SPDX-License-Identifier: Apache-2.0
/** Invoices of a year with what became of them, as payments themselves would have left them. */
import { audit, idOf, newId, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { DemoInvoice } from '../contract.ts';
import type { EntryKind, Posting } from '../entry.ts';
import { dayAfter } from '../invoices.ts';
import { moneyAccount, revenueMoved } from '../postings.ts';
import * as store from './store.ts';

/** Entering again enters nothing twice. Refuses: payments.demo-off. */
export async function enterDemoPayments(
  tx: Tx,
  { fees, items }: InputOf<typeof contract.enterDemoPayments>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'payments.demo-off', 'Payments of the demo exist only where it is on (STOA_DEMO=1).');
  const { currency } = tx.module.country;
  for (const fee of fees)
    await store.insertFee(tx, { ...fee, currency, id: idOf(`demo fee ${fee.code} ${fee.fromOn}`) });
  let entered = 0;
  for (const item of items) if (await enter(tx, item, currency)) entered += 1;
  await audit(tx, { action: 'payments.demo-entered', object: { type: 'demo', id: 'payments' } });
  return { entered };
}

/** Some hour of the day that is always the same. */
const within = (tx: Tx, day: string, key: string) =>
  new Date(
    tx.module.country.calendar.startOfDate(day).getTime() +
      (8 * 60 + [...key].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 600, 7)) * 60_000,
  );

async function enter(tx: Tx, item: DemoInvoice, currency: string): Promise<boolean> {
  const { key, payer, lines, askedOn, paid, refund, dispute, exemption } = item;
  const id = idOf(`demo invoice ${key}`);
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const exemptMinor = exemption ? amountMinor - (paid?.amountMinor ?? 0) : 0;
  const paidMinor = paid?.amountMinor ?? 0;
  const refundedMinor = refund && !refund.waits ? refund.amountMinor : 0;
  const lost = dispute?.lost ? paidMinor : 0;
  const closed = amountMinor === paidMinor + exemptMinor;
  const gone = paidMinor > 0 && refundedMinor + lost === paidMinor;
  const state = item.expired
    ? 'expired'
    : dispute && !dispute.lost
      ? 'disputed'
      : gone
        ? lost > 0
          ? 'charged-back'
          : 'refunded'
        : closed
          ? 'paid'
          : 'open';
  const { schemeOf, personScheme } = tx.module.country;
  const person = () => personKey(tx.module, schemeOf(personScheme), payer.number);
  const inserted = await store.insertInvoice(tx, {
    ...{ id, reference: `demo:${key}`, payerId: payer.kind === 'organisation' ? payer.number : person(), lines },
    ...{ amountMinor, paidMinor, exemptMinor, refundedMinor, chargedBackMinor: lost, currency, state },
    ...{ createdAt: within(tx, askedOn, key), dueOn: dayAfter(askedOn, 30) },
    paidAt: closed && paid ? within(tx, paid.on, `${key} paid`) : undefined,
    refundedAt: gone && refund ? within(tx, refund.on, `${key} refund`) : undefined,
    receiptNo: `demo-${key}`,
  });
  if (!inserted) return false;
  if (exemption) await store.insertExemption(tx, id, exemptMinor, exemption, within(tx, askedOn, `${key} exempt`));
  if (!paid) return true;
  const { way } = paid;
  const paidAt = within(tx, paid.on, `${key} paid`);
  await store.insertAttempt(tx, { id, way, paidMinor, refundedMinor: refundedMinor, lost, currency, at: paidAt });
  const book = (kind: EntryKind, at: Date, postings: Posting[]) =>
    store.insertEntry(tx, {
      id: newId(),
      invoiceId: id,
      key: `demo ${kind} ${key}`,
      kind,
      at,
      currency,
      bankReference: `demo-${key}`,
      postings,
    });
  await book('payment', paidAt, [
    { account: moneyAccount(way), amountMinor: paidMinor },
    ...revenueMoved(lines, 0, paidMinor),
  ]);
  if (refund) {
    const at = within(tx, refund.on, `${key} refund`);
    await store.insertRefund(tx, { id: idOf(`demo refund ${key}`), invoiceId: id, ...refund, at });
    if (!refund.waits)
      await book('refund', at, [
        { account: moneyAccount(way), amountMinor: -refund.amountMinor },
        ...revenueMoved(lines, paidMinor, paidMinor - refund.amountMinor),
      ]);
  }
  if (dispute) {
    const at = within(tx, dispute.on, `${key} dispute`);
    await store.insertDispute(tx, {
      id: idOf(`demo dispute ${key}`),
      invoiceId: id,
      amountMinor: paidMinor,
      at,
      ...dispute,
    });
    await book('charge-back', at, [
      { account: `disputed:${way}`, amountMinor: paidMinor },
      { account: moneyAccount(way), amountMinor: -paidMinor },
    ]);
    if (dispute.lost)
      await book('charge-back-lost', new Date(at.getTime() + 12 * 86_400_000), [
        ...revenueMoved(lines, paidMinor, 0),
        { account: `disputed:${way}`, amountMinor: -paidMinor },
      ]);
  }
  return true;
}
