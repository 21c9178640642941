// SPDX-License-Identifier: Apache-2.0
/** Registers and their numbers. */
import { authorise, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf } from '../access/resource.ts';
import type * as contract from '../contract.ts';
import type { JournalBook } from '../contract.ts';
import { documentsById } from '../documents/queries.ts';
import { summaryOf } from '../documents/shown.ts';
import { rulesOf, today } from '../norms/norms.ts';
import * as queries from './queries.ts';
import type { Book } from './queries.ts';
import * as store from './store.ts';

const unknown = (): never => refuse('missing', 'documents.journal-unknown', 'There is no such register.');

const shownBook = ({ institutionId: _, lastNumber, ...book }: Book): JournalBook => ({
  ...book,
  ...(lastNumber ? { lastNumber } : {}),
});

export async function listJournals(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.listJournals>,
): Promise<OutputOf<typeof contract.listJournals>> {
  authorise(tx, chanceryOf(institutionId));
  const rows = await queries.booksOf(tx, institutionId);
  return { items: rows.map(shownBook) };
}

/** Refuses: documents.journal-unknown. */
export async function getJournal(
  tx: Tx,
  { id, cursor, limit }: InputOf<typeof contract.getJournal>,
): Promise<OutputOf<typeof contract.getJournal>> {
  const book = (await queries.bookById(tx, id)) ?? unknown();
  authorise(tx, chanceryOf(book.institutionId));
  const before = readCursor(cursor, 'integer')?.[0] ?? null;
  const page = await pageOfRows(
    { limit },
    async (count) => {
      const entries = await queries.entriesOf(tx, id, before, count);
      // A confidential document is a number in the book, and nothing more to who may not see it.
      const found = await documentsById(
        tx,
        entries.flatMap(({ documentId }) => documentId ?? []),
      );
      const byId = new Map(found.map((row) => [row.id, row]));
      return entries.map((row) => ({ ...row, document: byId.get(row.documentId ?? '') }));
    },
    ({ documentId: _, document, reason, at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      ...(reason && (document || entry.state !== 'taken') ? { reason } : {}),
      ...(document ? { document: summaryOf(document, today(tx)) } : {}),
    }),
    ({ n }) => writeCursor(n),
  );
  return { book: shownBook(book), institutionId: book.institutionId, ...page };
}

/** Refuses: documents.journal-unknown. */
export async function reserveNumber(
  tx: Tx,
  { institutionId, code, reason }: InputOf<typeof contract.reserveNumber>,
): Promise<OutputOf<typeof contract.reserveNumber>> {
  authorise(tx, chanceryOf(institutionId));
  const rules = await rulesOf(tx, institutionId);
  const journal = rules.journals.find((one) => one.code === code) ?? unknown();
  const on = today(tx);
  const taken = await store.takeNext(tx, institutionId, journal, Number(on.slice(0, 4)));
  const byName = tx.principal.kind === 'person' ? tx.principal.name : '';
  await store.insertRegistration(tx, taken, { documentId: null, on, byName, reason });
  return taken;
}

/** Refuses: documents.journal-unknown, documents.number-not-reserved. */
export async function cancelNumber(
  tx: Tx,
  { journalId, n, reason }: InputOf<typeof contract.cancelNumber>,
): Promise<OutputOf<typeof contract.cancelNumber>> {
  const book = (await store.findBook(tx, journalId)) ?? unknown();
  authorise(tx, chanceryOf(book.institutionId));
  const number = (await store.cancelReserved(tx, journalId, n, reason)) ?? notReserved();
  return { journalId, number };
}

/** Refuses: documents.number-not-reserved. */
export const notReserved = (): never =>
  refuse(
    'conflict',
    'documents.number-not-reserved',
    'This number is not reserved. Look at the register and choose one that is.',
  );
