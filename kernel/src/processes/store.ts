// SPDX-License-Identifier: Apache-2.0
/** SQL of where processes stand: tokens, timers, steps done, changes of one's own plan. */
import type { PlanChange, Token } from '@stoa/process';
import { newId } from '../id.ts';
import { jsonOf, openRow, sealRow } from '../seal.ts';
import type { Tx } from '../database/tx.ts';
import { textArray, uuidArray } from '../database/arrays.ts';

/** A token as it stands; what has failed says why. */
export type StandingToken = Token & {
  readonly sinceAt: Date;
} & ({ readonly state: 'waiting' } | { readonly state: 'failed'; readonly error: string });

type Nullable<Row> = { [Name in keyof Row]: Row[Name] | null };

export const tokensOf = async (tx: Tx, holderId: string): Promise<StandingToken[]> =>
  (await standingOf(tx, holderId)).tokens;

/** The tokens, and what the plan they stand in differs in. */
export async function standingOf(tx: Tx, holderId: string): Promise<Standing> {
  const { rows } = await tx.prepared<Nullable<StandingToken & Pick<Run, 'changes'>>>(
    'process-tokens',
    `select t.id, t.node, t.arrived_by as "arrivedBy", t.within, t.item, t.items, t.done, t.done_in as "of", t.state, t.error,
       t.since_at as "sinceAt", r.changes
     from process_token t left join process_run r on r.holder_id = t.holder_id where t.holder_id = $1 order by t.id`,
    [holderId],
  );
  const tokens = rows.map(
    ({ changes: _, ...row }) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as StandingToken,
  );
  return { tokens, changes: rows[0]?.changes ?? [] };
}

export interface Standing {
  readonly tokens: StandingToken[];
  readonly changes: readonly PlanChange[];
}

export interface StepDone {
  readonly token: StandingToken;
  /** Which item, from the outermost. */
  readonly items: readonly number[];
  readonly result?: unknown;
}

const numbers = (values: readonly (number | undefined)[]) => values.map((value) => value ?? null);

interface MoveMade {
  readonly gone: readonly Token[];
  readonly come: readonly Token[];
  readonly taken: readonly string[];
  readonly done?: StepDone | undefined;
}

const come = `insert into process_token (id, holder_id, node, arrived_by, within, item, items, done, done_in, since_at)
  select id, $1, node, arrived_by, within, item, items, done, done_in, $12 from
  unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::integer[], $8::integer[], $9::integer[], $10::text[])
    as t (id, node, arrived_by, within, item, items, done, done_in)`;
const gone = 'delete from process_token where holder_id = $1 and id = any($2::uuid[])';
const stopped = 'delete from process_timer where holder_id = $1 and token_id = any($2::uuid[])';
const step = `insert into process_step (id, holder_id, token_id, node, items, since_at, at, taken, result, sealed)
  select $11, $1, $13, $14, $15::integer[], $16, $12, $17::text[], $18, $19 where $13::uuid is not null`;

/** One move in one statement: tokens that are gone and new, and what was done; timers of the tokens, where the plan has any. */
export async function writeMove(tx: Tx, holderId: string, move: MoveMade, hasTimers: boolean): Promise<void> {
  const { done } = move;
  const stepId = newId();
  const kept = done?.result === undefined ? undefined : sealRow(tx, 'process_step', stepId, { result: done.result });
  await tx.prepared(
    hasTimers ? 'process-move-timers' : 'process-move',
    `with gone as (${gone}), come as (${come})${hasTimers ? `, stopped as (${stopped})` : ''} ${step}`,
    [
      holderId,
      uuidArray(move.gone.map(({ id }) => id)),
      uuidArray(move.come.map(({ id }) => id)),
      textArray(move.come.map(({ node }) => node)),
      textArray(move.come.map(({ arrivedBy }) => arrivedBy)),
      uuidArray(move.come.map(({ within }) => within)),
      numbers(move.come.map(({ item }) => item)),
      numbers(move.come.map(({ items }) => items)),
      numbers(move.come.map(({ done: place }) => place)),
      textArray(move.come.map(({ of }) => of)),
      stepId,
      tx.now,
      done?.token.id ?? null,
      done?.token.node ?? '',
      done?.items ?? [],
      done?.token.sinceAt ?? tx.now,
      textArray(move.taken),
      jsonOf(kept?.result ?? null),
      kept?.sealed ?? null,
    ],
  );
}

/** Once, before the first move. */
export const insertRun = (tx: Tx, holderId: string) =>
  tx.prepared('process-start', 'insert into process_run (holder_id) values ($1) on conflict do nothing', [holderId]);

export interface Result {
  readonly node: string;
  readonly items: readonly number[];
  readonly result: unknown;
}

/** What came of steps, in the order they were done. */
export async function resultsOf(tx: Tx, holderId: string): Promise<Result[]> {
  const { rows } = await tx.prepared<Result & { id: string; sealed: string | null }>(
    'process-results',
    'select id, node, items, result, sealed from process_step where holder_id = $1 and sealed is not null order by id',
    [holderId],
  );
  return rows.map((row) => openRow(tx, 'process_step', row.id, row));
}

