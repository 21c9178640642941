// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Country } from './country.ts';
import type { Principal } from './contract.ts';
import { archiveFailing } from './database/archive.ts';
import { runStatement, runTx } from './database/tx.ts';
import { newId } from './id.ts';
import { Volumes } from './health.ts';
import { type Invocation, invoke } from './invoke.ts';
import type { Keys } from './keys/keys.ts';
import { createSequencer, type Sequencer } from './ledger/sequencer.ts';
import type { Log } from './log.ts';
import type { Loop, startLoop } from './loop.ts';
import type { Backlog, Metrics, Overdue } from './metrics.ts';
import { kernelTables, sealEarlier } from './seal.ts';
import { every, type ModuleDefinition, type ModuleRuntime, type OperationRoute, type WorkHandler } from './module.ts';
import { ownHealth } from './own-health.ts';
import type { Platform } from './platform.ts';
import { isRefusal } from './refusal.ts';
import { erasePast, retentionDays } from './retention.ts';
import type { CloudEvent } from './work/cloud-event.ts';
import { receive } from './work/inbox.ts';
import { type Publish, relayOnce } from './work/relay.ts';
import { overdueBefore, overdueWork } from './work/overdue.ts';
import { createWorker, schedulePeriodic } from './work/worker.ts';

interface Parts {
  definition: ModuleDefinition;
  pool: pg.Pool;
  shared: {
    config: Config;
    log: Log;
    clock: Clock;
    keys: Keys;
    access: Access;
    country: Country;
    metrics: Metrics;
    publicUrl: () => string;
    platformModules: readonly string[];
  };
  call: Platform['call'];
  publish: Publish;
  checkOutput: boolean;
}

