// SPDX-License-Identifier: Apache-2.0
/** SQL of imports. */
import type { ImportRow } from '@stoa/documents/contract';
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Import } from '../contract.ts';

export interface ImportFacts extends Omit<Import, 'at' | 'endedAt'> {
  readonly at: Date;
  readonly endedAt: Date | null;
}
const columns = `i.id, i.institution_id as "institutionId", i.source, i.file_name as "fileName", i.state, i.known, i.by_name as "byName",
  i.at, i.ended_at as "endedAt", count(*) filter (where r.outcome = 'fits') as fits,
  count(*) filter (where r.outcome = 'taken') as taken, count(*) filter (where r.outcome = 'refused') as refused,
  coalesce(sum(r.files) filter (where r.outcome <> 'refused'), 0)::int as files, i.files_taken as "filesTaken"`;
const from = 'from import i left join import_row r on r.import_id = i.id';

export async function importsOf(
  tx: Tx,
  institutionId: string,
  before: string | null,
  count: number,
): Promise<ImportFacts[]> {
  const { rows } = await tx.query<ImportFacts>(
    `select ${columns} ${from} where i.institution_id = $1 and ($2::uuid is null or i.id < $2) group by i.id order by i.id desc limit $3`,
    [institutionId, before, count],
  );
  return rows;
}

export async function findImport(tx: Tx, id: string): Promise<ImportFacts | undefined> {
  return (await tx.query<ImportFacts>(`select ${columns} ${from} where i.id = $1 group by i.id`, [id])).rows[0];
}

/** What is in the file, and why it is refused. */
export interface Line {
  readonly line: number;
  readonly outcome: 'fits' | 'taken' | 'refused';
  readonly code: string | null;
  readonly message: string | null;
  readonly row: {
    readonly key: string;
    readonly subject: string;
    readonly card?: ImportRow;
    readonly files?: readonly string[];
  };
}
const keyOf = (importId: string, line: number) => `${importId} ${line}`;

export async function linesOf(
  tx: Tx,
  importId: string,
  outcome: string | null,
  after: number,
  count: number,
): Promise<Line[]> {
  const { rows } = await tx.query<Line & { sealed: string | null }>(
    `select line, outcome, code, message, row, sealed from import_row
     where import_id = $1 and ($2::text is null or outcome = $2) and line > $3::bigint order by line limit $4`,
    [importId, outcome, after, count],
  );
  return rows.map((row) => openRow(tx, 'import_row', keyOf(importId, row.line), row));
}

type New = Pick<Import, 'institutionId' | 'source' | 'fileName' | 'known' | 'byName'>;
export async function insertImport(tx: Tx, one: New, lines: readonly Line[]): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into import (id, institution_id, source, file_name, state, known, by_name, at) values ($1, $2, $3, $4, 'tried', $5, $6, $7)`,
    [id, one.institutionId, one.source, one.fileName, one.known, one.byName, tx.now],
  );
  const kept = lines.map(({ row, ...line }) => ({
    ...{ ...line, files: row.files?.length ?? 0 },
    ...sealRow(tx, 'import_row', keyOf(id, line.line), { row }),
  }));
  await tx.query(
    `insert into import_row (import_id, line, row, sealed, outcome, code, message, files)
     select $1, line, row, sealed, outcome, code, message, files from jsonb_to_recordset($2::jsonb)
       as given (line int, row jsonb, sealed text, outcome text, code text, message text, files int)`,
    [id, JSON.stringify(kept)],
  );
  return id;
}

/** Rows that were taken in and name files. */
export async function linesWithFiles(tx: Tx, importId: string): Promise<Line['row'][]> {
  const { rows } = await tx.query<Line & { sealed: string | null }>(
    `select line, outcome, code, message, row, sealed from import_row where import_id = $1 and outcome = 'taken' and files > 0 order by line`,
    [importId],
  );
  return rows.map((row) => openRow(tx, 'import_row', keyOf(importId, row.line), row).row);
}
export const countFiles = (tx: Tx, id: string, added: number) =>
  tx.query('update import set files_taken = files_taken + $2 where id = $1', [id, added]);

/** Once: the second who starts it changes nothing. */
export const begin = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query(`update import set state = 'running' where id = $1 and state = 'tried'`, [id])).rowCount === 1;
export const end = (tx: Tx, id: string) =>
  tx.query(`update import set state = 'done', ended_at = $2 where id = $1`, [id, tx.now]);
export const settle = (
  tx: Tx,
  id: string,
  line: number,
  outcome: 'taken' | 'refused',
  why?: { code: string; message: string },
) =>
  tx.query('update import_row set outcome = $3, code = $4, message = $5 where import_id = $1 and line = $2', [
    ...[id, line, outcome, why?.code ?? null, why?.message ?? null],
  ]);
