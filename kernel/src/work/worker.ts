// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import { runTx } from '../database/tx.ts';
import { describeError } from '../log.ts';
import type { EventMeta, ModuleRuntime, WorkHandler } from '../module.ts';
import { openRow } from '../seal.ts';
import { traced } from '../telemetry.ts';
import { complaints } from '../validate.ts';

interface WorkRow {
  id: string;
  handler: string;
  source_id: string;
  is_event: boolean;
  data: unknown;
  meta: EventMeta & { traceId?: string };
  attempts: number;
}

type Query = (sql: string, values: readonly unknown[]) => Promise<{ rowCount: number | null }>;

/** Tries before a piece of work becomes a dead letter. */
export const maxAttempts = 12;
/** A process that took work and died gives it back after this time; one that lives renews its lease. */
const leaseSeconds = 15;
const renewMs = 5000;
const batchSize = 20;

/** Seconds until the next try: 1 doubling to 300. */
export const backoffSeconds = (attempts: number): number => Math.min(300, 2 ** (attempts - 1));

export interface Worker {
  /** Claims and runs one batch of due work; answers how many pieces there were. */
  runBatch(): Promise<number>;
}

/**
 * The attempt is counted before the handler runs, so that work that kills its process is set aside in the end. Work whose
 * last try never reported back is suspected of that and runs alone: it takes no other work down with it again.
 * A transactional handler commits together with the mark that it ran; the attempt number guards against a lease that ran out.
 */
