// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { InputOf, Operation, OutputOf, Principal } from '../contract.ts';
import type { ModuleRuntime } from '../module.ts';
import { newId } from '../id.ts';
import { refuse } from '../refusal.ts';
import { jsonOf, sealRow } from '../seal.ts';
import { idsIn } from '../work/overdue.ts';
import { isConnectionLoss, isExhausted } from './pool.ts';
import { runPrepared } from './prepared.ts';
import { insideTransaction, newNotes, type Notes, operationUnderWay } from './scope.ts';

export interface Rows<R> {
  readonly rows: R[];
  readonly rowCount: number;
}

/** One database transaction of one module, with who acts in it. The first parameter of everything that writes. */
export interface Tx {
  readonly module: ModuleRuntime;
  readonly principal: Principal;
  readonly now: Date;
  readonly traceId: string;
  /** The permission and audit action of the operation that runs; undefined in events and jobs. */
  readonly operation: Operation | undefined;
  query<R extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Rows<R>>;
  prepared<R extends object = Record<string, unknown>>(
    name: string,
    sql: string,
    values?: readonly unknown[],
  ): Promise<Rows<R>>;
  /** Another module's operation under the same principal. It commits on its own, whatever becomes of this transaction. */
  call<Op extends Operation>(operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>>;
  enqueue(handler: string, data: unknown, options?: { key?: string; runAt?: Date }): Promise<void>;
  afterCommit(action: () => void): void;
  /** What the kernel remembers of this transaction. */
  readonly notes: Notes;
}

export interface TxOptions {
  principal: Principal;
  traceId?: string | undefined;
  operation?: Operation | undefined;
}

const retriable = new Set(['40001', '40P01']);

/** Runs `work` between BEGIN and COMMIT; a deadlock or serialisation failure repeats it, at most three times. */
export async function runTx<R>(
  pool: pg.Pool,
  module: ModuleRuntime,
  options: TxOptions,
  work: (tx: Tx) => Promise<R>,
): Promise<R> {
  const { operation, notes } = options.operation
    ? { ...options, notes: undefined }
    : (operationUnderWay(options.principal) ?? {});
  const settings = { ...options, operation };
  for (let attempt = 1; ; attempt++) {
    const client = await connect(pool);
    const actions: (() => void)[] = [];
    let broken = false;
    try {
      await client.query('begin');
      const own = newNotes();
      const result = await insideTransaction(() => work(createTx(client, module, settings, actions, own)));
      await client.query('commit');
      // An undone transaction has asked and told nothing.
      if (notes) {
        notes.authorised ||= own.authorised;
        notes.duty ??= own.duty;
        for (const action of own.audited) notes.audited.add(action);
      }
      for (const action of actions) action();
      return result;
    } catch (error) {
      broken = isConnectionLoss(error);
      if (!broken)
        await client.query('rollback').catch(() => {
          broken = true;
        });
      if (error instanceof Error && 'code' in error && retriable.has(String(error.code)) && attempt < 3) continue;
      if ((broken && isConnectionLoss(error)) || isExhausted(error)) databaseAway();
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** One statement in a transaction of its own. Refuses kernel.database-away, also where it may have been committed. */
export async function runStatement<R extends object>(
  pool: pg.Pool,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<R[]> {
  const client = await connect(pool);
  let broken = false;
  try {
    return (await runPrepared<R>(client, name, text, values)).rows;
  } catch (error) {
    broken = isConnectionLoss(error);
    if (broken || isExhausted(error)) databaseAway();
    throw error;
  } finally {
    client.release(broken);
  }
}

const databaseAway = (): never =>
  refuse('unavailable', 'kernel.database-away', 'The database does not answer at the moment. Please try again.', {
    retryAfterSeconds: 2,
  });

const connect = (pool: pg.Pool) =>
  pool
    .connect()
    .catch((error: unknown) =>
      isConnectionLoss(error) || isExhausted(error) ? databaseAway() : Promise.reject(error),
    );

function createTx(
  client: pg.PoolClient,
  module: ModuleRuntime,
  options: TxOptions,
  actions: (() => void)[],
  notes: Notes,
): Tx {
  const { principal, operation } = options;
  const traceId = options.traceId ?? randomUUID().replaceAll('-', '');
  const now = module.clock.now();
  const tx: Tx = {
    module,
    principal,
    operation,
    now,
    traceId,
    notes,
    query: async <R extends object>(text: string, values?: readonly unknown[]) => {
      const { rows, rowCount } = await client.query<R & pg.QueryResultRow>(text, values as unknown[]);
      return { rows, rowCount: rowCount ?? 0 };
    },
    prepared: async <R extends object>(name: string, text: string, values: readonly unknown[] = []) => {
      const { rows, rowCount } = await runPrepared<R>(client, name, text, values);
      return { rows, rowCount: rowCount ?? 0 };
    },
    call: (op, input) => module.call(op, input, { principal, traceId }),
    enqueue: async (handler, data, { key, runAt } = {}) => {
      const id = newId();
      const kept = sealRow(tx, 'work', id, { data });
      await tx.query(
        `insert into work (id, handler, source_id, is_event, data, meta, run_at, created_at, sealed, about)
         values ($1, $2, $3, false, $4, $5, $6, $7, $8, $9) on conflict (handler, source_id) do nothing`,
        [
          ...[id, handler, key ?? id, jsonOf(kept.data), JSON.stringify({ traceId }), runAt ?? now, now],
          ...[kept.sealed, idsIn(data)],
        ],
      );
      tx.afterCommit(() => module.wake());
    },
    afterCommit: (action) => {
      actions.push(action);
    },
  };
  return tx;
}
