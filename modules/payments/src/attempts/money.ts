// SPDX-License-Identifier: Apache-2.0
/** Money that an attempt brings to invoices, and that goes back from them. */
import { audit, emit, type Tx } from '@stoa/kernel';
import { invoiceRefunded } from '../contract.ts';
import { heldMinor } from '../disputes/store.ts';
import { close, unknown } from '../invoices.ts';
import { post, revenueMoved, sourceOf } from '../postings.ts';
import * as invoices from '../store.ts';
import type { StoredInvoice } from '../store.ts';
import * as store from './store.ts';

export async function payInvoice(
  tx: Tx,
  invoice: StoredInvoice,
  attempt: store.Attempt,
  amountMinor: number,
  receiptNo: string,
): Promise<void> {
  await invoices.addPaid(tx, invoice.id, amountMinor);
  await post(tx, {
    ...{ key: `payment ${attempt.leadId} ${attempt.attempt} ${invoice.id}`, kind: 'payment', invoiceId: invoice.id },
    ...{ currency: invoice.currency, bankReference: receiptNo },
    postings: [
      { account: sourceOf(attempt.way), amountMinor },
      ...revenueMoved(invoice.lines, kept(invoice), kept(invoice) + amountMinor),
    ],
  });
  if (invoice.owedMinor === amountMinor) await close(tx, invoice, receiptNo);
  await audit(tx, { action: 'payments.invoice-paid', object: { type: 'invoice', id: invoice.id } });
}

/** What of its payments an invoice still holds. */
export const kept = ({ paidMinor, refundedMinor, chargedBackMinor }: StoredInvoice): number =>
  paidMinor - refundedMinor - chargedBackMinor;

export interface BackStep {
  /** What had gone back before: with it a step has a name of its own. */
  readonly from: number;
  /** Out of which account it goes. */
  readonly account: string;
}

export async function returnSurplus(tx: Tx, known: store.Attempt, amountMinor: number, step: BackStep) {
  await post(tx, {
    ...{ key: `surplus-returned ${known.leadId} ${known.attempt} ${step.from}`, kind: 'surplus-returned' },
    ...{ invoiceId: known.leadId, currency: known.currency },
    postings: [
      { account: 'owed:payers', amountMinor },
      { account: step.account, amountMinor: -amountMinor },
    ],
  });
  await audit(tx, { action: 'payments.invoice-refunded', object: { type: 'invoice', id: known.leadId } });
}

/** At most what of the attempt the invoice still holds; answers how much that was. */
export async function refundInvoice(
  tx: Tx,
  known: store.Attempt,
  invoiceId: string,
  mostMinor: number,
  { from, account }: BackStep,
): Promise<number> {
  const invoice = (await invoices.lockInvoice(tx, 'id', invoiceId)) ?? unknown();
  const one = (await store.allotmentsOf(tx, known)).find((allotment) => allotment.invoiceId === invoiceId);
  if (!one) return 0;
  const held = await heldMinor(tx, known, invoiceId);
  const amountMinor = Math.min(mostMinor, one.settledMinor - one.refundedMinor - held, kept(invoice));
  if (amountMinor <= 0) return 0;
  await store.setAllotment(tx, known, { ...one, refundedMinor: one.refundedMinor + amountMinor });
  const name = `refund ${known.leadId} ${known.attempt} ${from} ${invoiceId} ${one.refundedMinor}`;
  await post(tx, {
    ...{ key: name, kind: 'refund', invoiceId, currency: invoice.currency },
    postings: [
      { account, amountMinor: -amountMinor },
      ...revenueMoved(invoice.lines, kept(invoice), kept(invoice) - amountMinor),
    ],
  });
  await wentBack(tx, { ...invoice, refundedMinor: invoice.refundedMinor + amountMinor });
  await audit(tx, { action: 'payments.invoice-refunded', object: { type: 'invoice', id: invoiceId } });
  return amountMinor;
}

/** An invoice that holds nothing of what was paid is refunded, or charged back; the others are told. */
export async function wentBack(tx: Tx, invoice: StoredInvoice): Promise<void> {
  const wholly = kept(invoice) === 0 && invoice.owedMinor === 0;
  const ended = invoice.chargedBackMinor > 0 ? ('charged-back' as const) : ('refunded' as const);
  await invoices.setBack(tx, wholly ? { ...invoice, state: ended } : invoice, wholly);
  if (!wholly) return;
  const { id, reference, amountMinor, currency } = invoice;
  await emit(tx, invoiceRefunded, { invoiceId: id, reference, amountMinor, currency }, { subject: reference });
}
