// SPDX-License-Identifier: Apache-2.0
/** SQL that reads registers. */
import type { Tx } from '@stoa/kernel';
import type { JournalBook, JournalEntry } from '../contract.ts';

const books = `select j.id, j.institution_id as "institutionId", j.code, j.year,
    count(*) filter (where r.state = 'taken') as taken, count(*) filter (where r.state = 'reserved') as reserved,
    count(*) filter (where r.state = 'cancelled') as cancelled,
    (array_agg(r.number order by r.n desc))[1] as "lastNumber"
  from journal j left join registration r on r.journal_id = j.id`;
export type Book = Omit<JournalBook, 'lastNumber'> & { institutionId: string; lastNumber: string | null };

export const booksOf = async (tx: Tx, institutionId: string): Promise<Book[]> =>
  (
    await tx.query<Book>(`${books} where j.institution_id = $1 group by j.id order by j.year desc, j.code`, [
      institutionId,
    ])
  ).rows;

export const bookById = async (tx: Tx, id: string): Promise<Book | undefined> =>
  (await tx.query<Book>(`${books} where j.id = $1 group by j.id`, [id])).rows[0];

export type EntryRow = Omit<JournalEntry, 'at' | 'reason' | 'document'> & {
  at: Date;
  reason: string | null;
  documentId: string | null;
};

export const entriesOf = async (tx: Tx, id: string, before: string | null, count: number): Promise<EntryRow[]> =>
  (
    await tx.query<EntryRow>(
      `select n, number, state, on_date as "on", at, by_name as "byName", reason, document_id as "documentId" from registration
       where journal_id = $1 and ($2::bigint is null or n < $2) order by n desc limit $3`,
      [id, before, count],
    )
  ).rows;
