// SPDX-License-Identifier: Apache-2.0
import { mark, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Invoice } from './contract.ts';

interface InvoiceRow {
  id: string;
  reference: string;
  number: string;
  payer_id: string;
  lines: Invoice['lines'];
  amount_minor: number;
  currency: string;
  state: Invoice['state'];
  return_path: string;
  created_at: Date;
  paid_at: Date | null;
  receipt_no: string | null;
  refunded_at: Date | null;
  sealed: string | null;
}
export type StoredInvoice = Invoice & { returnPath: string };

function toInvoice(tx: Tx, stored: InvoiceRow): StoredInvoice {
  const row = openRow(tx, 'invoice', stored.id, stored);
  return {
    id: row.id,
    reference: row.reference,
    number: row.number,
    payerId: row.payer_id,
    lines: row.lines,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    ...(row.paid_at ? { paidAt: row.paid_at.toISOString() } : {}),
    ...(row.receipt_no ? { receiptNo: row.receipt_no } : {}),
    ...(row.refunded_at ? { refundedAt: row.refunded_at.toISOString() } : {}),
    returnPath: row.return_path,
  };
}

/** The invoice as others see it. */
export function publicForm({ returnPath: _, ...invoice }: StoredInvoice): Invoice {
  return invoice;
}

export async function lockInvoice(tx: Tx, by: 'id' | 'reference', value: string): Promise<StoredInvoice | undefined> {
  const { rows } = await tx.query<InvoiceRow>(`select * from invoice where ${by} = $1 for update`, [value]);
  return rows[0] && toInvoice(tx, rows[0]);
}

/** Answers undefined when the reference has an invoice already. */
export async function insertInvoice(
  tx: Tx,
  invoice: Omit<StoredInvoice, 'number' | 'createdAt' | 'state'>,
): Promise<StoredInvoice | undefined> {
  const { rows } = await tx.query<InvoiceRow>(
    `insert into invoice (id, reference, number, payer_id, lines, amount_minor, currency, state, return_path, created_at)
     values ($1, $2, to_char($8::timestamptz, 'YYYY') || '-' || lpad(nextval('invoice_number')::text, 7, '0'), $3, $4, $5, $6, 'open', $7, $8)
     on conflict (reference) do nothing returning *`,
    [
      invoice.id,
      invoice.reference,
      invoice.payerId,
      JSON.stringify(invoice.lines),
      invoice.amountMinor,
      invoice.currency,
      invoice.returnPath,
      tx.now,
    ],
  );
  return rows[0] && toInvoice(tx, rows[0]);
}

export const setVoid = (tx: Tx, id: string) => tx.query(`update invoice set state = 'void' where id = $1`, [id]);

export const setPaid = (tx: Tx, id: string, receiptNo: string) => {
  const kept = sealRow(tx, 'invoice', id, { receipt_no: receiptNo });
  const sql = `update invoice set state = 'paid', paid_at = $2, receipt_no = $3, sealed = $4 where id = $1`;
  return tx.query(sql, [id, tx.now, kept.receipt_no, kept.sealed]);
};

export const setRefunded = (tx: Tx, id: string) =>
  tx.query(`update invoice set state = 'refunded', refunded_at = $2 where id = $1`, [id, tx.now]);

/** A balanced entry; positive amounts are debits. */
export async function insertEntry(
  tx: Tx,
  entryId: string,
  invoiceId: string,
  kind: 'payment' | 'refund',
  currency: string,
  postings: readonly { account: string; amountMinor: number }[],
): Promise<void> {
  await tx.query('insert into journal_entry (id, invoice_id, kind, at) values ($1, $2, $3, $4)', [
    entryId,
    invoiceId,
    kind,
    tx.now,
  ]);
  const real = postings.filter((posting) => posting.amountMinor !== 0);
  await tx.query(
    'insert into posting (entry_id, account, currency, amount_minor) select $1, account, $2, amount from unnest($3::text[], $4::bigint[]) as t (account, amount)',
    [entryId, currency, real.map((p) => p.account), real.map((p) => p.amountMinor)],
  );
}

export interface CheckoutRow {
  attempt: number;
  provider_id: string | null;
  page_url: string | null;
  state: 'open' | 'paid' | 'abandoned' | 'refunded';
}

type Sealed = { readonly sealed: string | null };
const opened = <Row extends Sealed & { attempt: number }>(tx: Tx, invoiceId: string, row: Row) =>
  openRow(tx, 'checkout', `${invoiceId} ${row.attempt}`, row);

export async function lastCheckout(tx: Tx, invoiceId: string): Promise<CheckoutRow | undefined> {
  const { rows } = await tx.query<CheckoutRow & Sealed>(
    'select attempt, provider_id, page_url, state, sealed from checkout where invoice_id = $1 order by attempt desc limit 1',
    [invoiceId],
  );
  return rows[0] && opened(tx, invoiceId, rows[0]);
}

export const insertCheckout = (tx: Tx, invoiceId: string, attempt: number) =>
  tx.query(
    `insert into checkout (invoice_id, attempt, state, created_at) values ($1, $2, 'open', $3) on conflict do nothing`,
    [invoiceId, attempt, tx.now],
  );

export const setCheckoutPage = (tx: Tx, invoiceId: string, attempt: number, providerId: string, pageUrl: string) => {
  const kept = sealRow(tx, 'checkout', `${invoiceId} ${attempt}`, { provider_id: providerId, page_url: pageUrl });
  return tx.query(
    `update checkout set provider_id = $3, page_url = $4, sealed = $5, provider_mark = $6
     where invoice_id = $1 and attempt = $2`,
    [invoiceId, attempt, kept.provider_id, kept.page_url, kept.sealed, mark(tx.module, providerId)],
  );
};

/** Rows the release before wrote have no mark. */
const ofProvider = '(provider_mark = $1 or provider_id = $2)';
const byProvider = (tx: Tx, providerId: string) => [mark(tx.module, providerId), providerId];

export const setCheckoutState = (tx: Tx, providerId: string, state: CheckoutRow['state']) =>
  tx.query(`update checkout set state = $3 where ${ofProvider}`, [...byProvider(tx, providerId), state]);

export async function lockCheckout(
  tx: Tx,
  providerId: string,
): Promise<{ invoiceId: string; state: CheckoutRow['state'] } | undefined> {
  const { rows } = await tx.query<{ invoiceId: string; state: CheckoutRow['state'] }>(
    `select invoice_id as "invoiceId", state from checkout where ${ofProvider} for update`,
    byProvider(tx, providerId),
  );
  return rows[0];
}

/** Provider ids of checkouts still open some time after they began: their callback may have been lost. */
export async function oldOpenCheckouts(tx: Tx, before: Date): Promise<string[]> {
  const { rows } = await tx.query<Sealed & { invoice_id: string; attempt: number; provider_id: string }>(
    `select invoice_id, attempt, provider_id, sealed from checkout
     where state = 'open' and (provider_id is not null or sealed is not null) and created_at < $1 order by created_at desc limit 100`,
    [before],
  );
  return rows.map((row) => opened(tx, row.invoice_id, row).provider_id);
}
