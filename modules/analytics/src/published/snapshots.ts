// SPDX-License-Identifier: Apache-2.0
/**
 * Once a month what was answered up to its end is published, two days after. Nothing that was published changes: what comes
 * later, withdrawals too, is in a later month.
 */
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { foldAll } from '../fold.ts';
import { methodology } from '../methodology.ts';
import { lastOfMonth, shiftDay, shiftMonth } from '../months.ts';
import { copyDirectory, ensurePlaces } from '../places.ts';
import { digestOf } from '../ratings.ts';
import { minimumAnswers } from '../settings.ts';
import { standardFigures } from './figures.ts';
import * as queries from './queries.ts';
import { closeFrame, closeLots, closeServices, insertSnapshot, lockPublishing } from './store.ts';

/** Answers of the last days may still be on their way here. */
const settledAfterDays = 2;

/** The month that comes next, once it is over and settled. */
async function nextDue(tx: Tx): Promise<string | undefined> {
  if (await queries.isHistoryOpen(tx)) return undefined;
  const last = (await queries.snapshotOf(tx))?.month;
  const next = last ? shiftMonth(last, 1) : await queries.firstAnsweredMonth(tx);
  const today = tx.module.country.calendar.localDate(tx.now);
  return next && shiftDay(lastOfMonth(`${next}-01`), settledAfterDays) < today ? next : undefined;
}

/** Whether there was one to publish. */
async function publishNext(tx: Tx): Promise<boolean> {
  await lockPublishing(tx);
  const month = await nextDue(tx);
  if (!month) return false;
  await ensurePlaces(tx);
  const minimum = minimumAnswers(tx.module);
  await closeLots(tx, `${month}-01`, tx.module.country.code, minimum);
  await closeServices(tx, `${month}-01`, minimum);
  await closeFrame(tx, `${month}-01`, tx.module.country.code);
  const { hash } = await hashOf(tx, month);
  const { version } = methodology;
  await insertSnapshot(tx, { month, hash, methodology: version, publishedAt: tx.now.toISOString() }, minimum);
  return true;
}

async function hashOf(tx: Tx, month: string, version?: string): Promise<{ hash: string; figures: number }> {
  const figures = await standardFigures(tx, month);
  return { hash: digestOf([month, figures], version), figures: figures.length };
}

export async function publishDue(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  if (!(await module.tx(self, nextDue))) return;
  await copyDirectory(module);
  await foldAll(module);
  while (await module.tx(self, publishNext));
}

/** Refuses: analytics.snapshot-unknown. */
export async function recomputeSnapshot(
  tx: Tx,
  { hash }: InputOf<typeof contract.recomputeSnapshot>,
): Promise<OutputOf<typeof contract.recomputeSnapshot>> {
  const { month, methodology: version } =
    (await queries.snapshotByHash(tx, hash)) ??
    refuse('missing', 'analytics.snapshot-unknown', 'No snapshot with this hash was published here.');
  // Version 2.2 counts what 2.1 had no figures of: those of before come out as they were.
  const made = await hashOf(tx, month, version);
  return { month, hash, recomputed: made.hash, equal: made.hash === hash, figures: made.figures };
}

export async function listSnapshots(tx: Tx): Promise<OutputOf<typeof contract.listSnapshots>> {
  const rows = await queries.snapshots(tx);
  return {
    items: rows.map(({ minimum: _minimum, publishedAt, ...row }) => ({
      ...row,
      publishedAt: publishedAt.toISOString(),
    })),
  };
}
