// SPDX-License-Identifier: Apache-2.0
/** What gives places back by itself: the end of a case, a paper that is revoked, a last day that has passed. */
import type { caseClosed, caseWithdrawn, outputRevoked } from '@stoa/cases/contract';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import { self } from './answers.ts';
import { free, lapse } from './ledger.ts';
import * as store from './store.ts';

/** Of a case, one after the other; read again under the lock of its pools, since the line may have moved meanwhile. */
async function eachOf(
  tx: Tx,
  caseId: string,
  what: (place: Awaited<ReturnType<typeof store.placesOfCase>>[number]) => Promise<unknown>,
): Promise<void> {
  for (const { poolId } of await store.placesOfCase(tx, caseId)) {
    const pool = await store.poolById(tx, poolId);
    if (pool) await store.lockPools(tx, pool);
  }
  for (const place of await store.placesOfCase(tx, caseId)) await what(place);
}

async function over(tx: Tx, caseId: string, outcome: string): Promise<void> {
  await store.lockCase(tx, caseId);
  await store.noteEnded(tx, caseId, outcome);
  await eachOf(tx, caseId, async (place) => {
    if (place.state === 'kept') return;
    if (place.state === 'held' && place.keptBy.includes(outcome)) await store.setState(tx, place.id, 'kept');
    else await free(tx, place);
  });
}

export const endWithCase = (tx: Tx, { caseId, outcome }: DataOf<typeof caseClosed>) => over(tx, caseId, outcome);
export const withdrawWithCase = (tx: Tx, { caseId }: DataOf<typeof caseWithdrawn>) => over(tx, caseId, 'withdrawn');

/** Whoever has no permit any more needs no place. */
export async function endWithPaper(tx: Tx, { caseId }: DataOf<typeof outputRevoked>): Promise<void> {
  await store.lockCase(tx, caseId);
  await eachOf(tx, caseId, (place) => free(tx, place));
}

/** As long as a message may be on its way. */
const keptMs = 30 * 86_400_000;
/** Each pool in a transaction of its own. */
export async function sweep(module: ModuleRuntime): Promise<void> {
  const today = (tx: Tx) => module.country.calendar.localDate(tx.now);
  for (const pool of await module.tx(self, (tx) => store.duePools(tx, today(tx))))
    await module.tx(self, async (tx) => {
      await store.lockPools(tx, pool);
      for (const place of await store.overduePlaces(tx, pool.id, today(tx))) await free(tx, place);
      await lapse(tx, pool.id);
    });
  await module.tx(self, (tx) => store.forget(tx, new Date(tx.now.getTime() - keptMs)));
}
