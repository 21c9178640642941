// SPDX-License-Identifier: Apache-2.0
/** SQL of tables that were read. */
import type { Tx } from '@stoa/kernel';
import type { Asked, Import, ImportRow } from '../contract.ts';
import { present } from '../queries.ts';
import type { ReadRow } from './rows.ts';

export interface TriedRow extends ReadRow {
  readonly facts: ImportRow['facts'];
}

/** Tables that nobody asked for are kept for a week. */
export async function insertImport(
  tx: Tx,
  read: { id: string; about: Import['about']; fileName: string; readBy: string | null },
  rows: readonly TriedRow[],
): Promise<void> {
  await tx.query(
    `delete from import i where read_at < $1 and not exists (select 1 from change where kind = 'import' and asked ->> 'importId' = i.id::text)`,
    [new Date(tx.now.getTime() - 7 * 86_400_000)],
  );
  await tx.query('insert into import (id, about, file_name, read_by, read_at) values ($1, $2, $3, $4, $5)', [
    ...[read.id, read.about, read.fileName, read.readBy, tx.now],
  ]);
  const given = rows.map(({ wrong, ...row }, place) => ({ ...row, ...wrong, place }));
  await tx.query(
    `insert into import_row (import_id, line, place, subject, outcome, asked, revision, facts, code, message)
     select $1, line, place, subject, outcome, asked, revision, facts, code, message
     from jsonb_populate_recordset(null::import_row, $2::jsonb)`,
    [read.id, JSON.stringify(given)],
  );
}

type Found = Omit<Import, 'readAt'> & { readAt: Date };
export async function findImport(tx: Tx, id: string): Promise<Import | undefined> {
  const { rows } = await tx.query<Found>(
    `select i.id, i.about, i.file_name as "fileName", i.read_by as "readBy", i.read_at as "readAt",
       count(*) filter (where outcome = 'enters')::integer as enters, count(*) filter (where outcome = 'changes')::integer as changes,
       count(*) filter (where outcome = 'same')::integer as same, count(*) filter (where outcome = 'wrong')::integer as wrong,
       (select c.id from change c where c.kind = 'import' and c.asked ->> 'importId' = i.id::text order by c.id desc limit 1) as "changeId"
     from import i left join import_row r on r.import_id = i.id where i.id = $1 group by i.id`,
    [id],
  );
  const [found] = rows.map((row) => present<Found>(row));
  return found && { ...found, readAt: found.readAt.toISOString() };
}

export const rowsOf = async (tx: Tx, id: string, outcome: string | null, after: number, count: number) =>
  (
    await tx.query<ImportRow>(
      `select line, subject, outcome, facts, code, message from import_row
       where import_id = $1 and ($2::text is null or outcome = $2) and line > $3::bigint order by line limit $4`,
      [id, outcome, after, count],
    )
  ).rows.map((row) => present<ImportRow>(row));

/** What is to be done, in its order. */
export const toDo = async (tx: Tx, id: string) =>
  (
    await tx.query<{ line: number; asked: Asked; revision: number | null }>(
      `select line, asked, revision from import_row where import_id = $1 and outcome in ('enters', 'changes') order by place`,
      [id],
    )
  ).rows;

/** Whether it was done, and not undone. */
export const isDone = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await tx.query(
      `select 1 from change where kind = 'import' and asked ->> 'importId' = $1 and approved and undone_at is null`,
      [id],
    )
  ).rowCount > 0;
