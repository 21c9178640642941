// SPDX-License-Identifier: Apache-2.0
/** Invoices as they are kept. */
import { mark, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Invoice } from './contract.ts';
import type { BooksEntry, Entry, Posting } from './entry.ts';
import { creditorReference } from './transfers/reference.ts';

export interface InvoiceRow {
  id: string;
  reference: string;
  number: string;
  payer_id: string;
  lines: Invoice['lines'];
  amount_minor: number;
  paid_minor: number;
  exempt_minor: number;
  refunded_minor: number;
  charged_back_minor: number;
  currency: string;
  state: Invoice['state'];
  return_path: string;
  created_at: Date;
  due_on: string | null;
  expires_at: Date | null;
  paid_at: Date | null;
  receipt_no: string | null;
  refunded_at: Date | null;
  sealed: string | null;
}
export type StoredInvoice = Invoice & { returnPath: string };

export function toInvoice(tx: Tx, stored: InvoiceRow): StoredInvoice {
  const row = openRow(tx, 'invoice', stored.id, stored);
  // Closed by a process of the release before, which knows no parts.
  const whole = row.paid_minor + row.exempt_minor === 0 && (row.state === 'paid' || row.state === 'refunded');
  const paidMinor = whole ? row.amount_minor : row.paid_minor;
  return {
    ...{ id: row.id, reference: row.reference, number: row.number, payerId: row.payer_id, lines: row.lines },
    creditorReference: creditorReference(row.number),
    ...{ amountMinor: row.amount_minor, paidMinor, exemptMinor: row.exempt_minor },
    refundedMinor: whole && row.state === 'refunded' ? row.amount_minor : row.refunded_minor,
    chargedBackMinor: row.charged_back_minor,
    owedMinor: row.state === 'open' ? row.amount_minor - paidMinor - row.exempt_minor : 0,
    ...{ currency: row.currency, state: row.state },
    createdAt: row.created_at.toISOString(),
    ...(row.due_on ? { dueOn: row.due_on } : {}),
    ...(row.expires_at ? { expiresAt: row.expires_at.toISOString() } : {}),
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

export async function lockInvoice(
  tx: Tx,
  by: 'id' | 'reference' | 'number',
  value: string,
): Promise<StoredInvoice | undefined> {
  const { rows } = await tx.query<InvoiceRow>(`select * from invoice where ${by} = $1 for update`, [value]);
  return rows[0] && toInvoice(tx, rows[0]);
}

/** Read without a lock, for who locks an attempt first. */
export async function payerOf(tx: Tx, id: string) {
  const sql = 'select payer_id as "payerId", number, currency, created_at as "createdAt" from invoice where id = $1';
  type Row = Pick<Invoice, 'payerId' | 'number' | 'currency'> & { createdAt: Date };
  const [row] = (await tx.query<Row>(sql, [id])).rows;
  return row && { ...row, createdAt: row.createdAt.toISOString() };
}

/** In the order of their ids, as everybody locks them. */
export async function lockInvoices(tx: Tx, ids: readonly string[]): Promise<Map<string, StoredInvoice>> {
  const { rows } = await tx.query<InvoiceRow>('select * from invoice where id = any($1) order by id for update', [ids]);
  return new Map(rows.map((row) => [row.id, toInvoice(tx, row)]));
}

/** Answers undefined when the reference has an invoice already. */
export async function insertInvoice(
  tx: Tx,
  invoice: Pick<StoredInvoice, 'id' | 'reference' | 'payerId' | 'lines' | 'amountMinor' | 'currency' | 'returnPath'> & {
    dueOn: string;
    expiresAt: Date | undefined;
  },
): Promise<StoredInvoice | undefined> {
  const { rows } = await tx.query<InvoiceRow>(
    `insert into invoice (id, reference, number, payer_id, lines, amount_minor, currency, state, return_path, created_at, due_on, expires_at)
     values ($1, $2, to_char($8::timestamptz, 'YYYY') || '-' || lpad(nextval('invoice_number')::text, 7, '0'), $3, $4, $5, $6, 'open', $7, $8, $9, $10)
     on conflict (reference) do nothing returning *`,
    [
      ...[invoice.id, invoice.reference, invoice.payerId, JSON.stringify(invoice.lines), invoice.amountMinor],
      ...[invoice.currency, invoice.returnPath, tx.now, invoice.dueOn, invoice.expiresAt],
    ],
  );
  return rows[0] && toInvoice(tx, rows[0]);
}

export const setState = (tx: Tx, id: string, state: Invoice['state']) =>
  tx.query('update invoice set state = $2 where id = $1', [id, state]);

export const addPaid = (tx: Tx, id: string, amountMinor: number) =>
  tx.query('update invoice set paid_minor = paid_minor + $2 where id = $1', [id, amountMinor]);

export const addExempt = (tx: Tx, id: string, amountMinor: number) =>
  tx.query('update invoice set exempt_minor = exempt_minor + $2 where id = $1', [id, amountMinor]);

export const setPaid = (tx: Tx, id: string, receiptNo: string) => {
  const kept = sealRow(tx, 'invoice', id, { receipt_no: receiptNo });
  const sql = `update invoice set state = 'paid', paid_at = $2, receipt_no = $3, sealed = $4 where id = $1`;
  return tx.query(sql, [id, tx.now, kept.receipt_no, kept.sealed]);
};

/** What went back; the sums are written out whole, since an earlier release left them empty. */
export const setBack = (
  tx: Tx,
  { id, paidMinor, refundedMinor, chargedBackMinor, state }: StoredInvoice,
  wholly: boolean,
) =>
  tx.query(
    `update invoice set paid_minor = $2, refunded_minor = $3, charged_back_minor = $4, state = $5,
       refunded_at = case when $6 then $7 else refunded_at end where id = $1`,
    [id, paidMinor, refundedMinor, chargedBackMinor, state, wholly, tx.now],
  );

/** Invoices whose last day is over and of which nothing was paid, locked. */
export async function lockExpired(tx: Tx): Promise<StoredInvoice[]> {
  const { rows } = await tx.query<InvoiceRow>(
    `select * from invoice where state = 'open' and expires_at <= $1 and paid_minor = 0
     order by id limit 200 for update skip locked`,
    [tx.now],
  );
  return rows.map((row) => toInvoice(tx, row));
}

export const providerMark = (tx: Tx, provider: string, providerId: string) =>
  mark(tx.module, provider === 'bank' ? providerId : `${provider} ${providerId}`);

export const insertExemption = (
  tx: Tx,
  one: { id: string; invoiceId: string; amountMinor: number; act: string; clause: string; by: string; byName: string },
) =>
  tx.query(
    'insert into exemption (id, invoice_id, amount_minor, act, clause, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [one.id, one.invoiceId, one.amountMinor, one.act, one.clause, one.by, one.byName, tx.now],
  );

/** False where an entry of this key was written before. */
export async function insertEntry(
  tx: Tx,
  id: string,
  { key, kind, invoiceId, bankReference }: Entry,
): Promise<boolean> {
  const kept = sealRow(tx, 'journal_entry', id, { bank_reference: bankReference ?? null });
  const { rowCount } = await tx.query(
    `insert into journal_entry (id, invoice_id, kind, at, key, bank_reference, sealed) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (key) do nothing`,
    [id, invoiceId, kind, tx.now, key, kept.bank_reference, kept.sealed],
  );
  return rowCount === 1;
}

export const insertPostings = (tx: Tx, entryId: string, currency: string, postings: readonly Posting[]) =>
  tx.query(
    `insert into posting (entry_id, account, currency, amount_minor)
     select $1, account, $2, amount from unnest($3::text[], $4::bigint[]) as t (account, amount)`,
    [entryId, currency, postings.map(({ account }) => account), postings.map(({ amountMinor }) => amountMinor)],
  );

export interface SealedReference {
  readonly bank_reference: string | null;
  readonly sealed: string | null;
}
/** What the bank calls an entry. */
export const openReference = (tx: Tx, id: string, row: SealedReference): string | null =>
  openRow(tx, 'journal_entry', id, row).bank_reference;

export async function entriesWaiting(tx: Tx, limit: number): Promise<BooksEntry[]> {
  type Row = Omit<BooksEntry, 'bookedAt' | 'bankReference'> & { id: string; at: Date } & SealedReference;
  const { rows } = await tx.query<Row>(
    `select e.id, e.key, e.kind, e.at, e.bank_reference, e.sealed, coalesce(i.reference, e.key) as reference, p.currency, p.postings
     from (select * from journal_entry where handed_at is null and key is not null and (due_at is null or due_at <= $2)
       order by refusals, at, id limit $1) e
     left join invoice i on i.id = e.invoice_id
     join lateral (select min(currency) as currency,
       jsonb_agg(jsonb_build_object('account', account, 'amountMinor', amount_minor)) as postings
       from posting where entry_id = e.id) p on p.postings is not null
     order by e.refusals, e.at, e.id`,
    [limit, tx.now],
  );
  return rows.map(({ id, at, bank_reference, sealed, ...entry }) => {
    const bankReference = openReference(tx, id, { bank_reference, sealed });
    return { ...entry, bookedAt: at.toISOString(), ...(bankReference ? { bankReference } : {}) };
  });
}

export const markHandedOver = (tx: Tx, keys: readonly string[]) =>
  tx.query('update journal_entry set handed_at = $2 where key = any($1)', [keys, tx.now]);
/** Two minutes after the first time, then twice as long each time, a day at most. */
export const putOff = (tx: Tx, key: string, code: string) =>
  tx.query(
    `update journal_entry set refusals = refusals + 1, refused = $2,
       due_at = $3::timestamptz + least(interval '1 day', interval '2 minutes' * power(2, least(refusals, 20))) where key = $1`,
    [key, code, tx.now],
  );

/** For the copy of a person's data. */
export async function ownInvoiceRows(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<InvoiceRow>(
    'select * from invoice where payer_id = $1 and ($2::uuid is null or id > $2) order by id limit $3',
    [personKey, after, count],
  );
  return rows.map((row) => toInvoice(tx, row));
}
