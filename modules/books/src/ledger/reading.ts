// SPDX-License-Identifier: Apache-2.0
/** Entries, accounts and balances as they are shown. */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { accountsOn } from '../accounts/chart.ts';
import type * as contract from '../contract.ts';
import { given, today } from '../people.ts';
import * as queries from './queries.ts';

/** Days stand in cursors as their first instant: so they are checked. */
export const atDay = (day: string): string => `${day}T00:00:00Z`;

export function listEntries(
  tx: Tx,
  { cursor, limit, ...filter }: InputOf<typeof contract.listEntries>,
): Promise<OutputOf<typeof contract.listEntries>> {
  const [day, number] = readCursor(cursor, 'instant', 'integer') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), number: Number(number) };
  return pageOfRows(
    { limit },
    (count) => queries.entries(tx, filter, after, count),
    (row) => row,
    (row) => writeCursor(atDay(row.bookedOn), row.number),
  );
}

/** Refuses: books.entry-unknown. */
export async function getEntry(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getEntry>> {
  const entry =
    (await queries.findEntry(tx, id)) ?? refuse('missing', 'books.entry-unknown', 'There is no such entry.');
  const postings = await queries.firstPostings(tx, id, 100);
  return {
    ...entry,
    count: await queries.countPostings(tx, id),
    postings: postings.map(({ region, bankReference, ...one }) => ({ ...one, ...given({ region, bankReference }) })),
    shares: (await queries.sharesOf(tx, id)).map(({ region, ...one }) => ({ ...one, ...given({ region }) })),
  };
}

export async function trialBalance(
  tx: Tx,
  { from, to = today(tx) }: InputOf<typeof contract.getTrialBalance>,
): Promise<OutputOf<typeof contract.getTrialBalance>> {
  const begin = from ?? `${to.slice(0, 7)}-01`;
  const { byCode } = await accountsOn(tx, to);
  const rows = await queries.balances(tx, begin, to);
  return {
    ...{ from: begin, to },
    rows: rows.map((row) => ({ ...row, kind: byCode.get(row.account)?.kind ?? 'asset' })),
  };
}

export function getAccount(
  tx: Tx,
  { account, from, to, cursor, limit }: InputOf<typeof contract.getAccount>,
): Promise<OutputOf<typeof contract.getAccount>> {
  const [day, number, line] = readCursor(cursor, 'instant', 'integer', 'integer') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), number: Number(number), line: Number(line) };
  return pageOfRows(
    { limit },
    (count) => queries.accountPostings(tx, { account, from, to }, after, count),
    (row) => row,
    (row) => writeCursor(atDay(row.bookedOn), row.number, row.line),
  );
}

export async function getRevenue(
  tx: Tx,
  asked: InputOf<typeof contract.getRevenue>,
): Promise<OutputOf<typeof contract.getRevenue>> {
  const rows = await queries.revenue(tx, asked);
  return { rows: rows.map(({ region, ...one }) => ({ ...one, ...given({ region }) })) };
}
