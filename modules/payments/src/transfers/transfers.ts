// SPDX-License-Identifier: Apache-2.0
/** Money that comes by bank transfer: matched to an invoice by its creditor reference, or kept until somebody says whose it is. */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { attemptsOf, findAttempt, insertAttempt, setPage } from '../attempts/store.ts';
import { settle } from '../attempts/words.ts';
import type * as contract from '../contract.ts';
import type { StatementEntry } from '../contract.ts';
import { actingPerson, demandAnothers } from '../fees/fees.ts';
import { unknown } from '../invoices.ts';
import { moneyAccount, post } from '../postings.ts';
import { lockInvoice, type StoredInvoice } from '../store.ts';
import { isCreditorReference, numberOf, referencesIn } from './reference.ts';
import * as store from './store.ts';

/** An entry of a statement counts once, however often it is told. Money that goes out is not ours to match. */
export async function takeEntry(tx: Tx, entry: StatementEntry): Promise<void> {
  if (entry.amountMinor <= 0 || !(await store.insertTransfer(tx, entry))) return;
  const { invoice, fault } = await invoiceFor(tx, entry);
  if (invoice) return allot(tx, entry, invoice, null);
  await store.setFault(tx, entry.entryId, fault);
  await suspend(tx, entry, 'transfer', entry.amountMinor);
}

/** Into the account of what fits nothing yet, and out of it. */
const suspend = (
  tx: Tx,
  { entryId, currency }: Pick<StatementEntry, 'entryId' | 'currency'>,
  kind: 'transfer' | 'allotment',
  amountMinor: number,
) =>
  post(tx, {
    ...{ key: `${kind} ${entryId}`, kind, invoiceId: null, currency, bankReference: entryId },
    postings: [
      { account: moneyAccount('transfer'), amountMinor },
      { account: 'suspense:transfers', amountMinor: -amountMinor },
    ],
  });

async function invoiceFor(
  tx: Tx,
  { creditorReference, text, endToEndId, currency }: StatementEntry,
): Promise<{ invoice: StoredInvoice; fault?: never } | { invoice?: never; fault: store.Fault }> {
  const references = referencesIn(creditorReference, text, endToEndId);
  if (references.length === 0) return { fault: 'no-reference' };
  for (const reference of references.filter(isCreditorReference)) {
    const invoice = await lockInvoice(tx, 'number', numberOf(reference));
    if (!invoice) continue;
    if (invoice.currency !== currency) return { fault: 'other-currency' };
    return invoice.state === 'open' ? { invoice } : { fault: 'closed' };
  }
  return { fault: 'unknown-reference' };
}

type Entry = Pick<StatementEntry, 'entryId' | 'amountMinor' | 'currency'>;

/** As any payment: what is owed is settled, the rest is owed to the payer. */
async function allot(tx: Tx, entry: Entry, invoice: StoredInvoice, byName: string | null): Promise<void> {
  const attempt = ((await attemptsOf(tx, invoice.id)).at(-1)?.attempt ?? 0) + 1;
  const key = { leadId: invoice.id, attempt };
  const { amountMinor, currency, entryId } = entry;
  const parts = [{ invoiceId: invoice.id, amountMinor: Math.min(amountMinor, invoice.owedMinor) }];
  await insertAttempt(tx, key, { way: 'transfer', amountMinor, currency, returnPath: null }, parts);
  await setPage(tx, key, 'transfer', entryId, '');
  await store.setMatched(tx, entryId, key, byName);
  await settle(tx, (await findAttempt(tx, key)) ?? unknown(), entryId);
}

/** Refuses: payments.transfer-unknown, -allotted, payments.invoice-unknown, -closed, payments.currency-differs, payments.same-person. */
export async function allotTransfer(tx: Tx, { entryId, invoiceNumber }: InputOf<typeof contract.allotTransfer>) {
  const entry =
    (await store.lockTransfer(tx, entryId)) ??
    refuse('missing', 'payments.transfer-unknown', 'There is no such entry of a statement.');
  if (entry.state !== 'unmatched')
    refuse('conflict', 'payments.transfer-allotted', 'This transfer has an invoice already.');
  const invoice = (await lockInvoice(tx, 'number', invoiceNumber.trim())) ?? unknown();
  await demandAnothers(tx, invoice);
  if (invoice.currency !== entry.currency)
    refuse('conflict', 'payments.currency-differs', `This invoice is in ${invoice.currency}.`);
  if (invoice.state !== 'open') refuse('conflict', 'payments.invoice-closed', 'Nothing is owed of this invoice.');
  await suspend(tx, entry, 'allotment', -entry.amountMinor);
  await allot(tx, entry, invoice, actingPerson(tx).name);
  return { invoiceId: invoice.id };
}

export async function listTransfers(tx: Tx, { state, cursor, limit }: InputOf<typeof contract.listTransfers>) {
  const after = readCursor(cursor, 'integer', 'instant', 'name');
  return pageOfRows(
    { limit },
    (count) => store.transfers(tx, { state, after, count }),
    ({ at: _, creditorReference, text, fault, invoiceId, invoiceNumber, ...transfer }) => ({
      ...transfer,
      ...(creditorReference ? { creditorReference } : {}),
      ...(text ? { text } : {}),
      ...(fault ? { fault } : {}),
      ...(invoiceId && invoiceNumber ? { invoiceId, invoiceNumber } : {}),
    }),
    ({ state: now, at, entryId }) => writeCursor(now === 'unmatched' ? 0 : 1, at, entryId),
  );
}
