// SPDX-License-Identifier: Apache-2.0
/** Asking for money, and what settles, cancels, exempts and ends an invoice. */
import { audit, authorise, emit, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import * as contract from './contract.ts';
import type { Invoice, InvoiceLine, LineAsked } from './contract.ts';
import { actingPerson, demandAnothers, feeOn } from './fees/fees.ts';
import * as store from './store.ts';

export const unknown = () => refuse('missing', 'payments.invoice-unknown', 'There is no such invoice.');
const daysToPay = 30;

/** Repeating a request answers the same invoice. A total of nothing is paid at once. */
export async function createInvoice(tx: Tx, input: InputOf<typeof contract.createInvoice>): Promise<Invoice> {
  const known = await store.lockInvoice(tx, 'reference', input.reference);
  if (known) return same(known, input);
  const { calendar } = tx.module.country;
  const today = calendar.localDate(tx.now);
  const dueOn = input.dueOn ?? dayAfter(today, daysToPay);
  if (dueOn < today || (input.expiresOn && input.expiresOn < dueOn))
    refuse('invalid', 'payments.dates-reversed', 'An invoice is due today or later, and expires after it is due.');
  const lines: InvoiceLine[] = [];
  for (const line of input.lines) lines.push(await priced(tx, line, input.currency, today));
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const created = await store.insertInvoice(tx, {
    ...{ id: newId(), reference: input.reference, payerId: input.payerId, lines, amountMinor },
    ...{ currency: input.currency, returnPath: input.returnPath, dueOn },
    expiresAt: input.expiresOn ? calendar.startOfDate(dayAfter(input.expiresOn, 1)) : undefined,
  });
  // Made by another in the same moment.
  if (!created) return same((await store.lockInvoice(tx, 'reference', input.reference)) ?? unknown(), input);
  if (amountMinor > 0) return store.publicForm(created);
  return close(tx, created, `free-${created.number}`);
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Refuses: payments.fee-unknown, payments.currency-differs. */
async function priced(tx: Tx, line: LineAsked, currency: string, day: string): Promise<InvoiceLine> {
  const { code, title, amountMinor } = line;
  if (amountMinor !== undefined && title) return { code, title, amountMinor };
  const fee =
    (await feeOn(tx, code, line.territory ?? '', day)) ??
    refuse('invalid', 'payments.fee-unknown', `No fee ${code} is in force there today.`);
  if (fee.currency !== currency)
    refuse('conflict', 'payments.currency-differs', `The fee ${code} is asked in ${fee.currency}.`);
  return { code, title: title ?? fee.title, amountMinor: fee.amountMinor, feeId: fee.id };
}

/** The fee may have changed since: what was asked then is asked now. */
function same(known: store.StoredInvoice, input: InputOf<typeof contract.createInvoice>): Invoice {
  const agrees =
    known.payerId === input.payerId &&
    known.currency === input.currency &&
    known.lines.length === input.lines.length &&
    input.lines.every(({ code, title, amountMinor }, at) => {
      const line = known.lines[at];
      return (
        line?.code === code &&
        (amountMinor === undefined || line.amountMinor === amountMinor) &&
        (title === undefined || title.en === line.title.en)
      );
    });
  if (!agrees)
    refuse(
      'conflict',
      'payments.reference-taken',
      'This matter has an invoice with other lines. Void it before making a new one.',
    );
  return store.publicForm(known);
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

/** Voiding again changes nothing; an invoice of which something was paid is refused (payments.invoice-closed): refund it. */
export async function voidInvoice(tx: Tx, id: string): Promise<Invoice> {
  const invoice = (await store.lockInvoice(tx, 'id', id)) ?? unknown();
  if (invoice.state === 'void') return store.publicForm(invoice);
  if (invoice.state !== 'open' || invoice.paidMinor > 0)
    refuse('conflict', 'payments.invoice-closed', 'A paid invoice cannot be cancelled; it can be refunded.');
  await store.setState(tx, id, 'void');
  return store.publicForm({ ...invoice, state: 'void', owedMinor: 0 });
}

/** Nothing of a locked invoice is owed any more: it is paid, and the others are told. */
export async function close(tx: Tx, invoice: store.StoredInvoice, receiptNo: string): Promise<Invoice> {
  await store.setPaid(tx, invoice.id, receiptNo);
  const { id, reference, amountMinor, currency } = invoice;
  await emit(
    tx,
    contract.invoicePaid,
    { invoiceId: id, reference, amountMinor, currency, receiptNo },
    { subject: reference },
  );
  return store.publicForm({ ...invoice, state: 'paid', owedMinor: 0, paidAt: tx.now.toISOString(), receiptNo });
}

/** What the law does not ask of this payer. Refuses: payments.invoice-unknown, payments.same-person, payments.invoice-closed, payments.more-than-owed. */
export async function exemptInvoice(tx: Tx, input: InputOf<typeof contract.exemptInvoice>) {
  const invoice = (await store.lockInvoice(tx, 'id', input.id)) ?? unknown();
  await demandAnothers(tx, invoice);
  if (invoice.state !== 'open')
    refuse('conflict', 'payments.invoice-closed', 'Nothing is owed of this invoice any more.');
  const amountMinor = input.amountMinor ?? invoice.owedMinor;
  if (amountMinor > invoice.owedMinor) refuse('conflict', 'payments.more-than-owed', 'Less than this is owed.');
  await store.addExempt(tx, invoice.id, amountMinor);
  const { id: by, name: byName } = actingPerson(tx);
  const { act, clause } = input;
  await store.insertExemption(tx, { id: newId(), invoiceId: invoice.id, amountMinor, act, clause, by, byName });
  const owedMinor = invoice.owedMinor - amountMinor;
  if (owedMinor === 0) await close(tx, invoice, `exempt-${invoice.number}`);
  return { id: invoice.id, owedMinor };
}

/** Ends invoices whose last day is over and of which nothing was paid; of the others the rest stays owed. */
export async function expire(tx: Tx): Promise<void> {
  for (const { id, reference } of await store.lockExpired(tx)) {
    await store.setState(tx, id, 'expired');
    await emit(tx, contract.invoiceExpired, { invoiceId: id, reference }, { subject: reference });
    await audit(tx, { action: 'payments.invoice-expired', object: { type: 'invoice', id } });
  }
}
