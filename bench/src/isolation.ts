// SPDX-License-Identifier: Apache-2.0
/** Whether one provider's trouble reaches another's calls: their latency beside it, next to that beside one that is well. */
import { join } from 'node:path';
import { sickId, troubles } from './exchange-names.ts';
import { order, startConnector, startWorld } from './exchange-world.ts';
import { startLoadGenerator } from './load-generator.ts';
import { type Measurement, measurement } from './measurement.ts';
import { withWorkplace } from './workplace.ts';

/** Of the provider that is well, and beside it of the other one. */
const [callsPerSecond, besidePerSecond] = [200, 100];
const durationMs = 8000;
/** Alternating rounds, of which the medians count: other load on the machine meets both. */
const rounds = 3;

export const benchIsolation = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const system = await place.run('sick', ['src/programs/sick.ts']);
    const world = await startWorld(place);
    const url = `http://127.0.0.1:${system.ready.port as number}`;
    const services = Object.fromEntries(
      ['well', ...troubles].map((code) => [code, { rest: { url: `${url}/${code}` } }]),
    );
    await startConnector(place, world.hub, sickId, 'sick', services);
    const beside = await startLoadGenerator(join(place.folder, 'consumer'));
    place.atEnd(() => beside.stop());
    const paced = { ...order('hub', '', 32), durationMs };
    await world.generator.run({ ...paced, callsPerSecond });

    async function p95Beside(service: string): Promise<number> {
      const target = `/r1/${sickId}/${service}/x`;
      const other = beside.run({ ...paced, target, callsPerSecond: besidePerSecond, durationMs: durationMs + 2000 });
      const { p95Ms } = await world.generator.run({ ...paced, warmUpMs: 2000, callsPerSecond });
      await other;
      return p95Ms;
    }
    const found: Measurement[] = [];
    for (const trouble of troubles) {
      const [well, sick]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        well.push(await p95Beside('well'));
        sick.push(await p95Beside(trouble));
      }
      const peer = { name: 'beside a provider that is well', value: median(well) };
      const details = { callsPerSecond, besidePerSecond, worst: Math.max(...sick) };
      found.push(measurement('isolation', `p95 beside a provider with ${trouble}`, median(sick), 'ms', details, peer));
    }
    return found;
  });

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
