// SPDX-License-Identifier: Apache-2.0
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { AttemptKey } from '../attempts/store.ts';
import type { Refund, Way } from '../contract.ts';

export interface StoredRefund extends Omit<Refund, 'own' | 'parts'> {
  readonly askedBy: string | null;
}
interface Row {
  id: string;
  invoice_id: string;
  number: string;
  currency: string;
  amount_minor: number;
  kind: Refund['kind'];
  state: Refund['state'];
  reason: string | null;
  sealed: string | null;
  asked_by: string | null;
  asked_by_name: string;
  asked_at: Date;
  decided_by_name: string | null;
  decided_at: Date | null;
  done_at: Date | null;
}
const select = 'select r.*, i.number, i.currency from refund r join invoice i on i.id = r.invoice_id';

function toRefund(tx: Tx, stored: Row): StoredRefund {
  const row = openRow(tx, 'refund', stored.id, stored);
  return {
    ...{ id: row.id, invoiceId: row.invoice_id, invoiceNumber: row.number, amountMinor: row.amount_minor },
    ...{ currency: row.currency, kind: row.kind, state: row.state, reason: row.reason ?? '', askedBy: row.asked_by },
    ...{ askedByName: row.asked_by_name, askedAt: row.asked_at.toISOString() },
    ...(row.decided_by_name === null ? {} : { decidedByName: row.decided_by_name }),
    ...(row.decided_at ? { decidedAt: row.decided_at.toISOString() } : {}),
    ...(row.done_at ? { doneAt: row.done_at.toISOString() } : {}),
  };
}

export async function insertRefund(
  tx: Tx,
  one: {
    readonly id: string;
    readonly invoiceId: string;
    readonly amountMinor: number;
    readonly kind: Refund['kind'];
    readonly reason: string;
    readonly askedBy: string | null;
    readonly askedByName: string;
  },
): Promise<void> {
  const kept = sealRow(tx, 'refund', one.id, { reason: one.reason });
  await tx.query(
    `insert into refund (id, invoice_id, amount_minor, reason, sealed, kind, state, asked_by, asked_by_name, asked_at)
     values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9)`,
    [one.id, one.invoiceId, one.amountMinor, kept.reason, kept.sealed, one.kind, one.askedBy, one.askedByName, tx.now],
  );
}

export async function lockRefund(tx: Tx, id: string): Promise<StoredRefund | undefined> {
  const { rows } = await tx.query<Row>(`${select} where r.id = $1 for update of r`, [id]);
  return rows[0] && toRefund(tx, rows[0]);
}

/** What waits stands first, then the newest. */
export const stateRank = `case r.state when 'asked' then 0 when 'approved' then 1 else 2 end`;
export async function refunds(
  tx: Tx,
  { state, after, count }: { state: string | undefined; after: readonly string[] | undefined; count: number },
): Promise<(StoredRefund & { rank: number })[]> {
  const { rows } = await tx.query<Row & { rank: number }>(
    `${select.replace('select', `select ${stateRank} as rank,`)} where ($1::text is null or r.state = $1)
       and ($2::bigint is null or ${stateRank} > $2 or (${stateRank} = $2 and (r.asked_at, r.id) < ($3::timestamptz, $4::uuid)))
     order by rank, r.asked_at desc, r.id desc limit $5`,
    [state ?? null, after ? Number(after[0]) : null, after?.[1] ?? null, after?.[2] ?? null, count],
  );
  return rows.map((row) => ({ ...toRefund(tx, row), rank: row.rank }));
}
export async function refundsOf(tx: Tx, invoiceId: string): Promise<StoredRefund[]> {
  const { rows } = await tx.query<Row>(`${select} where r.invoice_id = $1 order by r.asked_at, r.id`, [invoiceId]);
  return rows.map((row) => toRefund(tx, row));
}

