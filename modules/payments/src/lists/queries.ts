// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { orders, soughtStates, Way } from '../contract.ts';
import { type InvoiceRow, openReference, type SealedReference, type StoredInvoice, toInvoice } from '../store.ts';

export interface Filter {
  readonly state?: (typeof soughtStates)[number] | undefined;
  readonly code?: string | undefined;
  readonly way?: Way | undefined;
  /** Instants: from the first on, before the second. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Digits and letters of a number or a creditor reference. */
  readonly search?: string | undefined;
  readonly payerId?: string | undefined;
  /** First codes of invoices that may be seen; all where it is missing. */
  readonly services?: readonly string[] | undefined;
  readonly today: string;
}

/** Placeholders $1 to $10. */
const where = `($1::text is null or case $1
    when 'part-paid' then i.state = 'open' and i.paid_minor > 0
    when 'overdue' then i.state = 'open' and i.due_on < $9::date
    else i.state = $1 end)
  and ($2::text is null or i.lines @> jsonb_build_array(jsonb_build_object('code', $2::text)))
  and ($3::text is null or exists (select 1 from allotment a join checkout c on c.invoice_id = a.lead_id and c.attempt = a.attempt
    where a.invoice_id = i.id and a.settled_minor > 0 and c.provider = $3))
  and ($4::timestamptz is null or i.created_at >= $4) and ($5::timestamptz is null or i.created_at < $5)
  and ($6::text is null or replace(i.number, '-', '') like '%' || $6)
  and ($7::text is null or i.payer_id = $7) and ($8::text[] is null or i.lines -> 0 ->> 'code' = any($8))`;
const values = ({ state, code, way, from, until, search, payerId, services, today }: Filter) => [
  ...[state ?? null, code ?? null, way ?? null, from ?? null, until ?? null, search ?? null, payerId ?? null],
  ...[services ?? null, today],
];
/** What is owed stands before what is not. */
export const owedRank = (state: string): number => (state === 'open' ? 0 : state === 'disputed' ? 1 : 2);
const rank = `case i.state when 'open' then 0 when 'disputed' then 1 else 2 end`;

export async function ownInvoices(
  tx: Tx,
  filter: Filter,
  after: readonly string[] | undefined,
  count: number,
): Promise<StoredInvoice[]> {
  const { rows } = await tx.query<InvoiceRow>(
    `select i.* from invoice i where ${where}
       and ($10::bigint is null or ${rank} > $10 or (${rank} = $10 and (i.created_at, i.id) < ($11::timestamptz, $12::uuid)))
     order by ${rank}, i.created_at desc, i.id desc limit $13`,
    [...values(filter), after ? Number(after[0]) : null, after?.[1] ?? null, after?.[2] ?? null, count],
  );
  return rows.map((row) => toInvoice(tx, row));
}

export async function sums(tx: Tx, filter: Filter) {
  const { rows } = await tx.query<{
    currency: string;
    count: number;
    amountMinor: number;
    paidMinor: number;
    refundedMinor: number;
    owedMinor: number;
  }>(
    `select i.currency, count(*)::int as count, sum(i.amount_minor)::bigint as "amountMinor", sum(i.paid_minor)::bigint as "paidMinor",
       sum(i.refunded_minor + i.charged_back_minor)::bigint as "refundedMinor",
       sum(case when i.state = 'open' then i.amount_minor - i.paid_minor - i.exempt_minor else 0 end)::bigint as "owedMinor"
     from invoice i where ${where} group by i.currency order by i.currency`,
    values(filter),
  );
  return rows;
}

/** Codes of first lines, to filter by. */
export async function codes(tx: Tx, payerId: string | undefined): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>(
    `select distinct line ->> 'code' as code from invoice i, jsonb_array_elements(i.lines) line
     where ($1::text is null or i.payer_id = $1) order by 1 limit 100`,
    [payerId ?? null],
  );
  return rows.map(({ code }) => code);
}

const sorted = { created: 'i.created_at', due: "coalesce(i.due_on, '0001-01-01')", amount: 'i.amount_minor' } as const;
const cast = { created: 'timestamptz', due: 'date', amount: 'bigint' } as const;
export async function allInvoices(
  tx: Tx,
  filter: Filter,
  { order, rising }: { order: (typeof orders)[number]; rising: boolean },
  after: readonly string[] | undefined,
  count: number,
): Promise<(StoredInvoice & { ways: Way[] })[]> {
  const direction = rising ? 'asc' : 'desc';
  const { rows } = await tx.query<InvoiceRow & { ways: Way[] }>(
    `select i.*, (select coalesce(array_agg(distinct c.provider), '{}') from allotment a
       join checkout c on c.invoice_id = a.lead_id and c.attempt = a.attempt where a.invoice_id = i.id and a.settled_minor > 0) as ways
     from invoice i where ${where}
       and ($10::text is null or (${sorted[order]}, i.id) ${rising ? '>' : '<'} ($10::${cast[order]}, $11::uuid))
     order by ${sorted[order]} ${direction}, i.id ${direction} limit $12`,
    [...values(filter), after?.[0] ?? null, after?.[1] ?? null, count],
  );
  return rows.map((row) => ({ ...toInvoice(tx, row), ways: row.ways }));
}

