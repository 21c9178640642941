// SPDX-License-Identifier: Apache-2.0
/**
 * Every movement of money becomes one entry whose postings add up to zero; this file alone writes them. An entry has a key, so
 * that what is told twice is booked once. `books.ts` hands entries over to the country's books.
 */
import { newId, type Tx } from '@stoa/kernel';
import type { InvoiceLine } from './contract.ts';
import type { BooksEntry, Entry, Posting } from './entry.ts';
import * as store from './store.ts';

/** Where the money of a way lies. */
export const moneyAccount = (way: string): string => (way === 'transfer' ? 'bank:transfers' : `provider:${way}`);
/** From where a payment is booked: a transfer lies with what nobody has explained until it has its invoice. */
export const sourceOf = (way: string): string => (way === 'transfer' ? 'suspense:transfers' : moneyAccount(way));

/**
 * Credits of revenue when what is kept of an invoice goes from one sum to another: its lines are filled in order, and emptied
 * the other way round, so that no line ever holds less than nothing.
 */
export function revenueMoved(lines: readonly InvoiceLine[], fromMinor: number, toMinor: number): Posting[] {
  let before = 0;
  return lines.flatMap(({ code, amountMinor }) => {
    const held = (kept: number) => Math.min(Math.max(kept - before, 0), amountMinor);
    const moved = held(toMinor) - held(fromMinor);
    before += amountMinor;
    return moved === 0 ? [] : [{ account: `revenue:${code}`, amountMinor: -moved }];
  });
}

/** False where an entry of this key was written before. */
export async function post(tx: Tx, entry: Entry): Promise<boolean> {
  const id = newId();
  if (!(await store.insertEntry(tx, id, entry))) return false;
  await store.insertPostings(
    tx,
    id,
    entry.currency,
    entry.postings.filter(({ amountMinor }) => amountMinor !== 0),
  );
  return true;
}

/** Entries not handed over yet: those that were never refused first, then the oldest. */
export const waitingForBooks = (tx: Tx, limit: number): Promise<BooksEntry[]> => store.entriesWaiting(tx, limit);
export const { markHandedOver, putOff } = store;
