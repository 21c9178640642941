// SPDX-License-Identifier: Apache-2.0
/** SQL that posts. */
import { int8Array, textArray, type Tx } from '@stoa/kernel';
import type { Level } from '../contract/shared.ts';

/** Who posts shares the books; who closes a day or publishes a chart has them alone until the transaction ends. */
export const lockBooks = (tx: Tx, how: 'shared' | 'alone') =>
  tx.prepared(
    `books-lock-${how}`,
    how === 'shared'
      ? `select pg_advisory_xact_lock_shared(hashtext(current_schema() || '.closing'))`
      : `select pg_advisory_xact_lock(hashtext(current_schema() || '.closing'))`,
    [],
  );

/** The last day that is closed. */
export async function closedUntil(tx: Tx): Promise<string | undefined> {
  const sql = 'select max(until_on) as day from closing';
  const { rows } = await tx.prepared<{ day: string | null }>('books-closed', sql, []);
  return rows[0]?.day ?? undefined;
}

export interface NewEntry {
  readonly id: string;
  readonly key: string;
  readonly digest: string;
  readonly kind: string;
  readonly bookedOn: string;
  readonly askedOn: string | undefined;
  readonly reference: string;
  readonly currency: string;
  readonly reverses: string | undefined;
  readonly madeBy: string;
}
export interface NewPosting {
  readonly account: string;
  readonly sub: string | undefined;
  readonly amountMinor: number;
  readonly region: string | undefined;
  readonly bankReference: string | undefined;
}
export interface NewShare {
  readonly line: number;
  readonly level: Level;
  readonly region: string | undefined;
  readonly account: string;
  readonly amountMinor: number;
}
export interface KnownEntry {
  id: string;
  number: number;
  digest: string;
  bookedOn: string;
  askedOn: string | null;
}

/** Answers undefined where the key has an entry. */
export async function insertEntry(tx: Tx, entry: NewEntry): Promise<KnownEntry | undefined> {
  const { rows } = await tx.prepared<KnownEntry>(
    'books-entry',
    `insert into entry (id, key, digest, kind, booked_on, asked_on, reference, currency, reverses, made_by, posted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (key) do nothing
     returning id, number, digest, booked_on as "bookedOn", asked_on as "askedOn"`,
    [
      ...[entry.id, entry.key, entry.digest, entry.kind, entry.bookedOn, entry.askedOn ?? null, entry.reference],
      ...[entry.currency, entry.reverses ?? null, entry.madeBy, tx.now],
    ],
  );
  return rows[0];
}
export async function entryOfKey(tx: Tx, key: string): Promise<KnownEntry | undefined> {
  const sql = `select id, number, digest, booked_on as "bookedOn", asked_on as "askedOn" from entry where key = $1`;
  const { rows } = await tx.prepared<KnownEntry>('books-entry-of-key', sql, [key]);
  return rows[0];
}
export const insertPostings = (tx: Tx, entry: NewEntry, postings: readonly NewPosting[]) =>
  tx.prepared(
    'books-postings',
    `insert into posting (entry_id, line, account, sub, booked_on, amount_minor, currency, region, bank_reference)
     select $1, line, account, sub, $2, amount, $3, region, bank
     from unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[])
       with ordinality as t (account, sub, amount, region, bank, line)`,
    [
      ...[entry.id, entry.bookedOn, entry.currency],
      textArray(postings.map(({ account }) => account)),
      textArray(postings.map(({ sub }) => sub)),
      int8Array(postings.map(({ amountMinor }) => amountMinor)),
      textArray(postings.map(({ region }) => region)),
      textArray(postings.map(({ bankReference }) => bankReference)),
    ],
  );
export const insertShares = (tx: Tx, entry: NewEntry, shares: readonly NewShare[]) =>
  tx.prepared(
    'books-shares',
    `insert into share (entry_id, line, level, region, account, currency, booked_on, amount_minor)
     select $1, line, level, region, account, $2, $3, amount
     from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as t (line, level, region, account, amount)`,
    [
      ...[entry.id, entry.currency, entry.bookedOn],
      int8Array(shares.map(({ line }) => line)),
      textArray(shares.map(({ level }) => level)),
      textArray(shares.map(({ region }) => region)),
      textArray(shares.map(({ account }) => account)),
      int8Array(shares.map(({ amountMinor }) => amountMinor)),
    ],
  );
