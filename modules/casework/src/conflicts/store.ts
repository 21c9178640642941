// SPDX-License-Identifier: Apache-2.0
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';

export interface ConflictRow {
  readonly byName: string;
  readonly reason: string;
  readonly at: Date;
}
export async function conflictsOf(tx: Tx, caseId: string): Promise<ConflictRow[]> {
  const { rows } = await tx.query<ConflictRow & { id: string; sealed: string | null }>(
    'select id, by_name as "byName", reason, sealed, at from conflict where case_id = $1 order by at, id',
    [caseId],
  );
  return rows.map((row) => openRow(tx, 'conflict', row.id, row));
}
/** The first reason stands. */
export async function insertConflict(
  tx: Tx,
  one: { caseId: string; byId: string; byName: string; reason: string; at: Date },
): Promise<boolean> {
  const id = newId();
  const kept = sealRow(tx, 'conflict', id, { reason: one.reason });
  const { rowCount } = await tx.query(
    `insert into conflict (id, case_id, by_id, by_name, reason, sealed, at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (case_id, by_id) do nothing`,
    [id, one.caseId, one.byId, one.byName, kept.reason, kept.sealed, one.at],
  );
  return rowCount === 1;
}
export async function eraseConflicts(tx: Tx, before: Date, limit: number): Promise<number> {
  const sql = `delete from conflict where id in
    (select id from conflict where at < $1 order by at limit $2 for update skip locked)`;
  return (await tx.query(sql, [before, limit])).rowCount ?? 0;
}
