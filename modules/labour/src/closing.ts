// SPDX-License-Identifier: Apache-2.0
/** A month that is over is folded once, and published as it is: what comes late counts in the next one. */
import { hash } from 'node:crypto';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { countPlaces } from '@stoa/places/contract';
import type { PublishedCell } from './contract.ts';
import { foldMonth, type Stock } from './folding.ts';
import { csvLines } from './open-data.ts';
import * as queries from './queries.ts';
import { later, monthOf, nameOf, self, sourcesOf } from './shared.ts';
import * as store from './store.ts';

/** Day of the next month from which one is closed: what happened on its last day has come by then. */
const closesOn = 3;
const dayMs = 86_400_000;

/** The last month that may be closed now. */
export const lastOver = (module: ModuleRuntime, now: Date): string =>
  later(monthOf(module, new Date(now.getTime() - (closesOn - 1) * dayMs)), -1);

export const digestOf = (cells: readonly PublishedCell[]): string => hash('sha256', csvLines(cells), 'hex');

type Moved = Awaited<ReturnType<typeof movedPlaces>>;
async function movedPlaces(module: ModuleRuntime) {
  const kind = module.country.labour?.placesKind;
  return kind === undefined ? [] : (await module.call(countPlaces, { kind })).items;
}
/** What stands at the end of a month is all that moved until then. */
const stocksAt = (moved: Moved, month: string): Stock[] =>
  moved
    .filter((one) => one.month <= month)
    .map(({ code, granted, taken }) => ({ occupation: /^[0-9]/.exec(code)?.[0] ?? 'unknown', granted, taken }));

/** Each month in a transaction of its own, the oldest first; answers how many were closed. */
export async function closeMonths(module: ModuleRuntime): Promise<number> {
  const isRead = await module.tx(self, async (tx) => {
    const done = await queries.doneSources(tx);
    return sourcesOf(module).every((source) => done.includes(nameOf(source)));
  });
  if (!isRead) return 0;
  const moved = await movedPlaces(module);
  let closed = 0;
  while (await module.tx(self, (tx) => closeNext(tx, moved))) closed += 1;
  return closed;
}

async function closeNext(tx: Tx, moved: Moved): Promise<boolean> {
  await store.holdAlone(tx);
  const { first, closed } = await queries.bounds(tx);
  const month = closed === null ? first : later(closed, 1);
  if (month === null || month > lastOver(tx.module, tx.now)) return false;
  const cells = foldMonth(await queries.factsOf(tx, month), stocksAt(moved, month));
  const digest = digestOf(cells.map((cell) => ({ month, ...cell })));
  await store.closeMonth(tx, month, digest, cells);
  return true;
}
