// SPDX-License-Identifier: Apache-2.0
/** SQL of who sees what: the settings that the row policies of the migration ask, and the list of a document. */
import type { Tx } from '@stoa/kernel';

const set = `select set_config('documents.all', $1, true), set_config('documents.person', $2, true),
  set_config('documents.posts', $3, true), set_config('documents.whole', $4, true),
  set_config('documents.cleared', $5, true), set_config('documents.cleared_strictly', $6, true),
  set_config('documents.practice', $7, true)`;

/** For this transaction: all rows or not, the person, their posts, institutions seen whole, cleared, strictly so; whether they practise. */
export const showRows = (tx: Tx, settings: readonly [all: string, string, string, string, string, string, string]) =>
  tx.prepared('documents-reader', set, settings);

export interface ReaderRow {
  postId: string;
  work: string;
  why: string;
  since: Date;
}

export const putReaders = (tx: Tx, documentId: string, posts: readonly string[], work: string, why: string) =>
  tx.query(
    `insert into reader (document_id, post_id, work, why, since) select $1, p, $3, $4, $5 from unnest($2::uuid[]) p
     on conflict (document_id, post_id, work) do update set why = excluded.why, ended_at = null`,
    [documentId, posts, work, why, tx.now],
  );
export const endReaders = (tx: Tx, documentId: string, posts: readonly string[], work: string) =>
  tx.query(
    'update reader set ended_at = $4 where document_id = $1 and post_id = any ($2) and work = $3 and ended_at is null',
    [documentId, posts, work, tx.now],
  );

export const readersOf = async (tx: Tx, documentId: string): Promise<ReaderRow[]> =>
  (
    await tx.query<ReaderRow>(
      `select post_id as "postId", work, why, since from reader where document_id = $1 and ended_at is null order by since, post_id`,
      [documentId],
    )
  ).rows;
