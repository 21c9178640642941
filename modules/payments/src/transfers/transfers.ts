// SPDX-License-Identifier: Apache-2.0
/** Money that comes by bank transfer: matched to an invoice by its creditor reference, or kept until somebody says whose it is. */
import type { statementEntry } from '@stoa/books/contract';
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { DataOf, InputOf } from '@stoa/kernel/contract';
import { attemptsOf, findAttempt, insertAttempt, setPage } from '../attempts/store.ts';
import { settle } from '../attempts/words.ts';
import { accountInBooks } from '../books.ts';
import type * as contract from '../contract.ts';
import { actingPerson, demandAnothers } from '../fees/fees.ts';
import { unknown } from '../invoices.ts';
import { moneyAccount, post, sourceOf } from '../postings.ts';
import { lockInvoice, type StoredInvoice } from '../store.ts';
import { isCreditorReference, numberOf, referencesIn } from './reference.ts';
import * as store from './store.ts';

type Entry = DataOf<typeof statementEntry>;

/**
 * An entry of a statement counts once, however often it is told. Only money on the account that payers transfer to is a transfer:
 * what providers settle comes to another one, and a payout that came back is nobody's payment. What was initiated settles itself.
 */
export async function takeEntry(tx: Tx, entry: Entry): Promise<void> {
  const { account, amountMinor, returnReason } = entry;
  if (account !== accountInBooks(moneyAccount('transfer')) || amountMinor <= 0 || returnReason) return;
  const initiated = await initiatedBy(tx, entry);
  if (initiated) return void (await bookIn(tx, entry, 'settlement', moneyAccount(initiated.way)));
  if (!(await store.insertTransfer(tx, entry))) return;
  await bookIn(tx, entry, 'transfer', sourceOf('transfer'));
  const { invoice, fault } = await invoiceFor(tx, entry);
  if (invoice) return allot(tx, entry, invoice, null);
  await store.setFault(tx, entry.entryId, fault);
}

/** In one sum and by the bank's reference, as it stands in the statement that it is compared with. */
const bookIn = (
  tx: Tx,
  { entryId, currency, amountMinor, endToEndId, creditorReference }: Entry,
  kind: 'transfer' | 'settlement',
  from: string,
) =>
  post(tx, {
    ...{ key: `${kind} ${entryId}`, kind, invoiceId: null, currency, bankReference: endToEndId ?? creditorReference },
    postings: [
      { account: moneyAccount('transfer'), amountMinor },
      { account: from, amountMinor: -amountMinor },
    ],
  });

/** The attempt whose name the payer's bank was told to transfer under (`providers/initiation.ts`). */
async function initiatedBy(tx: Tx, { endToEndId = '', amountMinor, currency }: Entry) {
  const [, hex = '', attempt] = /^([0-9a-f]{32})(\d{1,3})$/i.exec(endToEndId) ?? [];
  const leadId = hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const known = attempt && (await findAttempt(tx, { leadId, attempt: Number(attempt) }));
  return known && known.way === 'initiation' && known.amountMinor === amountMinor && known.currency === currency
    ? known
    : undefined;
}

async function invoiceFor(
  tx: Tx,
  { creditorReference, text, endToEndId, currency }: Entry,
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

type Brought = Pick<Entry, 'entryId' | 'amountMinor' | 'currency'>;
/** As any payment: what is owed is settled, the rest is owed to the payer. */
async function allot(tx: Tx, entry: Brought, invoice: StoredInvoice, byName: string | null): Promise<void> {
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
