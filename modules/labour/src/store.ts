// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. Whoever counts holds the months open together; whoever closes one holds them alone. */
import { jsonOf, type Tx } from '@stoa/kernel';
import type { PublishedCell } from './contract.ts';
import type { Fact } from './folding.ts';

const months = `hashtextextended('labour months', 0)`;
const holdOpen = (tx: Tx) => tx.query(`select pg_advisory_xact_lock_shared(${months})`);
export const holdAlone = (tx: Tx) => tx.query(`select pg_advisory_xact_lock(${months})`);

/** Once; in the month after the last closed one where its own is closed. Answers whether it is new. */
export async function insertFact(
  tx: Tx,
  { happened, ...fact }: Fact & { readonly happened: string },
): Promise<boolean> {
  await holdOpen(tx);
  const { rowCount } = await tx.query(
    `insert into fact (id, happened, month, measure, region, occupation, citizenship, person, wage)
     values ($1, $2, greatest($2::date, (select (max(month) + interval '1 month')::date from closed_month)), $3, $4, $5, $6, $7, $8)
     on conflict (id) do nothing`,
    [
      ...[fact.id, `${happened}-01`, fact.measure, fact.region, fact.occupation, fact.citizenship],
      ...[fact.person, fact.wage],
    ],
  );
  return rowCount === 1;
}

export async function lockCatchUp(tx: Tx, source: string): Promise<{ after: string | null; doneAt: Date | null }> {
  await tx.query('insert into catch_up (source) values ($1) on conflict do nothing', [source]);
  const { rows } = await tx.query<{ after: string | null; doneAt: Date | null }>(
    'select after, done_at as "doneAt" from catch_up where source = $1 for update',
    [source],
  );
  return rows[0] ?? { after: null, doneAt: null };
}
export const noteCatchUp = (tx: Tx, source: string, after: string | null, doneAt: Date | null) =>
  tx.query('update catch_up set after = $2, done_at = $3 where source = $1', [source, after, doneAt]);

export async function closeMonth(
  tx: Tx,
  month: string,
  digest: string,
  cells: readonly Omit<PublishedCell, 'month'>[],
): Promise<void> {
  const day = `${month}-01`;
  await tx.query('insert into closed_month (month, closed_at, digest) values ($1, $2, $3)', [day, tx.now, digest]);
  await tx.query(
    `insert into cell (month, measure, region, occupation, citizenship, value)
     select $1, measure, region, occupation, citizenship, value
     from jsonb_to_recordset($2::jsonb) as c (measure text, region text, occupation text, citizenship text, value integer)`,
    [day, jsonOf(cells)],
  );
}

/** Of the demo, whose past comes after its first start: each counts in its own month again. */
export async function reopen(tx: Tx): Promise<void> {
  await tx.query('delete from closed_month');
  await tx.query('update fact set month = happened where month <> happened');
}
