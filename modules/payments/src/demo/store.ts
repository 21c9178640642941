// SPDX-License-Identifier: Apache-2.0
/** SQL that enters what happened before the platform looked. */
import { idOf, sealRow, type Tx } from '@stoa/kernel';
import type { DemoFee, DemoInvoice, Invoice } from '../contract.ts';
import type { Entry } from '../entry.ts';
import { insertPostings } from '../store.ts';

const nobody = (who: string) => idOf(`demo accountant ${who}`);

export const insertFee = (tx: Tx, fee: DemoFee & { id: string; currency: string }) =>
  tx.query(
    `insert into fee (id, code, territory, title, amount_minor, currency, from_on, act, clause, state, drafted_by, drafted_by_name, drafted_at,
       published_by, published_by_name, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'Galiya Sarsen', $13, $12, case when $10 = 'published' then 'Viktor Lys' end,
       case when $10 = 'published' then $13::timestamptz end) on conflict do nothing`,
    [
      ...[fee.id, fee.code, fee.territory ?? '', JSON.stringify(fee.title), fee.amountMinor, fee.currency, fee.fromOn],
      ...[fee.act, fee.clause, fee.draft ? 'draft' : 'published', nobody('one'), fee.draft ? null : nobody('two')],
      fee.draft ? tx.now : tx.module.country.calendar.startOfDate(fee.fromOn),
    ],
  );

/** False where it was entered before. */
export async function insertInvoice(
  tx: Tx,
  one: Pick<
    Invoice,
    | ('id' | 'reference' | 'payerId' | 'lines' | 'amountMinor' | 'paidMinor' | 'exemptMinor' | 'refundedMinor')
    | ('chargedBackMinor' | 'currency' | 'state')
  > & { createdAt: Date; dueOn: string; paidAt: Date | undefined; refundedAt: Date | undefined; receiptNo: string },
): Promise<boolean> {
  const kept = sealRow(tx, 'invoice', one.id, { receipt_no: one.receiptNo });
  const { rowCount } = await tx.query(
    `insert into invoice (id, reference, number, payer_id, lines, amount_minor, paid_minor, exempt_minor, refunded_minor, charged_back_minor,
       currency, state, return_path, created_at, due_on, paid_at, refunded_at, receipt_no, sealed)
     values ($1, $2, to_char($12::timestamptz, 'YYYY') || '-' || lpad(nextval('invoice_number')::text, 7, '0'), $3, $4, $5, $6, $7, $8, $9,
       $10, $11, '/cabinet/payments', $12, $13, $14, $15, $16, $17) on conflict (reference) do nothing`,
    [
      ...[
        one.id,
        one.reference,
        one.payerId,
        JSON.stringify(one.lines),
        one.amountMinor,
        one.paidMinor,
        one.exemptMinor,
      ],
      ...[one.refundedMinor, one.chargedBackMinor, one.currency, one.state, one.createdAt, one.dueOn, one.paidAt],
      ...[one.refundedAt, kept.receipt_no, kept.sealed],
    ],
  );
  return rowCount === 1;
}

export async function insertAttempt(
  tx: Tx,
  one: {
    readonly id: string;
    readonly way: string;
    readonly paidMinor: number;
    readonly refundedMinor: number;
    readonly lost: number;
    readonly currency: string;
    readonly at: Date;
  },
): Promise<void> {
  // No provider of the demo knows it: its pages were never opened.
  await tx.query(
    `insert into checkout (invoice_id, attempt, state, created_at, paid_at, provider, amount_minor, currency, refunded_minor)
     values ($1, 1, $2, $3, $3, $4, $5, $6, $7)`,
    [
      ...[one.id, one.refundedMinor === one.paidMinor ? 'refunded' : 'paid', one.at, one.way, one.paidMinor],
      ...[one.currency, one.refundedMinor],
    ],
  );
  await tx.query(
    'insert into allotment (lead_id, attempt, invoice_id, amount_minor, settled_minor, refunded_minor) values ($1, 1, $1, $2, $2, $3)',
    [one.id, one.paidMinor, one.refundedMinor + one.lost],
  );
}

export async function insertEntry(
  tx: Tx,
  { id, key, kind, at, ...one }: Entry & { id: string; at: Date },
): Promise<void> {
  const kept = sealRow(tx, 'journal_entry', id, { bank_reference: one.bankReference ?? null });
  await tx.query(
    // The year in the books holds these sums already.
    `insert into journal_entry (id, invoice_id, kind, at, key, bank_reference, sealed, handed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $4)`,
    [id, one.invoiceId, kind, at, key, kept.bank_reference, kept.sealed],
  );
  await insertPostings(tx, id, one.currency, one.postings);
}

export const insertExemption = (
  tx: Tx,
  invoiceId: string,
  amountMinor: number,
  { act, clause }: NonNullable<DemoInvoice['exemption']>,
  at: Date,
) =>
  tx.query(
    `insert into exemption (id, invoice_id, amount_minor, act, clause, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, 'Galiya Sarsen', $7)`,
    [idOf(`demo exemption ${invoiceId}`), invoiceId, amountMinor, act, clause, nobody('one'), at],
  );

export async function insertRefund(
  tx: Tx,
  one: NonNullable<DemoInvoice['refund']> & { id: string; invoiceId: string; at: Date },
): Promise<void> {
  const kept = sealRow(tx, 'refund', one.id, { reason: one.reason });
  const decided = one.waits ? [null, null, null, null] : [nobody('two'), 'Viktor Lys', one.at, one.at];
  await tx.query(
    `insert into refund (id, invoice_id, amount_minor, reason, sealed, kind, state, asked_by, asked_by_name, asked_at,
       decided_by, decided_by_name, decided_at, done_at)
     values ($1, $2, $3, $4, $5, 'payer', $6, $7, 'Galiya Sarsen', $8, $9, $10, $11, $12)`,
    [
      ...[
        one.id,
        one.invoiceId,
        one.amountMinor,
        kept.reason,
        kept.sealed,
        one.waits ? 'asked' : 'done',
        nobody('one'),
      ],
      ...[one.at, ...decided],
    ],
  );
  if (!one.waits)
    await tx.query(
      `insert into refund_part (refund_id, n, lead_id, attempt, amount_minor, done_minor, state) values ($1, 1, $2, 1, $3, $3, 'done')`,
      [one.id, one.invoiceId, one.amountMinor],
    );
}

export async function insertDispute(
  tx: Tx,
  one: NonNullable<DemoInvoice['dispute']> & { id: string; invoiceId: string; amountMinor: number; at: Date },
): Promise<void> {
  const dayMs = 86_400_000;
  await tx.query(
    `insert into dispute (id, lead_id, attempt, provider_id, amount_minor, reason, state, opened_at, answer_by, closed_at)
     values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[one.id, one.invoiceId, `demo-${one.id}`, one.amountMinor, one.reason, one.lost ? 'lost' : 'open', one.at],
      ...[new Date(one.at.getTime() + 14 * dayMs), one.lost ? new Date(one.at.getTime() + 12 * dayMs) : null],
    ],
  );
  await tx.query('insert into dispute_part (dispute_id, invoice_id, amount_minor) values ($1, $2, $3)', [
    ...[one.id, one.invoiceId, one.amountMinor],
  ]);
}