export interface RunningModule {
  readonly name: string;
  readonly runtime: ModuleRuntime;
  readonly pool: pg.Pool;
  readonly sequencer: Sequencer;
  /** Types of the events this module handles. */
  readonly eventTypes: readonly string[];
  invoke(route: OperationRoute, invocation: Invocation): Promise<unknown>;
  receive(events: readonly CloudEvent[]): Promise<void>;
  /** One round of sending events and doing work; answers how much there was. */
  step(): Promise<number>;
  backlog(): Promise<Backlog>;
  startLoops(start: typeof startLoop): Loop[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

const keepDoneDays = 7;

export function runModule({ definition, pool, shared, call, publish, checkOutput }: Parts): RunningModule {
  const { name, retention } = definition;
  let loops: Loop[] = [];
  let stopOwn: (() => Promise<void>) | undefined;
  const self: Principal = { kind: 'service', id: name };
  const runtime: ModuleRuntime = {
    name,
    config: shared.config,
    log: shared.log,
    clock: shared.clock,
    keys: shared.keys,
    access: shared.access,
    country: shared.country,
    dataDir: shared.config.dataDir,
    get publicUrl() {
      return shared.publicUrl();
    },
    tx: (principal, work, traceId) => runTx(pool, runtime, { principal, traceId }, work),
    statement: (name, sql, values) => runStatement(pool, name, sql, values),
    placed: (first, leaves) => sequencer.placed(first, leaves),
    call: (operation, input, options = {}) => call(operation, input, { principal: self, ...options }),
    alarm: (alarm, facts) => {
      shared.metrics.alarm(name, alarm);
      shared.log.warn({ ...facts, module: name, alarm }, 'somebody should look at this');
    },
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    platformModules: shared.platformModules,
    health: async () => {
      const { waiting, dead, unsequenced, overdue } = await backlog();
      const failing = await archiveFailing(pool);
      return {
        ...(await ownHealth(shared.config.dataDir, shared.clock.now())),
        state: overdue.length > 0 ? ('degraded' as const) : ('up' as const),
        ...(failing ? { archiveFailing: failing } : {}),
        ...{ waiting, dead, unlogged: Math.max(0, unsequenced), services: volumes.all },
      };
    },
  };
  const volumes = new Volumes();
  /**
   * Counts what people and software of others ask. What is refused for a reason of the caller is answered; whose module is away is
   * not.
   */
  const served = async (route: OperationRoute, invocation: Invocation): Promise<unknown> => {
    const { kind } = invocation.principal;
    const ask = () => invoke({ module: runtime, pool, checkOutput }, route, invocation);
    if (kind === 'service' || kind === 'system') return ask();
    const began = performance.now();
    const note = (failed: boolean) => volumes.note(name, performance.now() - began, failed);
    try {
      const output = await ask();
      note(false);
      return output;
    } catch (error) {
      note(!isRefusal(error) || error.kind === 'unavailable');
      throw error;
    }
  };
  const handlers: WorkHandler[] = [
    ...definition.handlers,
    every(`${name}.seal-earlier`, 60, () => sealEarlier(runtime, { ...kernelTables, ...definition.sealed })),
    every(`${name}.housekeeping`, 3600, () => housekeeping(pool, shared.clock)),
    ...(retention ? [every(`${name}.erase-past`, 86_400, () => erasePast(runtime, retention))] : []),
  ];
  // What is set wrong stops the start, not the night.
  for (const { what } of retention ?? []) retentionDays(shared, `${name}.${what}`);
  const worker = createWorker(pool, runtime, handlers, (handler, outcome) =>
    shared.metrics.work(name, handler, outcome),
  );
  const sequencer = createSequencer(pool, runtime);
  const eventTypes = [...new Set(handlers.flatMap((handler) => handler.event?.type ?? []))];

  let lastCheckpointMs = 0;
  const checkpointEveryMs = Number(shared.config.env.STOA_CHECKPOINT_SECONDS ?? 60) * 1000;
  async function keepLedger(): Promise<number> {
    const more = await sequencer.sequence();
    if (Date.now() - lastCheckpointMs >= checkpointEveryMs) {
      lastCheckpointMs = Date.now();
      await sequencer.checkpoint();
    }
    return more ? 1 : 0;
  }

  async function backlog(): Promise<Backlog> {
    const { rows } = await pool.query<Omit<Backlog, 'module' | 'overdue'>>(
      `select (select count(*) from work where state = 'waiting' and not (source_id = 'periodic')) as waiting,
              (select count(*) from work where state = 'dead') as dead,
              (select count(*) from outbox) as outbox,
              (select count(*) from ledger_entry where leaf_index is null)
                + (select coalesce(max(leaf_index) + 1, 0) from ledger_entry) - (select settled from ledger_tree) as unsequenced`,
    );
    const now = shared.clock.now();
    const { rows: overdue } = await pool.query<Overdue>(
      `select handler, count(*) as count, extract(epoch from $2::timestamptz - min(failing_since))::float8 as seconds
       from ${overdueWork} group by handler`,
      [overdueBefore(now), now],
    );
    return { module: name, ...(rows[0] ?? { waiting: 0, dead: 0, outbox: 0, unsequenced: 0 }), overdue };
  }

  return {
    name,
    runtime,
    pool,
    sequencer,
    eventTypes,
    invoke: served,
    receive: async (events) => {
      const mine = events.filter((event) => eventTypes.includes(event.type));
      if (mine.length === 0) return;
      await receive(pool, runtime, handlers, mine);
      runtime.wake();
    },
    step: async () => (await relayOnce(pool, runtime, publish)) + (await worker.runBatch()),
    backlog,
    startLoops: (start) => {
      loops = [
        start(() => relayOnce(pool, runtime, publish), 2000, shared.log),
        start(() => worker.runBatch(), 1000, shared.log),
        start(keepLedger, 500, shared.log),
      ];
      return loops;
    },
    start: async () => {
      await schedulePeriodic(pool, handlers, shared.clock.now(), newId);
      stopOwn = await definition.start?.(runtime);
      runtime.wake();
    },
    stop: async () => {
      await stopOwn?.();
    },
  };
}

/** Forgets what only served to recognise repetitions. */
async function housekeeping(pool: pg.Pool, clock: Clock): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
  await pool.query(`delete from work where state = 'done' and finished_at < $1`, [before(keepDoneDays)]);
  await pool.query('delete from idempotency where created_at < $1', [before(2)]);
}