/** Asked for and not gone back yet. */
export async function pendingMinor(tx: Tx, invoiceId: string): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    `select coalesce(sum(r.amount_minor - coalesce((select sum(done_minor) from refund_part p where p.refund_id = r.id), 0)), 0)::bigint as sum
     from refund r where r.invoice_id = $1 and r.kind = 'payer' and r.state in ('asked', 'approved')`,
    [invoiceId],
  );
  return rows[0]?.sum ?? 0;
}

export const decide = (tx: Tx, id: string, state: 'approved' | 'declined', who: { id: string; name: string }) =>
  tx.query('update refund set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5 where id = $1', [
    ...[id, state, who.id, who.name, tx.now],
  ]);

export interface Part extends AttemptKey {
  readonly refundId: string;
  readonly n: number;
  readonly invoiceId: string;
  readonly way: Way;
  readonly amountMinor: number;
  readonly doneMinor: number;
  readonly state: Refund['parts'][number]['state'];
  readonly givenUp: number;
  readonly backId: string | null;
}
const parts = `select p.refund_id as "refundId", p.n, p.lead_id as "leadId", p.attempt, r.invoice_id as "invoiceId", c.provider as way,
  p.amount_minor as "amountMinor", p.done_minor as "doneMinor", p.state, p.given_up as "givenUp", p.back_id as "backId" from refund_part p
  join refund r on r.id = p.refund_id join checkout c on c.invoice_id = p.lead_id and c.attempt = p.attempt`;

export const insertPart = (tx: Tx, one: Omit<Part, 'invoiceId' | 'way' | 'doneMinor' | 'givenUp' | 'backId'>) =>
  tx.query(
    'insert into refund_part (refund_id, n, lead_id, attempt, amount_minor, state) values ($1, $2, $3, $4, $5, $6)',
    [one.refundId, one.n, one.leadId, one.attempt, one.amountMinor, one.state],
  );

export const partsOf = async (tx: Tx, refundIds: readonly string[]): Promise<Part[]> =>
  (await tx.query<Part>(`${parts} where p.refund_id = any($1) order by p.refund_id, p.n`, [refundIds])).rows;

/** Parts of an attempt that have not gone back whole, in the order of asking. */
export const partsWaiting = async (
  tx: Tx,
  { leadId, attempt }: AttemptKey,
  kind: Refund['kind'],
  refundId: string | undefined,
): Promise<Part[]> =>
  (
    await tx.query<Part>(
      `${parts} where p.lead_id = $1 and p.attempt = $2 and p.state <> 'done' and r.kind = $3 and ($4::uuid is null or r.id = $4)
         and r.state = 'approved' order by r.asked_at, r.id, p.n`,
      [leadId, attempt, kind, refundId ?? null],
    )
  ).rows;

/** It came back, or never went: the refund is open again. */
export async function setBack(
  tx: Tx,
  { refundId, n }: Part,
  state: 'returned' | 'given-up',
  payoutId: string,
): Promise<void> {
  await tx.query('update refund_part set state = $3, back_id = $4 where refund_id = $1 and n = $2', [
    ...[refundId, n, state, payoutId],
  ]);
  await tx.query(`update refund set state = 'approved', done_at = null where id = $1 and state = 'done'`, [refundId]);
}
export const askAgain = (tx: Tx, { refundId, n }: Part) =>
  tx.query(`update refund_part set state = 'payout', given_up = given_up + 1 where refund_id = $1 and n = $2`, [
    refundId,
    n,
  ]);

export async function addDone(tx: Tx, { refundId, n }: Part, amountMinor: number): Promise<void> {
  await tx.query(
    `update refund_part set done_minor = done_minor + $3, state = case when done_minor + $3 = amount_minor then 'done' else state end
     where refund_id = $1 and n = $2`,
    [refundId, n, amountMinor],
  );
  await tx.query(
    `update refund set state = 'done', done_at = $2 where id = $1
       and not exists (select 1 from refund_part where refund_id = $1 and state <> 'done')`,
    [refundId, tx.now],
  );
}
