// SPDX-License-Identifier: Apache-2.0
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { AttemptKey } from '../attempts/store.ts';
import type { Dispute } from '../contract.ts';

export type StoredDispute = Dispute & AttemptKey & { readonly providerId: string };
interface Row {
  id: string;
  lead_id: string;
  attempt: number;
  provider_id: string;
  amount_minor: number;
  currency: string;
  way: Dispute['way'];
  reason: string;
  state: Dispute['state'];
  evidence: string | null;
  sealed: string | null;
  opened_at: Date;
  answer_by: Date | null;
  answered_by_name: string | null;
  closed_at: Date | null;
  invoices: Dispute['invoices'];
}
const columns = `d.*, i.currency, c.provider as way, (select coalesce(jsonb_agg(jsonb_build_object('id', p.invoice_id, 'number', n.number,
    'amountMinor', p.amount_minor) order by n.number), '[]') from dispute_part p join invoice n on n.id = p.invoice_id where p.dispute_id = d.id) as invoices`;
const from = `from dispute d join invoice i on i.id = d.lead_id join checkout c on c.invoice_id = d.lead_id and c.attempt = d.attempt`;

function toDispute(tx: Tx, stored: Row): StoredDispute {
  const row = openRow(tx, 'dispute', stored.id, stored);
  return {
    ...{ id: row.id, leadId: row.lead_id, attempt: row.attempt, providerId: row.provider_id, invoices: row.invoices },
    ...{ amountMinor: row.amount_minor, currency: row.currency, way: row.way, reason: row.reason, state: row.state },
    openedAt: row.opened_at.toISOString(),
    ...(row.answer_by ? { answerBy: row.answer_by.toISOString() } : {}),
    ...(row.evidence ? { evidence: row.evidence } : {}),
    ...(row.answered_by_name ? { answeredByName: row.answered_by_name } : {}),
    ...(row.closed_at ? { closedAt: row.closed_at.toISOString() } : {}),
  };
}

async function read(tx: Tx, rest: string, values: unknown[]): Promise<StoredDispute[]> {
  const { rows } = await tx.query<Row>(`select ${columns} ${from} ${rest}`, values);
  return rows.map((row) => toDispute(tx, row));
}
export const lockDispute = async (tx: Tx, by: 'id' | 'provider_id', value: string) =>
  (await read(tx, `where d.${by} = $1 for update of d`, [value]))[0];
export const disputesOf = (tx: Tx, invoiceId: string) =>
  read(tx, 'where d.id in (select dispute_id from dispute_part where invoice_id = $1) order by d.opened_at', [
    invoiceId,
  ]);

const rank = `case d.state when 'open' then 0 when 'answered' then 1 when 'accepted' then 1 else 2 end`;
export async function disputes(
  tx: Tx,
  { state, after, count }: { state: string | undefined; after: readonly string[] | undefined; count: number },
): Promise<(StoredDispute & { rank: number })[]> {
  const { rows } = await tx.query<Row & { rank: number }>(
    `select ${rank} as rank, ${columns} ${from} where ($1::text is null or d.state = $1)
       and ($2::bigint is null or ${rank} > $2 or (${rank} = $2 and (d.opened_at, d.id) < ($3::timestamptz, $4::uuid)))
     order by 1, d.opened_at desc, d.id desc limit $5`,
    [state ?? null, after ? Number(after[0]) : null, after?.[1] ?? null, after?.[2] ?? null, count],
  );
  return rows.map((row) => ({ ...toDispute(tx, row), rank: row.rank }));
}

export async function isDisputed(tx: Tx, invoiceId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from dispute_part p join dispute d on d.id = p.dispute_id
     where p.invoice_id = $1 and d.state in ('open', 'answered', 'accepted') limit 1`,
    [invoiceId],
  );
  return rowCount === 1;
}

/** What of an invoice's share of a payment lies in open charge-backs: it cannot go back twice. */
export async function heldMinor(tx: Tx, { leadId, attempt }: AttemptKey, invoiceId: string): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    `select coalesce(sum(p.amount_minor), 0)::bigint as sum from dispute d join dispute_part p on p.dispute_id = d.id
     where d.lead_id = $1 and d.attempt = $2 and p.invoice_id = $3 and d.state in ('open', 'answered', 'accepted')`,
    [leadId, attempt, invoiceId],
  );
  return rows[0]?.sum ?? 0;
}

export async function insertDispute(
  tx: Tx,
  one: Pick<StoredDispute, 'id' | 'leadId' | 'attempt' | 'providerId' | 'amountMinor' | 'reason' | 'answerBy'>,
  parts: readonly { invoiceId: string; amountMinor: number }[],
): Promise<void> {
  await tx.query(
    `insert into dispute (id, lead_id, attempt, provider_id, amount_minor, reason, state, opened_at, answer_by)
     values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)`,
    [one.id, one.leadId, one.attempt, one.providerId, one.amountMinor, one.reason, tx.now, one.answerBy ?? null],
  );
  await tx.query(
    'insert into dispute_part (dispute_id, invoice_id, amount_minor) select $1, invoice, amount from unnest($2::uuid[], $3::bigint[]) as t (invoice, amount)',
    [one.id, parts.map(({ invoiceId }) => invoiceId), parts.map(({ amountMinor }) => amountMinor)],
  );
}

export function answer(tx: Tx, id: string, evidence: string | undefined, byName: string) {
  const kept = sealRow(tx, 'dispute', id, { evidence: evidence ?? '' });
  return tx.query(
    `update dispute set state = $2, evidence = $3, sealed = $4, answered_by_name = $5, answered_at = $6
     where id = $1 and state = 'open'`,
    [id, evidence === undefined ? 'accepted' : 'answered', kept.evidence, kept.sealed, byName, tx.now],
  );
}

export const end = (tx: Tx, id: string, state: 'won' | 'lost') =>
  tx.query('update dispute set state = $2, closed_at = $3 where id = $1', [id, state, tx.now]);
