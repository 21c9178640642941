// SPDX-License-Identifier: Apache-2.0
/** Differences and days as they are shown, and a difference that needs no entry. */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Difference } from '../contract.ts';
import { atDay } from '../ledger/reading.ts';
import { given, person } from '../people.ts';
import * as store from './store.ts';

export function listDifferences(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listDifferences>,
): Promise<OutputOf<typeof contract.listDifferences>> {
  const [day, id] = readCursor(cursor, 'instant', 'uuid') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), id: id ?? '' };
  return pageOfRows(
    { limit },
    (count) => store.listDifferences(tx, asked, after, count),
    (row) => row,
    (row) => writeCursor(atDay(row.day), row.id),
  );
}
/** Refuses: books.difference-unknown. */
export const lockedDifference = async (tx: Tx, id: string): Promise<Difference> =>
  (await store.findDifference(tx, id)) ??
  refuse('missing', 'books.difference-unknown', 'There is no such difference. Look at the list again.');
/** Refuses: books.difference-unknown. */
export async function getDifference(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getDifference>> {
  const difference = await lockedDifference(tx, id);
  const steps = await store.stepsOf(tx, id);
  return {
    ...difference,
    steps: steps.map(({ reason, entryId, at, ...one }) => ({
      ...{ ...one, at: at.toISOString() },
      ...given({ reason, entryId }),
    })),
  };
}
/** Refuses: books.difference-settled. */
export function demandOpen({ state }: Difference, ...open: Difference['state'][]): void {
  if (!open.includes(state))
    refuse(
      'conflict',
      'books.difference-settled',
      'Somebody has settled this difference, or asked how. Load the page again.',
    );
}
/** Refuses: books.difference-unknown, books.difference-settled. */
export async function resolveDifference(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.resolveDifference>,
): Promise<OutputOf<typeof contract.resolveDifference>> {
  demandOpen(await lockedDifference(tx, id), 'open');
  await store.setState(tx, id, 'resolved');
  await store.insertStep(tx, { differenceId: id, what: 'explained', reason, byName: person(tx).name });
  return { id, state: 'resolved' };
}

export function listDays(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listDays>,
): Promise<OutputOf<typeof contract.listDays>> {
  const [day, account] = readCursor(cursor, 'instant', 'name') ?? [];
  const after = day === undefined ? undefined : { day: day.slice(0, 10), account: account ?? '' };
  return pageOfRows(
    { limit },
    (count) => store.listDays(tx, asked, after, count),
    ({ reconciledAt, ...row }) => ({ ...row, reconciledAt: reconciledAt.toISOString() }),
    (row) => writeCursor(atDay(row.day), row.account),
  );
}
