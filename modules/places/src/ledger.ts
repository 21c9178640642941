// SPDX-License-Identifier: Apache-2.0
/** What is granted, taken, moved and given back. Each step under the lock of the holder's kind, with its movement beside it. */
import { audit, type Tx } from '@stoa/kernel';
import type { Static } from 'typebox';
import { settle } from './answers.ts';
import type { Grant, PlacesAnswer, PlacesRequest, Release, Take } from './contract.ts';
import * as store from './store.ts';
import type { Of, Place, Pool } from './store.ts';

const todayOf = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

type Counts = Pick<Pool, 'granted' | 'taken'>;
const nothing: Counts = { granted: 0, taken: 0 };
const answered = (done: boolean, places: number, { granted, taken }: Counts): PlacesAnswer => ({
  ...{ done, places, granted, taken },
  left: granted - taken,
});
const sum = (pools: readonly Pool[]): Counts =>
  pools.reduce((so, { granted, taken }) => ({ granted: so.granted + granted, taken: so.taken + taken }), nothing);

async function countsOf(tx: Tx, poolId: string): Promise<Counts> {
  return (await store.poolById(tx, poolId)) ?? nothing;
}

async function moved(tx: Tx, pool: Pick<Pool, 'id'>, one: Parameters<typeof store.move>[2]): Promise<void> {
  await store.move(tx, pool.id, one);
  await audit(tx, { action: 'places.places-moved', object: { type: 'pool', id: pool.id }, details: { ...one } });
}

/** Undefined: it stands in the line, and is answered when a place is there or its case is over. */
export async function enter(
  tx: Tx,
  keeper: string,
  request: PlacesRequest,
  messageId: string,
): Promise<PlacesAnswer | undefined> {
  const of: Of = { keeper, kind: request.kind, holder: request.holder ?? '' };
  if (request.do === 'take') await store.lockCase(tx, request.caseId);
  await store.lockPools(tx, of);
  switch (request.do) {
    case 'grant':
      return grant(tx, of, request);
    case 'take':
      return take(tx, of, request, messageId);
    case 'release':
      return release(tx, of, request);
    case 'look':
      return answered(true, 0, sum(await store.poolsOf(tx, of)));
  }
}

async function grant(tx: Tx, of: Of, request: Static<typeof Grant>): Promise<PlacesAnswer> {
  const before = await store.grantedBy(tx, of.keeper, request.key);
  if (before) return answered(true, before.places, await countsOf(tx, before.poolId));
  const { granted: has } = sum(await store.poolsOf(tx, of));
  const places = Math.min(request.places, (request.most ?? Number.POSITIVE_INFINITY) - has);
  if (places <= 0) return answered(false, 0, (await store.findPool(tx, of, request.code)) ?? nothing);
  await store.insertPool(tx, of, request);
  const pool = await store.findPool(tx, of, request.code);
  if (!pool) throw new Error('the pool was not written');
  await store.insertGranting(tx, pool, { ...request, places });
  await moved(tx, pool, { kind: 'grant', key: request.key, granted: places, taken: 0 });
  await serveLine(tx, pool.id);
  return answered(true, places, await countsOf(tx, pool.id));
}

const isTaken = (place: Place | undefined): place is Place => place?.state === 'held' || place?.state === 'kept';

async function take(
  tx: Tx,
  of: Of,
  request: Static<typeof Take>,
  messageId: string,
): Promise<PlacesAnswer | undefined> {
  const [pool, before] = [await store.findPool(tx, of, request.code), await store.placeOf(tx, of.keeper, request.key)];
  const home = before && before.state !== 'free' ? await store.poolById(tx, before.poolId) : undefined;
  // A key of somebody else's place opens nothing here.
  if (home && (home.kind !== of.kind || home.holder !== of.holder)) return answered(false, 0, pool ?? nothing);
  const isHere = home?.id === pool?.id;
  if (pool && isHere && isTaken(before)) {
    await store.changePlace(tx, before.id, pool.id, request.until);
    return answered(true, 1, pool);
  }
  if (!pool || (await store.isEnded(tx, request.caseId))) return answered(false, 0, pool ?? nothing);
  if (pool.taken >= pool.granted) {
    if (!request.waits || home) return answered(false, 0, pool);
    await store.putPlace(tx, pool, { ...request, state: 'waiting', messageId });
    return undefined;
  }
  await moved(tx, pool, { kind: 'take', key: request.key, granted: 0, taken: 1 });
  if (home && isTaken(before)) {
    await store.changePlace(tx, before.id, pool.id, request.until);
    await emptied(tx, home.id, request.key);
  } else await store.putPlace(tx, pool, { ...request, state: 'held', messageId });
  return answered(true, 1, await countsOf(tx, pool.id));
}

async function release(tx: Tx, of: Of, { key }: Static<typeof Release>): Promise<PlacesAnswer> {
  const place = await store.placeOf(tx, of.keeper, key);
  const pool = place && (await store.poolById(tx, place.poolId));
  if (!pool || pool.kind !== of.kind || pool.holder !== of.holder) return answered(false, 0, nothing);
  if (!isTaken(place)) return answered(false, 0, pool);
  await free(tx, place);
  return answered(true, 1, await countsOf(tx, pool.id));
}

/** Under the lock of its pools. Who waits hears that there will be none. */
export async function free(tx: Tx, place: Place): Promise<void> {
  await store.setState(tx, place.id, 'free');
  const { state, poolId, key, messageId } = place;
  if (state === 'waiting') await settle(tx, messageId, answered(false, 0, await countsOf(tx, poolId)));
  else await emptied(tx, poolId, key);
}

/** A place has left the pool: what was granted until a day that has passed lapses first, then the line is served. */
async function emptied(tx: Tx, poolId: string, key: string): Promise<void> {
  await moved(tx, { id: poolId }, { kind: 'free', key, granted: 0, taken: -1 });
  await lapse(tx, poolId);
  await serveLine(tx, poolId);
}

/** Grants past their last day go, as far as nobody holds what they granted. */
export async function lapse(tx: Tx, poolId: string): Promise<void> {
  for (const { id, key, still } of await store.lapsing(tx, poolId, todayOf(tx))) {
    const { granted, taken } = await countsOf(tx, poolId);
    const goes = Math.min(still, granted - taken);
    if (goes <= 0) return;
    await store.lower(tx, id, goes);
    await moved(tx, { id: poolId }, { kind: 'lapse', key, granted: -goes, taken: 0 });
  }
}

async function serveLine(tx: Tx, poolId: string): Promise<void> {
  for (;;) {
    const { granted, taken } = await countsOf(tx, poolId);
    const next = taken < granted ? await store.firstInLine(tx, poolId) : undefined;
    if (!next) return;
    await store.setState(tx, next.id, 'held');
    await moved(tx, { id: poolId }, { kind: 'take', key: next.key, granted: 0, taken: 1 });
    await settle(tx, next.messageId, answered(true, 1, { granted, taken: taken + 1 }));
  }
}