export function createWorker(
  pool: pg.Pool,
  module: ModuleRuntime,
  handlers: readonly WorkHandler[],
  onOutcome: (handler: string, outcome: 'done' | 'failed') => void = () => {},
): Worker {
  const byName = new Map(handlers.map((handler) => [handler.name, handler]));
  const names = [...byName.keys()];

  async function claim(which: 'plain' | 'suspect'): Promise<WorkRow[]> {
    const now = module.clock.now();
    const tried =
      which === 'plain' ? '(attempts = 0 or last_error is not null)' : 'attempts > 0 and last_error is null';
    const { rows } = await pool.query<WorkRow & { sealed: string | null }>({
      name: `kernel-claim-${which}`,
      text: `update work set attempts = attempts + 1, last_error = null, run_at = $1::timestamptz + make_interval(secs => $2)
        where id in (select id from work where state = 'waiting' and run_at <= $1 and handler = any($3) and ${tried}
                     order by run_at limit $4 for update skip locked)
        returning id, handler, source_id, is_event, data, sealed, meta, attempts`,
      values: [now, leaseSeconds, names, which === 'plain' ? batchSize : 1],
    });
    return rows.map((row) => openRow({ module }, 'work', row.id, row));
  }

  /** Work in a transaction of its own holds its row and is passed over: nobody else can take it meanwhile. */
  async function renew(inHand: ReadonlySet<WorkRow>): Promise<void> {
    const until = new Date(module.clock.now().getTime() + leaseSeconds * 1000);
    const rows = [...inHand];
    await pool.query(
      `update work w set run_at = $3 from
         (select id from work join unnest($1::uuid[], $2::int[]) as mine (id, attempts) using (id, attempts)
          where state = 'waiting' for update of work skip locked) as held
       where w.id = held.id`,
      [rows.map((row) => row.id), rows.map((row) => row.attempts), until],
    );
  }

  /** Marks the work as done; false when another process has taken it over meanwhile. */
  async function finish(query: Query, row: WorkRow, handler: WorkHandler): Promise<boolean> {
    const guard = `id = $1 and attempts = $2 and state = 'waiting'`;
    const now = module.clock.now();
    if (handler.everySeconds !== undefined) {
      const next = new Date(now.getTime() + handler.everySeconds * 1000);
      const sql = `update work set run_at = $3, attempts = 0, last_error = null, failing_since = null where ${guard}`;
      return (await query(sql, [row.id, row.attempts, next])).rowCount === 1;
    }
    if (!row.is_event) return (await query(`delete from work where ${guard}`, [row.id, row.attempts])).rowCount === 1;
    const sql = `update work set state = 'done', finished_at = $3, data = null, sealed = null, about = null where ${guard}`;
    return (await query(sql, [row.id, row.attempts, now])).rowCount === 1;
  }

  async function run(row: WorkRow, handler: WorkHandler): Promise<void> {
    const wrong = complaints(handler.data, row.data);
    if (wrong.length > 0)
      throw new Error(`data does not fit the schema: ${wrong.map((w) => `${w.pointer} ${w.message}`).join('; ')}`);
    if (row.attempts > maxAttempts && handler.everySeconds === undefined)
      throw new Error(`none of ${maxAttempts} tries came to an end: it probably ends its process`);
    const { run: how } = handler;
    if (!how.tx) {
      await how.handler(module, row.data as never, row.meta);
      await finish((sql, values) => pool.query(sql, [...values]), row, handler);
      return;
    }
    const principal = { kind: 'service', id: module.name } as const;
    await runTx(pool, module, { principal, traceId: row.meta.traceId }, async (tx) => {
      if (!(await finish(tx.query, row, handler))) return;
      await how.handler(tx, row.data as never, row.meta);
    });
  }

  async function fail(row: WorkRow, handler: WorkHandler, error: unknown): Promise<void> {
    const dead = row.attempts >= maxAttempts && handler.everySeconds === undefined;
    const log = { err: describeError(error), handler: row.handler, work: row.id, attempts: row.attempts };
    if (dead) module.log.error(log, 'work became a dead letter');
    else module.log.warn(log, 'work failed and will be tried again');
    const seconds =
      handler.everySeconds === undefined
        ? backoffSeconds(row.attempts)
        : Math.min(handler.everySeconds, backoffSeconds(row.attempts));
    const retryAt = new Date(module.clock.now().getTime() + seconds * 1000);
    await pool.query(
      `update work set state = $3, run_at = $4, last_error = $5, failing_since = coalesce(failing_since, $6) where id = $1 and attempts = $2 and state = 'waiting'`,
      [
        row.id,
        row.attempts,
        dead ? 'dead' : 'waiting',
        retryAt,
        String(error instanceof Error ? error.message : error).slice(0, 2000),
        module.clock.now(),
      ],
    );
  }

  async function runClaimed(rows: readonly WorkRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const inHand = new Set(rows);
    const renewing = setInterval(() => {
      renew(inHand).catch((error: unknown) =>
        module.log.warn({ err: describeError(error) }, 'a lease could not be renewed; others may repeat the work'),
      );
    }, renewMs);
    await Promise.all(
      rows.map(async (row) => {
        const handler = byName.get(row.handler);
        if (!handler) return;
        const { traceId } = row.meta;
        // What comes again and again by itself is part of nothing.
        const work = () => run(row, handler);
        await (traceId ? traced(() => ({ name: row.handler, kind: 'consumer', traceId }), work) : work())
          .finally(() => inHand.delete(row))
          .then(
            () => onOutcome(row.handler, 'done'),
            (error: unknown) => {
              onOutcome(row.handler, 'failed');
              return fail(row, handler, error);
            },
          );
      }),
    ).finally(() => clearInterval(renewing));
    return rows.length;
  }
  return {
    runBatch: async () => (await runClaimed(await claim('plain'))) + (await runClaimed(await claim('suspect'))),
  };
}

/** Makes sure that each periodic job has its row. */
export async function schedulePeriodic(
  pool: pg.Pool,
  handlers: readonly WorkHandler[],
  now: Date,
  newId: () => string,
): Promise<void> {
  for (const handler of handlers) {
    if (handler.everySeconds === undefined) continue;
    await pool.query(
      `insert into work (id, handler, source_id, is_event, data, meta, run_at, created_at)
       values ($1, $2, 'periodic', false, null, '{}', $3, $3) on conflict (handler, source_id) do nothing`,
      [newId(), handler.name, now],
    );
  }
}
