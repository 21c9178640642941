// SPDX-License-Identifier: Apache-2.0
/** SQL of invoices. */
import type { RuleText } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { rowsOf } from '../case/index.ts';

export async function insertInvoice(
  tx: Tx,
  caseId: string,
  invoice: Omit<Invoice, 'paidAt' | 'refundedAt'>,
): Promise<void> {
  await tx.query(
    `insert into invoice (case_id, node, invoice_id, amount_minor, currency, reasons) values ($1, $2, $3, $4, $5, $6)
     on conflict (case_id, node) do nothing`,
    [
      ...[caseId, invoice.node, invoice.invoiceId],
      ...[invoice.amountMinor, invoice.currency, JSON.stringify(invoice.reasons)],
    ],
  );
}

/** Whether this is the first time the invoice is reported as paid. */
export async function markPaid(tx: Tx, invoiceId: string): Promise<boolean> {
  const sql = 'update invoice set paid_at = $2 where invoice_id = $1 and paid_at is null';
  return (await tx.query(sql, [invoiceId, tx.now])).rowCount === 1;
}

/** The case whose fee it was; undefined when it was marked before. */
export async function markRefunded(tx: Tx, invoiceId: string): Promise<string | undefined> {
  const sql =
    'update invoice set refunded_at = $2 where invoice_id = $1 and refunded_at is null returning case_id as "caseId"';
  return (await tx.query<{ caseId: string }>(sql, [invoiceId, tx.now])).rows[0]?.caseId;
}
interface Invoice {
  readonly node: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reasons: RuleText[];
  readonly paidAt: Date | null;
  readonly refundedAt: Date | null;
}

export const invoicesOf = (tx: Tx, id: string) =>
  rowsOf<Invoice>(
    tx,
    'invoices',
    `select node, invoice_id as "invoiceId", amount_minor as "amountMinor", currency, reasons, paid_at as "paidAt", refunded_at as "refundedAt" from invoice where case_id = $1`,
    id,
  );