export interface EntryStep {
  readonly kind: string;
  readonly at: Date;
  readonly way: string | null;
  readonly amountMinor: number;
  readonly bankReference: string | null;
}
/** Movements of money of an invoice, without those of what was paid for nothing beside it. */
export async function entriesOf(tx: Tx, invoiceId: string): Promise<EntryStep[]> {
  const { rows } = await tx.query<Omit<EntryStep, 'bankReference'> & { id: string } & SealedReference>(
    `select e.id, e.kind, e.at, min(p.account) filter (where p.account like 'provider:%' or p.account like '%:transfers') as way,
       (sum(abs(p.amount_minor)) / 2)::bigint as "amountMinor", e.bank_reference, e.sealed
     from journal_entry e join posting p on p.entry_id = e.id where e.invoice_id = $1 group by e.id order by e.at, e.id`,
    [invoiceId],
  );
  return rows.map(({ id, bank_reference, sealed, ...entry }) => ({
    ...entry,
    bankReference: openReference(tx, id, { bank_reference, sealed }),
  }));
}
export async function exemptionsOf(tx: Tx, invoiceId: string) {
  const { rows } = await tx.query<{ at: Date; amountMinor: number; act: string; clause: string; byName: string }>(
    `select at, amount_minor as "amountMinor", act, clause, by_name as "byName" from exemption where invoice_id = $1 order by at`,
    [invoiceId],
  );
  return rows;
}
export async function attemptsStarted(tx: Tx, invoiceId: string) {
  const { rows } = await tx.query<{ at: Date; way: Way; amountMinor: number; state: string }>(
    `select c.created_at as at, c.provider as way, a.amount_minor as "amountMinor", c.state
     from allotment a join checkout c on c.invoice_id = a.lead_id and c.attempt = a.attempt
     where a.invoice_id = $1 and c.provider <> 'transfer' order by c.created_at limit 50`,
    [invoiceId],
  );
  return rows;
}

interface Span {
  readonly from: Date;
  readonly until: Date;
  readonly currency: string;
}
export async function revenueByFee(tx: Tx, { from, until, currency }: Span) {
  const { rows } = await tx.query<{ code: string; amountMinor: number }>(
    `select substr(p.account, 9) as code, -sum(p.amount_minor)::bigint as "amountMinor" from posting p
     join journal_entry e on e.id = p.entry_id where p.account like 'revenue:%' and p.currency = $3 and e.at >= $1 and e.at < $2
     group by 1 order by 2 desc`,
    [from, until, currency],
  );
  return rows;
}
export async function revenueByDay(tx: Tx, { from, until, currency }: Span, zone: string) {
  const { rows } = await tx.query<{ day: string; amountMinor: number }>(
    `select (e.at at time zone $4)::date as day, -sum(p.amount_minor)::bigint as "amountMinor" from posting p
     join journal_entry e on e.id = p.entry_id where p.account like 'revenue:%' and p.currency = $3 and e.at >= $1 and e.at < $2
     group by 1 order by 1`,
    [from, until, currency, zone],
  );
  return rows;
}
export async function moneyByWay(tx: Tx, { from, until, currency }: Span) {
  const { rows } = await tx.query<{ way: string; amountMinor: number }>(
    `select case p.account when 'bank:transfers' then 'transfer' else substr(p.account, 10) end as way, sum(p.amount_minor)::bigint as "amountMinor"
     from posting p join journal_entry e on e.id = p.entry_id
     where (p.account like 'provider:%' or p.account = 'bank:transfers') and e.kind <> 'settlement' and p.currency = $3 and e.at >= $1 and e.at < $2
     group by 1 order by 2 desc`,
    [from, until, currency],
  );
  return rows;
}
export async function waiting(tx: Tx, today: string, currency: string) {
  const { rows } = await tx.query<
    Record<'refunds' | 'payouts' | 'disputes' | 'transfers' | 'drafts' | 'overdue' | 'owedMinor', number>
  >(
    `select (select count(*)::int from refund where state = 'asked') as refunds,
       (select count(distinct refund_id)::int from refund_part p join refund r on r.id = p.refund_id where p.state in ('payout', 'returned', 'given-up') and r.state = 'approved') as payouts,
       (select count(*)::int from dispute where state = 'open') as disputes,
       (select count(*)::int from transfer where state = 'unmatched') as transfers,
       (select count(*)::int from fee where state = 'draft') as drafts,
       (select count(*)::int from invoice where state = 'open' and due_on < $1::date) as overdue,
       (select coalesce(sum(amount_minor - paid_minor - exempt_minor), 0)::bigint from invoice where state = 'open' and currency = $2) as "owedMinor"`,
    [today, currency],
  );
  return rows[0] ?? { refunds: 0, payouts: 0, disputes: 0, transfers: 0, drafts: 0, overdue: 0, owedMinor: 0 };
}
