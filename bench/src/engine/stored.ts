// SPDX-License-Identifier: Apache-2.0
/** Steps that are kept: each its own transaction under a lock, as cases make them, against bare one-row commits. */
import { type ModuleRuntime, newId } from '@stoa/kernel';
import { Processes } from '@stoa/kernel/processes';
import { type Plan, readProcess } from '@stoa/process';
import { runExchange } from '../exchange-alone.ts';
import { type Measurement, measurement } from '../measurement.ts';
import { usageDuring } from '../process-usage.ts';
import { type Workplace, withWorkplace } from '../workplace.ts';
import { rowOfTasks } from './shapes.ts';

const atOnce = 16;
const warmUpMs = 800;
const durationMs = 3000;
const system = { kind: 'system' } as const;

export const benchStored = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const module = await runExchange(place);
    const plan = await readProcess(rowOfTasks);
    const bare = await measured(place, bareCommits(module));
    const one = await measured(place, steps(module, plan, 1));
    const ten = await measured(place, steps(module, plan, 10));
    return [...compared('steps kept, one a commit', one, bare), ...compared('steps kept, ten a commit', ten, bare)];
  });

/** A row written and committed. */
const bareCommits = (module: ModuleRuntime) => async (): Promise<number> => {
  await module.tx(system, (tx) =>
    tx.prepared('bench-bare', 'insert into process_run (holder_id) values ($1)', [newId()]),
  );
  return 1;
};

/** Instance after instance, from its start to its end. */
function steps(module: ModuleRuntime, plan: Plan, aCommit: number): () => Promise<number> {
  const waiting = new Map<string, string>();
  const processes = new Processes<{ id: string }>({
    planOf: async () => plan,
    contextOf: async () => ({}),
    valueOf: () => null,
    enter: async (_, { id }, { token }) => {
      waiting.set(id, token.id);
      return undefined;
    },
    drop: async () => undefined,
    end: async (_, { id }) => {
      waiting.delete(id);
    },
    lock: async () => undefined,
    timerFired: async () => undefined,
  });
  const idle: string[] = [];
  return async () => {
    const id = idle.pop() ?? newId();
    let done = 0;
    await module.tx(system, async (tx) => {
      done = 0;
      await tx.prepared('bench-lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
      if (!waiting.has(id)) await processes.start(tx, { id });
      while (done < aCommit && waiting.has(id)) {
        await processes.complete(tx, { id }, waiting.get(id) ?? '');
        done += 1;
      }
    });
    if (waiting.has(id)) idle.push(id);
    return done;
  };
}

interface Rate {
  readonly perSecond: number;
  /** Processor seconds a thousand. */
  readonly node: number;
  readonly postgres: number;
}

async function measured(place: Workplace, work: () => Promise<number>): Promise<Rate> {
  const repeat = async (ms: number) => {
    const from = performance.now();
    const worker = async () => {
      let count = 0;
      while (performance.now() < from + ms) count += await work();
      return count;
    };
    const counts = await Promise.all(Array.from({ length: atOnce }, worker));
    return { count: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - from) / 1000 };
  };
  await repeat(warmUpMs);
  const { result, cpuSeconds } = await usageDuring({ node: process.pid, postgres: place.databasePid }, () =>
    repeat(durationMs),
  );
  const perThousand = (name: string) => ((cpuSeconds[name] ?? 0) * 1000) / result.count;
  return { perSecond: result.count / result.seconds, node: perThousand('node'), postgres: perThousand('postgres') };
}

function compared(name: string, own: Rate, bare: Rate): Measurement[] {
  const peer = (value: number) => ({ name: 'bare one-row commits', value });
  const { node, postgres } = own;
  const cost = (rate: Rate) => rate.node + rate.postgres;
  return [
    measurement('engine', name, own.perSecond, 'steps/s', {}, peer(bare.perSecond)),
    measurement('engine', `processor time: ${name}`, cost(own), 's/1000 steps', { node, postgres }, peer(cost(bare))),
  ];
}
