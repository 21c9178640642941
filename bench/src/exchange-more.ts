// SPDX-License-Identifier: Apache-2.0
/** Other ways through the exchange: immediate signatures, larger bodies, the mailbox, a second hub. */
import { batchSize, immediateCode, providerId } from './exchange-names.ts';
import { body, durationMs, order, startHub, target, type World } from './exchange-world.ts';
import type { LoadOrder, LoadResult } from './load-result.ts';
import { type Measurement, measurement } from './measurement.ts';
import { wrk } from './nginx.ts';
import { join } from 'node:path';

const details = ({ p50Ms, p99Ms, failed }: LoadResult) => ({ p50Ms, p99Ms, failed });
const sizes = [
  { name: '1 KB', bytes: 1000, concurrency: 32 },
  { name: '100 KB', bytes: 100_000, concurrency: 16 },
  { name: '10 MB', bytes: 10_000_000, concurrency: 2 },
];

async function nginxCalls(world: World, concurrency: number): Promise<Measurement['peer']> {
  if (!world.nginx) return undefined;
  const folder = join(world.place.folder, 'nginx');
  const { callsPerSecond } = await wrk(folder, world.nginx.url + target, body, concurrency, durationMs / 1000);
  return { name: 'nginx under wrk', value: callsPerSecond };
}

export async function measureMore(world: World): Promise<Measurement[]> {
  const run = (changes: Partial<LoadOrder>, kind: LoadOrder['kind'] = 'hub', url = world.consumerUrl) =>
    world.generator.run({ ...order(kind, url, 32), ...changes });
  const found: Measurement[] = [];
  const report = (name: string, unit: string, result: LoadResult, peer: Measurement['peer']) =>
    found.push(measurement('exchange', name, result.callsPerSecond, unit, details(result), peer));

  const peer = await nginxCalls(world, 32);
  const immediate = { target: `/r1/${providerId}/${immediateCode}/search` };
  await run({ ...immediate, durationMs: 2000 });
  report('direct, immediate signatures, 32 at once', 'calls/s', await run(immediate), peer);

  await run({ durationMs: 2000 }, 'mailbox');
  report('mailbox round trip, 32 at once', 'trips/s', await run({}, 'mailbox'), peer);
  const many = { concurrency: 256 };
  await run({ ...many, durationMs: 2000 }, 'mailbox batches');
  const name = `mailbox round trip in batches of ${batchSize} at most, 256 at once`;
  report(name, 'trips/s', await run(many, 'mailbox batches'), peer);

  for (const { name, bytes, concurrency } of sizes) {
    const sized = { body: JSON.stringify({ text: 'x'.repeat(bytes - 11) }), concurrency };
    // wrk would have to keep such bodies in its script: here the generator is the same on both sides.
    const bare = world.nginx && (await run(sized, 'plain', world.nginx.url));
    const beside = bare && { name: 'nginx under the generator', value: bare.callsPerSecond };
    report(`direct, ${name}, ${concurrency} at once`, 'calls/s', await run(sized), beside);
    report(`connector to connector, ${name}`, 'calls/s', await run(sized, 'plain'), beside);
  }

  await startHub(world.place, 'second hub');
  // Connectors look for hubs every five seconds.
  await new Promise((resolve) => setTimeout(resolve, 7000));
  await run({ durationMs: 3000 });
  report('direct, two hubs, 32 at once', 'calls/s', await run({}), await nginxCalls(world, 32));
  return found;
}
