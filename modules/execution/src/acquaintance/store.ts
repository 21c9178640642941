// SPDX-License-Identifier: Apache-2.0
/** SQL of acquaintances. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Done } from '../contract.ts';

export interface AcquaintanceRow {
  readonly id: string;
  readonly documentId: string;
  readonly institutionId: string;
  readonly note: string | null;
  readonly dueOn: string | null;
  readonly by: Done;
  readonly remindedAt: Date | null;
}
export interface ReadingRow {
  readonly id: string;
  readonly acquaintanceId: string;
  readonly postId: string;
  readonly title: LocalText;
  readonly done: Done | null;
}
type Sealed = AcquaintanceRow & { sealed: string | null };
const columns = `id, document_id as "documentId", institution_id as "institutionId", note, sealed, due_on as "dueOn", by,
  reminded_at as "remindedAt"`;
const readingColumns = `id, acquaintance_id as "acquaintanceId", post_id as "postId", title, done`;

export async function insertAcquaintance(
  tx: Tx,
  given: Omit<AcquaintanceRow, 'id' | 'remindedAt'>,
  posts: readonly { id: string; title: LocalText }[],
): Promise<{ id: string; readings: ReadingRow[] }> {
  const id = newId();
  const kept = sealRow(tx, 'acquaintance', id, { note: given.note });
  await tx.query(
    'insert into acquaintance (id, document_id, institution_id, note, sealed, due_on, by) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, given.documentId, given.institutionId, kept.note, kept.sealed, given.dueOn, JSON.stringify(given.by)],
  );
  const { rows } = await tx.query<ReadingRow>(
    `insert into reading (id, acquaintance_id, post_id, title)
     select (r->>'id')::uuid, $1, (r->>'postId')::uuid, r->'title' from jsonb_array_elements($2::jsonb) r returning ${readingColumns}`,
    [id, JSON.stringify(posts.map((post) => ({ id: newId(), postId: post.id, title: post.title })))],
  );
  return { id, readings: rows };
}
const found = (tx: Tx, rows: readonly Sealed[]) =>
  rows.map((row) => openRow(tx, 'acquaintance', row.id, row) as AcquaintanceRow);
export const lockAcquaintance = async (tx: Tx, id: string): Promise<AcquaintanceRow | undefined> =>
  found(tx, (await tx.query<Sealed>(`select ${columns} from acquaintance where id = $1 for update`, [id])).rows)[0];
export const acquaintancesOf = async (tx: Tx, documentId: string): Promise<AcquaintanceRow[]> =>
  found(
    tx,
    (await tx.query<Sealed>(`select ${columns} from acquaintance where document_id = $1 order by id`, [documentId]))
      .rows,
  );
export const readingsOf = async (tx: Tx, ids: readonly string[]): Promise<ReadingRow[]> =>
  (
    await tx.query<ReadingRow>(`select ${readingColumns} from reading where acquaintance_id = any ($1) order by id`, [
      ids,
    ])
  ).rows;
export const lockReading = async (tx: Tx, id: string): Promise<ReadingRow | undefined> =>
  (await tx.query<ReadingRow>(`select ${readingColumns} from reading where id = $1 for update`, [id])).rows[0];
export const setRead = (tx: Tx, id: string, by: Done) =>
  tx.query('update reading set done = $2 where id = $1', [id, JSON.stringify(by)]);
export const setReminded = (tx: Tx, id: string) =>
  tx.query('update acquaintance set reminded_at = $2 where id = $1', [id, tx.now]);
