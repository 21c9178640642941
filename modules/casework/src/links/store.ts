// SPDX-License-Identifier: Apache-2.0
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { CaseLink } from '../contract.ts';

/** Seen from one of the two. */
export async function linksOf(tx: Tx, caseId: string): Promise<CaseLink[]> {
  type Row = Omit<CaseLink, 'at'> & { at: Date; sealed: string | null };
  const { rows } = await tx.query<Row>(
    `select id, case when case_id = $1 then other_id else case_id end as "caseId",
       case when case_id = $1 then other_number else case_number end as number, reason, sealed, by_name as "byName", at
     from link where case_id = $1 or other_id = $1 order by at desc, id`,
    [caseId],
  );
  return rows.map(({ at, ...row }) => ({ ...openRow(tx, 'link', row.id, row), at: at.toISOString() }));
}

/** Whether it is new. */
export async function insertLink(
  tx: Tx,
  one: { caseId: string; number: string; otherId: string; otherNumber: string; reason: string; byName: string },
): Promise<boolean> {
  const id = newId();
  const kept = sealRow(tx, 'link', id, { reason: one.reason });
  const { rowCount } = await tx.query(
    `insert into link (id, case_id, case_number, other_id, other_number, reason, sealed, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [id, one.caseId, one.number, one.otherId, one.otherNumber, kept.reason, kept.sealed, one.byName, tx.now],
  );
  return rowCount === 1;
}

export async function eraseLinks(tx: Tx, before: Date, limit: number): Promise<number> {
  const sql =
    'delete from link where id in (select id from link where at < $1 order by at limit $2 for update skip locked)';
  return (await tx.query(sql, [before, limit])).rowCount ?? 0;
}
