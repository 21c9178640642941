// SPDX-License-Identifier: Apache-2.0
/** Days are closed one after the other, months when their days are; nothing is posted there any more, and nothing opens them. */
import { createHash } from 'node:crypto';
import { canonicalJson, newId, pageOfRows, readCursor, record, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Closing } from '../contract.ts';
import { openDifferences } from '../days/store.ts';
import { balances } from '../ledger/queries.ts';
import { atDay } from '../ledger/reading.ts';
import { closedUntil, lockBooks } from '../ledger/store.ts';
import { dayAfter, given, today } from '../people.ts';
import * as store from './store.ts';

/** The first day of which nobody has said that it is over. */
export async function openFrom(tx: Tx): Promise<string | undefined> {
  const closed = await closedUntil(tx);
  return closed ? dayAfter(closed) : store.firstBooked(tx);
}
const digestOf = async (tx: Tx, from: string, until: string): Promise<string> =>
  createHash('sha256')
    .update(canonicalJson({ from, until, balances: await balances(tx, from, until) }))
    .digest('base64url');

/** Every day up to this one that is still open. Refuses: books.day-closed, books.day-not-over, books.differences-open. */
export async function checkDay(tx: Tx, day: string): Promise<void> {
  const closed = await closedUntil(tx);
  if (closed !== undefined && day <= closed)
    refuse('conflict', 'books.day-closed', 'This day is closed already. What is missing is posted on an open day.');
  if (day > today(tx)) refuse('conflict', 'books.day-not-over', 'A day that has not come cannot be closed.');
  const open = await openFrom(tx);
  if (open !== undefined && open < day)
    refuse('conflict', 'books.day-not-next', `Close the days before it first: ${open} is open.`);
  if ((await openDifferences(tx, day)) > 0)
    refuse('conflict', 'books.differences-open', 'There are differences up to this day that nobody has settled.');
}
const lastOf = (month: string) => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};
/** Refuses: books.period-open, books.period-closed. */
export async function checkPeriod(tx: Tx, month: string): Promise<void> {
  const closed = await closedUntil(tx);
  if (closed === undefined || closed < lastOf(month))
    refuse('conflict', 'books.period-open', 'Close every day of the month first.');
  if (await store.monthIsClosed(tx, lastOf(month)))
    refuse('conflict', 'books.period-closed', 'This month is closed already.');
}

/** Its trial balance is in the ledger from now on, by its digest. */
export async function close(
  tx: Tx,
  { kind, from, until }: Pick<Closing, 'kind' | 'from' | 'until'>,
  by: { askedBy: string; closedBy: string },
): Promise<string> {
  const id = newId();
  const digest = await digestOf(tx, from, until);
  const entries = await store.countEntries(tx, from, until);
  await store.insertClosing(tx, { id, kind, from, until, digest, entries, ...by });
  await record(tx, 'closing', { id, kind, from, until, digest, entries }, by);
  return id;
}
export async function closeDay(tx: Tx, day: string, by: { askedBy: string; closedBy: string }): Promise<string> {
  await lockBooks(tx, 'alone');
  await checkDay(tx, day);
  return close(tx, { kind: 'day', from: day, until: day }, by);
}
export async function closePeriod(tx: Tx, month: string, by: { askedBy: string; closedBy: string }): Promise<string> {
  await lockBooks(tx, 'alone');
  await checkPeriod(tx, month);
  return close(tx, { kind: 'period', from: `${month}-01`, until: lastOf(month) }, by);
}

export async function listClosings(
  tx: Tx,
  { kind, cursor, limit }: InputOf<typeof contract.listClosings>,
): Promise<OutputOf<typeof contract.listClosings>> {
  const [day, id] = readCursor(cursor, 'instant', 'uuid') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), id: id ?? '' };
  const page = await pageOfRows(
    { limit },
    (count) => store.listClosings(tx, kind, after, count),
    (row) => row,
    (row) => writeCursor(atDay(row.until), row.id),
  );
  return { ...page, ...given({ openFrom: await openFrom(tx) }) };
}
/** Refuses: books.closing-unknown. */
export async function checkClosing(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.checkClosing>> {
  const closing =
    (await store.findClosing(tx, id)) ??
    refuse('missing', 'books.closing-unknown', 'Nothing was closed under this id.');
  const digest = await digestOf(tx, closing.from, closing.until);
  return { digest, same: digest === closing.digest };
}
