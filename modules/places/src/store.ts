// SPDX-License-Identifier: Apache-2.0
/** SQL of the ledger of places. What moves holds the lock of the holder's kind; what a case is about holds the lock of the case. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { PlacesAnswer } from './contract.ts';

export interface Of {
  readonly keeper: string;
  readonly kind: string;
  /** Empty: nobody's. */
  readonly holder: string;
}
export interface Pool extends Of {
  readonly id: string;
  readonly code: string;
  readonly granted: number;
  readonly taken: number;
}
export interface Place {
  readonly id: string;
  readonly poolId: string;
  readonly key: string;
  readonly state: 'waiting' | 'held' | 'kept' | 'free';
  readonly caseId: string;
  readonly messageId: string;
}
const poolColumns = 'id, keeper, kind, code, holder, granted, taken';
const placeColumns = 'id, pool_id as "poolId", key, state, case_id as "caseId", message_id as "messageId"';

const lock = (tx: Tx, what: string) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [what]);
export const lockCase = (tx: Tx, caseId: string) => lock(tx, `places case ${caseId}`);
/** One at a time of all that moves among the pools of a holder. Taken after the lock of the case, never before it. */
export const lockPools = (tx: Tx, { keeper, kind, holder }: Of) => lock(tx, `places ${keeper} ${kind} ${holder}`);

export async function poolsOf(tx: Tx, { keeper, kind, holder }: Of): Promise<Pool[]> {
  const { rows } = await tx.query<Pool>(
    `select ${poolColumns} from pool where keeper = $1 and kind = $2 and holder = $3`,
    [keeper, kind, holder],
  );
  return rows;
}

export async function findPool(tx: Tx, { keeper, kind, holder }: Of, code: string): Promise<Pool | undefined> {
  const { rows } = await tx.query<Pool>(
    `select ${poolColumns} from pool where keeper = $1 and kind = $2 and holder = $3 and code = $4`,
    [keeper, kind, holder, code],
  );
  return rows[0];
}

export async function poolById(tx: Tx, id: string): Promise<Pool | undefined> {
  const { rows } = await tx.query<Pool>(`select ${poolColumns} from pool where id = $1`, [id]);
  return rows[0];
}

export const insertPool = (
  tx: Tx,
  { keeper, kind, holder }: Of,
  one: { code: string; service: string; title: LocalText },
) =>
  tx.query(
    `insert into pool (id, keeper, kind, code, holder, service_id, title) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (keeper, kind, code, holder) do nothing`,
    [newId(), keeper, kind, one.code, holder, one.service, jsonOf(one.title)],
  );

/** What stands in the pool and what moved in it change together. */
export async function move(
  tx: Tx,
  poolId: string,
  one: { kind: 'grant' | 'lapse' | 'take' | 'free'; key: string; granted: number; taken: number },
): Promise<void> {
  await tx.query('update pool set granted = granted + $2, taken = taken + $3 where id = $1', [
    poolId,
    one.granted,
    one.taken,
  ]);
  await tx.query(
    'insert into movement (id, pool_id, at, kind, key, granted, taken) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), poolId, tx.now, one.kind, one.key, one.granted, one.taken],
  );
}

export async function grantedBy(tx: Tx, keeper: string, key: string) {
  const { rows } = await tx.query<{ poolId: string; places: number }>(
    'select pool_id as "poolId", places from granting where keeper = $1 and key = $2',
    [keeper, key],
  );
  return rows[0];
}

export const insertGranting = (
  tx: Tx,
  pool: Pool,
  { key, places, until }: { key: string; places: number; until: string | null },
) =>
  tx.query(
    'insert into granting (id, pool_id, keeper, key, places, still, until) values ($1, $2, $3, $4, $5, $5, $6)',
    [newId(), pool.id, pool.keeper, key, places, until],
  );

/** Grants whose last day has passed and of which something still stands, oldest first. */
export async function lapsing(tx: Tx, poolId: string, today: string) {
  const { rows } = await tx.query<{ id: string; key: string; still: number }>(
    'select id, key, still from granting where pool_id = $1 and until < $2 and still > 0 order by until, id',
    [poolId, today],
  );
  return rows;
}
export const lower = (tx: Tx, id: string, by: number) =>
  tx.query('update granting set still = still - $2 where id = $1', [id, by]);

