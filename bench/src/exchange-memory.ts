// SPDX-License-Identifier: Apache-2.0
/** Whether memory stays flat: ten minutes (`BENCH_MINUTES`) of direct calls at a steady pace. */
import { order, startWorld } from './exchange-world.ts';
import { type Measurement, measurement } from './measurement.ts';
import { pssMegabytesOf } from './process-usage.ts';
import { withWorkplace } from './workplace.ts';

const minutes = Number(process.env.BENCH_MINUTES ?? 10);
const callsPerSecond = 200;
const watched = ['hub', 'provider'] as const;

export const benchMemory = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const world = await startWorld(place);
    const samples = watched.map((): number[] => []);
    const timer = setInterval(() => {
      for (const [index, name] of watched.entries()) samples[index]?.push(pssMegabytesOf(world.pids[name]));
    }, 5000);
    const durationMs = minutes * 60_000;
    const result = await world.generator.run({ ...order('hub', '', 16), durationMs, callsPerSecond });
    clearInterval(timer);
    return watched.map((name, index) => {
      // The first minute compiles and fills caches; garbage makes single samples jump, so medians of halves are compared.
      const list = (samples[index] ?? []).slice(12);
      const half = Math.floor(list.length / 2);
      const before = { name: 'median of the first half', value: median(list.slice(0, half)) };
      const facts = { calls: result.calls, failed: result.failed, highest: Math.max(...list) };
      const title = `memory of ${name}, second half of ${minutes} min at ${callsPerSecond} calls/s`;
      return measurement('memory', title, median(list.slice(half)), 'MB', facts, before);
    });
  });

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
