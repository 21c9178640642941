// SPDX-License-Identifier: Apache-2.0
/** Statements come in: each file once, each entry once, and only where the balances hold. */
import { createHash } from 'node:crypto';
import { audit, emit, newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { accountsOn } from '../accounts/chart.ts';
import type * as contract from '../contract.ts';
import { type Statement, statementEntry } from '../contract.ts';
import { compareLater } from '../days/comparing.ts';
import { atDay } from '../ledger/reading.ts';
import { lockBooks } from '../ledger/store.ts';
import { actorName, given, today } from '../people.ts';
import { type CamtStatement, readCamt, Unreadable } from './camt.ts';
import * as store from './store.ts';

function read(xml: string): CamtStatement[] {
  try {
    return readCamt(xml);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refuse('invalid', 'books.statement-unreadable', error.message);
  }
}

/** The part of a file that is about one account. Refuses: books.statement-account-unknown, -unbalanced, -contradicts. */
async function takeOne(tx: Tx, statement: CamtStatement, digest: string): Promise<{ one: Statement; again: boolean }> {
  const known = await store.statementOfDigest(tx, digest);
  if (known) return { one: known, again: true };
  const { iban, currency } = statement;
  const { byCode } = await accountsOn(tx, today(tx));
  const account = [...byCode.values()].find((one) => one.iban === iban && one.currency === currency);
  if (!account)
    return refuse(
      'invalid',
      'books.statement-account-unknown',
      'The chart of accounts has no account with this number.',
    );
  const moved = statement.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (statement.openingMinor + moved !== statement.closingMinor)
    refuse('invalid', 'books.statement-unbalanced', 'Opening balance and entries do not give the closing balance.');
  const before = await store.knownEntries(
    tx,
    iban,
    statement.entries.map(({ name }) => name),
  );
  const other = statement.entries.find(({ name, digest: own }) => (before.get(name) ?? own) !== own);
  if (other)
    refuse('conflict', 'books.statement-contradicts', `An earlier statement says something else of ${other.name}.`);
  const fresh = statement.entries.filter(({ name }) => !before.has(name)).map((entry) => ({ ...entry, id: newId() }));
  const last = await store.lastClosing(tx, iban, statement.to);
  const overlaps = fresh.length < statement.entries.length;
  const id = newId();
  const gap = last !== undefined && !overlaps && last !== statement.openingMinor;
  const about = { id, account: account.code, digest, fresh: fresh.length, gap, takenBy: actorName(tx) };
  await store.insertStatement(tx, about, statement);
  await store.insertEntries(tx, { statementId: id, account: account.code, iban }, fresh);
  for (const { id: entryId, bookedOn, amountMinor, ...entry } of fresh) {
    const { endToEndId, creditorReference, text, returnReason } = entry;
    await emit(tx, statementEntry, {
      ...{ entryId, account: account.code, bookedOn, amountMinor, currency },
      ...given({ endToEndId, creditorReference, text, returnReason }),
    });
  }
  await compareLater.enqueue(tx, { account: account.code }, { key: account.code });
  return { one: (await store.findStatement(tx, id)) as Statement, again: false };
}

/** Refuses as the operation declares. */
export async function takeStatement(
  tx: Tx,
  { xml }: { xml: string },
): Promise<OutputOf<typeof contract.takeStatement>> {
  const statements = read(xml);
  // One after another: of two that come at once the second sees the entries of the first.
  await lockBooks(tx, 'alone');
  const items: Statement[] = [];
  let again = true;
  for (const statement of statements) {
    const digest = createHash('sha256').update(JSON.stringify(statement)).digest('base64url');
    const taken = await takeOne(tx, statement, digest);
    again &&= taken.again;
    items.push(taken.one);
  }
  await audit(tx, {
    action: 'books.statement-taken',
    object: { type: 'statement', id: items[0]?.id ?? '' },
    details: { statements: items.map(({ id, name, entries, fresh }) => ({ id, name, entries, fresh })), again },
  });
  return { items, again };
}

export function listStatements(
  tx: Tx,
  { account, cursor, limit }: InputOf<typeof contract.listStatements>,
): Promise<OutputOf<typeof contract.listStatements>> {
  const [day, id] = readCursor(cursor, 'instant', 'uuid') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), id: id ?? '' };
  return pageOfRows(
    { limit },
    (count) => store.listStatements(tx, account, after, count),
    (row) => row,
    (row) => writeCursor(atDay(row.to), row.id),
  );
}

/** Refuses: books.statement-unknown. */
export async function getStatement(
  tx: Tx,
  { id, cursor, limit }: InputOf<typeof contract.getStatement>,
): Promise<OutputOf<typeof contract.getStatement>> {
  const statement =
    (await store.findStatement(tx, id)) ?? refuse('missing', 'books.statement-unknown', 'There is no such statement.');
  const [after] = readCursor(cursor, 'uuid') ?? [];
  const page = await pageOfRows(
    { limit },
    (count) => store.entriesOf(tx, id, after, count),
    (row) => row,
    (row) => writeCursor(row.id),
  );
  return { statement, ...page };
}
