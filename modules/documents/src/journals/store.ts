// SPDX-License-Identifier: Apache-2.0
/** SQL of registers. Whoever takes a number holds the register's row until the end of the transaction: no gaps, no doubles. */
import { newId, type Tx } from '@stoa/kernel';
import type { Journal } from '../contract.ts';
import { writeNumber } from './numbers.ts';

export interface BookRow {
  readonly id: string;
  readonly institutionId: string;
  readonly code: string;
  readonly year: number;
}

interface Taken {
  readonly journalId: string;
  readonly n: number;
  readonly number: string;
}

/** The next number of an institution's register in a year, which is opened by its first number. */
export async function takeNext(tx: Tx, institutionId: string, journal: Journal, year: number): Promise<Taken> {
  const { rows } = await tx.prepared<{ id: string; template: string; index: string; n: number }>(
    'documents-next-number',
    `insert into journal (id, institution_id, code, year, template, index_code, next_number) values ($1, $2, $3, $4, $5, $6, 2)
     on conflict (institution_id, code, year) do update set next_number = journal.next_number + 1
     returning id, template, index_code as index, next_number - 1 as n`,
    [newId(), institutionId, journal.code, year, journal.template, journal.index],
  );
  const book = rows[0];
  if (!book) throw new Error('the register gave no number');
  return { journalId: book.id, n: book.n, number: writeNumber(book.template, { index: book.index, year, n: book.n }) };
}

export const insertRegistration = (
  tx: Tx,
  { journalId, n, number }: Taken,
  facts: { documentId: string | null; on: string; byName: string; reason: string | null },
) =>
  tx.prepared(
    'documents-registration',
    `insert into registration (journal_id, n, number, state, document_id, on_date, at, by_name, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[journalId, n, number, facts.documentId ? 'taken' : 'reserved', facts.documentId, facts.on, tx.now],
      ...[facts.byName, facts.reason],
    ],
  );

/** Undefined where that number is not reserved. */
export async function useReserved(
  tx: Tx,
  where: { institutionId: string; code: string; year: number; n: number },
  documentId: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ number: string }>(
    `update registration r set state = 'taken', document_id = $5 from journal j
     where j.id = r.journal_id and j.institution_id = $1 and j.code = $2 and j.year = $3 and r.n = $4 and r.state = 'reserved'
     returning r.number`,
    [where.institutionId, where.code, where.year, where.n, documentId],
  );
  return rows[0]?.number;
}

export async function cancelReserved(
  tx: Tx,
  journalId: string,
  n: number,
  reason: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ number: string }>(
    `update registration set state = 'cancelled', reason = $3 where journal_id = $1 and n = $2 and state = 'reserved' returning number`,
    [journalId, n, reason],
  );
  return rows[0]?.number;
}

export async function findBook(tx: Tx, id: string): Promise<BookRow | undefined> {
  const sql = 'select id, institution_id as "institutionId", code, year from journal where id = $1';
  return (await tx.query<BookRow>(sql, [id])).rows[0];
}

/** Until the end of the transaction nobody else takes a number of the institution, and no other import looks for places. */
export async function holdBooks(tx: Tx, institutionId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`documents books ${institutionId}`]);
  await tx.query('select 1 from journal where institution_id = $1 order by id for update', [institutionId]);
}

interface JournalPlace {
  readonly code: string;
  readonly year: number;
  readonly n: number;
}

export async function placeIsTaken(tx: Tx, institutionId: string, { code, year, n }: JournalPlace): Promise<boolean> {
  const { rows } = await tx.prepared(
    'documents-place',
    `select 1 from registration r join journal j on j.id = r.journal_id
     where j.institution_id = $1 and j.code = $2 and j.year = $3 and r.n = $4`,
    [institutionId, code, year, n],
  );
  return rows.length > 0;
}

/** A number of the system before; the next one here comes after it. */
export async function keepNumber(
  tx: Tx,
  institutionId: string,
  journal: Journal,
  { year, n }: JournalPlace,
  given: { documentId: string; number: string; on: string; byName: string },
): Promise<void> {
  const { rows } = await tx.prepared<{ id: string }>(
    'documents-keep-number',
    `insert into journal (id, institution_id, code, year, template, index_code, next_number) values ($1, $2, $3, $4, $5, $6, $7 + 1)
     on conflict (institution_id, code, year) do update set next_number = greatest(journal.next_number, $7 + 1) returning id`,
    [newId(), institutionId, journal.code, year, journal.template, journal.index, n],
  );
  const journalId = rows[0]?.id ?? '';
  await insertRegistration(
    tx,
    { journalId, n, number: given.number },
    { documentId: given.documentId, on: given.on, byName: given.byName, reason: null },
  );
}