export async function placeOf(tx: Tx, keeper: string, key: string): Promise<Place | undefined> {
  const { rows } = await tx.query<Place>(`select ${placeColumns} from place where keeper = $1 and key = $2`, [
    keeper,
    key,
  ]);
  return rows[0];
}

/** A key whose place was given back may have another one. */
export const putPlace = (
  tx: Tx,
  pool: Pool,
  one: {
    key: string;
    state: Place['state'];
    caseId: string;
    keptBy: readonly string[];
    until: string | null;
    messageId: string;
  },
) =>
  tx.query(
    `insert into place (id, pool_id, keeper, key, state, case_id, kept_by, until, message_id, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (keeper, key) do update set pool_id = excluded.pool_id, state = excluded.state, case_id = excluded.case_id,
       kept_by = excluded.kept_by, until = excluded.until, message_id = excluded.message_id, asked_at = excluded.asked_at`,
    [...[newId(), pool.id, pool.keeper, one.key, one.state, one.caseId, one.keptBy, one.until, one.messageId], tx.now],
  );

/** The place stays whose it is; where it is and how long may be others. */
export const changePlace = (tx: Tx, id: string, poolId: string, until: string | null) =>
  tx.query('update place set pool_id = $2, until = $3 where id = $1', [id, poolId, until]);

export const setState = (tx: Tx, id: string, state: Place['state']) =>
  tx.query('update place set state = $2 where id = $1', [id, state]);

export async function firstInLine(tx: Tx, poolId: string): Promise<Place | undefined> {
  const { rows } = await tx.query<Place>(
    `select ${placeColumns} from place where pool_id = $1 and state = 'waiting' order by asked_at, id limit 1`,
    [poolId],
  );
  return rows[0];
}

/** With what decides, at the end of their case, whether they stay taken. */
export async function placesOfCase(tx: Tx, caseId: string): Promise<(Place & { keptBy: string[] })[]> {
  const { rows } = await tx.query<Place & { keptBy: string[] }>(
    `select ${placeColumns}, kept_by as "keptBy" from place where case_id = $1 and state <> 'free' order by pool_id, id`,
    [caseId],
  );
  return rows;
}

export const noteEnded = (tx: Tx, caseId: string, outcome: string) =>
  tx.query('insert into ended (case_id, outcome, at) values ($1, $2, $3) on conflict (case_id) do nothing', [
    caseId,
    outcome,
    tx.now,
  ]);
export async function isEnded(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await tx.query('select 1 from ended where case_id = $1', [caseId]);
  return rows.length > 0;
}

/** Pools in which something has come to its last day. */
export async function duePools(tx: Tx, today: string): Promise<Pool[]> {
  const { rows } = await tx.query<Pool>(
    `select ${poolColumns} from pool where id in (
       select pool_id from place where state in ('held', 'kept') and until < $1
       union select g.pool_id from granting g join pool p on p.id = g.pool_id where g.still > 0 and g.until < $1 and p.taken < p.granted)
     order by id`,
    [today],
  );
  return rows;
}
export async function overduePlaces(tx: Tx, poolId: string, today: string): Promise<Place[]> {
  const { rows } = await tx.query<Place>(
    `select ${placeColumns} from place where pool_id = $1 and state in ('held', 'kept') and until < $2 order by until, id`,
    [poolId, today],
  );
  return rows;
}

/** Whether the request is new. */
export async function insertAsk(tx: Tx, messageId: string, replyTo: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into ask (message_id, reply_to, at) values ($1, $2, $3) on conflict (message_id) do nothing',
    [messageId, replyTo, tx.now],
  );
  return rowCount === 1;
}
/** Whether somebody waits for the answer, and has none yet. */
export async function setAnswer(tx: Tx, messageId: string, answer: PlacesAnswer): Promise<boolean> {
  const { rowCount } = await tx.query('update ask set answer = $2, at = $3 where message_id = $1 and answer is null', [
    messageId,
    jsonOf(answer),
    tx.now,
  ]);
  return rowCount === 1;
}
export async function answerOf(tx: Tx, messageId: string) {
  const { rows } = await tx.query<{ replyTo: string; answer: PlacesAnswer | null }>(
    'select reply_to as "replyTo", answer from ask where message_id = $1',
    [messageId],
  );
  return rows[0];
}

/** What is kept only for messages that come late or twice. */
export async function forget(tx: Tx, before: Date): Promise<void> {
  await tx.query('delete from ended where at < $1', [before]);
  await tx.query('delete from ask where at < $1 and answer is not null', [before]);
}