/** Whether an event that does not interrupt has occurred at a token. */
export async function hadEvent(tx: Tx, holderId: string, tokenId: string, node: string): Promise<boolean> {
  const sql = 'select 1 from process_step where holder_id = $1 and token_id = $2 and node = $3 limit 1';
  return (await tx.prepared('process-had-event', sql, [holderId, tokenId, node])).rowCount > 0;
}

export const failToken = (tx: Tx, holderId: string, id: string, error: string) =>
  tx.query(`update process_token set state = 'failed', error = $3 where holder_id = $1 and id = $2`, [
    holderId,
    id,
    error.slice(0, 1000),
  ]);

export async function resumeToken(tx: Tx, holderId: string, id: string): Promise<boolean> {
  const sql = `update process_token set state = 'waiting', error = null where id = $2 and holder_id = $1 and state = 'failed'`;
  return (await tx.query(sql, [holderId, id])).rowCount === 1;
}

/** Nothing waits any more; what was taken and done stays. */
export async function stopAll(tx: Tx, holderId: string): Promise<void> {
  await tx.query('delete from process_timer where holder_id = $1', [holderId]);
  await tx.query('delete from process_token where holder_id = $1', [holderId]);
}

export interface Run {
  readonly taken: readonly string[];
  /** What its own plan differs in, in order. */
  readonly changes: readonly PlanChange[];
}

/** Of one that has not begun, nothing. */
export async function runOf(tx: Tx, holderId: string): Promise<Run> {
  const sql = `select changes, taken || array(select unnest(taken) from process_step where holder_id = $1) as taken
    from process_run where holder_id = $1`;
  return (await tx.prepared<Run>('process-run', sql, [holderId])).rows[0] ?? { taken: [], changes: [] };
}

export const setChanges = (tx: Tx, holderId: string, changes: readonly PlanChange[]) =>
  tx.query('update process_run set changes = $2 where holder_id = $1', [holderId, JSON.stringify(changes)]);

/** The tokens stand in another plan; its timers are armed by whoever calls. */
export async function moveTokens(tx: Tx, holderId: string, tokens: readonly Token[]): Promise<void> {
  await tx.query(
    `update process_token t set node = n.node, arrived_by = n.arrived_by, done_in = n.done_in
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as n (id, node, arrived_by, done_in)
     where t.id = n.id and t.holder_id = $1`,
    [
      holderId,
      tokens.map(({ id }) => id),
      tokens.map(({ node }) => node),
      tokens.map(({ arrivedBy }) => arrivedBy ?? null),
      tokens.map(({ of }) => of ?? null),
    ],
  );
}

/** What came of steps is known by their ids in the plan. */
export const renameSteps = (tx: Tx, holderId: string, mapping: Readonly<Record<string, string>>) =>
  tx.query(
    `update process_step set node = m.value from jsonb_each_text($2::jsonb) m where holder_id = $1 and node = m.key`,
    [holderId, JSON.stringify(mapping)],
  );

export const renameTimer = (tx: Tx, id: string, node: string) =>
  tx.query('update process_timer set node = $2 where id = $1', [id, node]);

export interface Timer {
  readonly id: string;
  readonly holderId: string;
  readonly tokenId: string | null;
  readonly node: string;
  readonly dueAt: Date;
  /** An ISO 8601 duration, and how often still; null is without end. */
  readonly every: string | null;
  readonly remaining: number | null;
}

export const insertTimer = (tx: Tx, { id, holderId, tokenId, node, dueAt, every, remaining }: Timer) =>
  tx.query(
    'insert into process_timer (id, holder_id, token_id, node, due_at, every, remaining) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, holderId, tokenId, node, dueAt, every, remaining],
  );

/** As it was, due then. */
export async function keepTimer(tx: Tx, timer: Timer): Promise<void> {
  await removeTimer(tx, timer.id);
  await insertTimer(tx, timer);
}

const timerColumns = 'id, holder_id as "holderId", token_id as "tokenId", node, due_at as "dueAt", every, remaining';

export async function dueTimers(tx: Tx): Promise<Timer[]> {
  const sql = `select ${timerColumns} from process_timer where due_at <= $1 order by due_at, id limit 100`;
  return (await tx.query<Timer>(sql, [tx.now])).rows;
}

/** The timer, if it is still to fire. */
export async function findTimer(tx: Tx, id: string): Promise<Timer | undefined> {
  const sql = `select ${timerColumns} from process_timer where id = $1 and due_at <= $2`;
  return (await tx.query<Timer>(sql, [id, tx.now])).rows[0];
}

export const setTimer = (tx: Tx, id: string, dueAt: Date, remaining: number | null) =>
  tx.query('update process_timer set due_at = $2, remaining = $3 where id = $1', [id, dueAt, remaining]);

export const removeTimer = (tx: Tx, id: string) => tx.query('delete from process_timer where id = $1', [id]);

/** Earliest timers of tokens, for people who wait. */
export async function timersOf(tx: Tx, holderId: string): Promise<Timer[]> {
  return (
    await tx.query<Timer>(`select ${timerColumns} from process_timer where holder_id = $1 order by due_at`, [holderId])
  ).rows;
}
