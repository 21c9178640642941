// SPDX-License-Identifier: Apache-2.0
import { authorise, canonicalJson, emit, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import {
  type createInvoice as createInvoiceOperation,
  type Invoice,
  invoicePaid,
  invoiceRefunded,
} from './contract.ts';
import * as store from './store.ts';

const unknown = () => refuse('missing', 'payments.invoice-unknown', 'There is no such invoice.');

/** Repeating a request answers the same invoice. A total of nothing is paid at once. Refuses payments.reference-taken. */
export async function createInvoice(tx: Tx, input: InputOf<typeof createInvoiceOperation>): Promise<Invoice> {
  const amountMinor = input.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const created = await store.insertInvoice(tx, { ...input, id: newId(), amountMinor });
  if (!created) {
    const known = (await store.lockInvoice(tx, 'reference', input.reference)) ?? unknown();
    const same =
      known.payerId === input.payerId &&
      known.currency === input.currency &&
      canonicalJson(known.lines) === canonicalJson(input.lines);
    if (!same)
      refuse(
        'conflict',
        'payments.reference-taken',
        'This matter has an invoice with other lines. Void it before making a new one.',
      );
    return store.publicForm(known);
  }
  if (amountMinor > 0) return store.publicForm(created);
  return settle(tx, created, `free-${created.number}`, 'payments:free');
}

/** What policies may know: who pays, and which service it is for. */
export const ofInvoice = ({ payerId: payer, lines }: Pick<Invoice, 'payerId' | 'lines'>) => ({
  payer,
  service: lines[0]?.code,
});

export async function getInvoice(tx: Tx, id: string): Promise<Invoice> {
  const invoice = (await store.lockInvoice(tx, 'id', id)) ?? unknown();
  authorise(tx, { type: 'Invoice', id, attributes: ofInvoice(invoice) });
  return store.publicForm(invoice);
}

/** Voiding again changes nothing; a paid invoice is refused (payments.invoice-closed): refund it. */
export async function voidInvoice(tx: Tx, id: string): Promise<Invoice> {
  const invoice = (await store.lockInvoice(tx, 'id', id)) ?? unknown();
  if (invoice.state === 'void') return store.publicForm(invoice);
  if (invoice.state !== 'open')
    refuse('conflict', 'payments.invoice-closed', 'A paid invoice cannot be cancelled; it can be refunded.');
  await store.setVoid(tx, id);
  return store.publicForm({ ...invoice, state: 'void' });
}

/**
 * Marks a locked invoice as paid, posts debit of the provider's account and credit of each line's revenue, tells the
 * others. Settling again with the same receipt changes nothing.
 */
export async function settle(
  tx: Tx,
  invoice: store.StoredInvoice,
  receiptNo: string,
  debitAccount: string,
): Promise<Invoice> {
  if (invoice.state === 'paid' && invoice.receiptNo === receiptNo) return store.publicForm(invoice);
  if (invoice.state !== 'open')
    refuse('conflict', 'payments.invoice-closed', 'The invoice is closed; the money goes back.');
  await store.setPaid(tx, invoice.id, receiptNo);
  await store.insertEntry(tx, newId(), invoice.id, 'payment', invoice.currency, [
    { account: debitAccount, amountMinor: invoice.amountMinor },
    ...invoice.lines.map((line) => ({ account: `revenue:${line.code}`, amountMinor: -line.amountMinor })),
  ]);
  const { id, reference, amountMinor, currency } = invoice;
  await emit(tx, invoicePaid, { invoiceId: id, reference, amountMinor, currency, receiptNo }, { subject: reference });
  return store.publicForm({ ...invoice, state: 'paid', paidAt: tx.now.toISOString(), receiptNo });
}

/** What the provider gave back of a locked, paid invoice: the payment's entry the other way round, and word to the others. */
export async function refund(tx: Tx, invoice: store.StoredInvoice, creditAccount: string): Promise<void> {
  await store.setRefunded(tx, invoice.id);
  await store.insertEntry(tx, newId(), invoice.id, 'refund', invoice.currency, [
    { account: creditAccount, amountMinor: -invoice.amountMinor },
    ...invoice.lines.map((line) => ({ account: `revenue:${line.code}`, amountMinor: line.amountMinor })),
  ]);
  const { id, reference, amountMinor, currency } = invoice;
  await emit(tx, invoiceRefunded, { invoiceId: id, reference, amountMinor, currency }, { subject: reference });
}
