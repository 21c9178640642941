// SPDX-License-Identifier: Apache-2.0
/** Signed, authorised and durably logged calls through the hub, against nginx that proxies the same system without any of that. */
import { join } from 'node:path';
import { measureMore } from './exchange-more.ts';
import { body, durationMs, order, startWorld, target, warmUpMs, type World } from './exchange-world.ts';
import type { LoadOrder, LoadResult } from './load-result.ts';
import { type Measurement, measurement } from './measurement.ts';
import { wrk } from './nginx.ts';
import { ownCpuSecondsOf, usageDuring } from './process-usage.ts';
import { withWorkplace } from './workplace.ts';

const concurrencies = [32, 64, 128, 256];

export const benchExchange = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const world = await startWorld(place);
    // The first thousands of calls are slower: code is still being compiled.
    await world.generator.run({ ...order('hub', '', 64), durationMs: 15_000 });
    await world.generator.run({ ...order('plain', world.consumerUrl, 64), durationMs: 4000 });
    const found: Measurement[] = [];
    // Peer and exchange in turn, so that other load on the machine meets both.
    for (const concurrency of concurrencies) {
      const peers = await measureNginx(world, concurrency);
      const direct = await measureCalls(world, 'direct to the hub', 'hub', concurrency, peers);
      const connectors = await measureCalls(world, 'connector to connector', 'plain', concurrency, peers);
      found.push(...peers, ...direct, ...connectors);
    }
    const fastest = Math.max(...found.filter(({ name }) => name.startsWith('direct')).map(({ value }) => value));
    found.push(await measureHalfLoad(world, fastest / 2));
    return [...found, ...(await measureMore(world))];
  });

const latency = ({ p50Ms, p99Ms, failed }: LoadResult) => ({ p50Ms, p99Ms, failed });

/** Processor seconds a thousand calls cost each process, the calls of the warm-up counted too. */
const perThousand = (cpuSeconds: Record<string, number>, { callsPerSecond }: LoadResult, seconds: number) =>
  Object.fromEntries(
    Object.entries(cpuSeconds).map(([name, used]) => [
      `${name}CpuSecondsPer1000`,
      (used * 1000) / (callsPerSecond * seconds),
    ]),
  );

/** As many processes between caller and system as a direct call has, without TLS, signature, right or log. */
const bareHops = 'two bare hops in Node';
const loadSeconds = (warmUpMs + durationMs) / 1000;

async function measureCalls(
  { generator, consumerUrl, pids }: World,
  name: string,
  kind: LoadOrder['kind'],
  concurrency: number,
  peers: readonly Measurement[],
): Promise<Measurement[]> {
  const { result, cpuSeconds } = await usageDuring(pids, () => generator.run(order(kind, consumerUrl, concurrency)));
  const costs = perThousand(cpuSeconds, result, loadSeconds);
  const cost = (names: readonly string[]) =>
    names.reduce((sum, one) => sum + (costs[`${one}CpuSecondsPer1000`] ?? 0), 0);
  const fastest = [...peers].sort((a, b) => b.value - a.value)[0];
  const alike = peers.find(({ name: peer }) => peer.includes('generator'));
  const bare = peers.find(({ name: peer }) => peer.startsWith(bareHops));
  const ratio = {
    ...(alike && { ratioUnderTheSameGenerator: result.callsPerSecond / alike.value }),
    ...(bare && { ratioToBareHops: result.callsPerSecond / bare.value }),
  };
  const peer = fastest ? { name: fastest.name, value: fastest.value } : undefined;
  const cheapest = Math.min(...peers.map(({ details }) => details.nginxCpuSecondsPer1000 ?? Infinity));
  const title = `${name}, ${concurrency} at once`;
  return [
    measurement('exchange', title, result.callsPerSecond, 'calls/s', { ...latency(result), ...ratio, ...costs }, peer),
    measurement(
      'exchange',
      `processor time: ${title}`,
      cost(['hub', 'consumer', 'provider', 'postgres']),
      's/1000 calls',
      { hubAndPostgres: cost(['hub', 'postgres']) },
      fastest ? { name: 'nginx', value: cheapest } : undefined,
    ),
  ];
}

/** nginx under wrk and under the generator of the exchange; none where it is not installed. */
async function measureNginx(world: World, concurrency: number): Promise<Measurement[]> {
  const { place, generator, nginx, upstreamUrl, relayUrl, pids } = world;
  if (!nginx) return [];
  const folder = join(place.folder, 'nginx');
  const bare = await wrk(folder, upstreamUrl + target, body, concurrency, 2);
  const limit = { name: 'the same system without a proxy (wrk)', value: bare.callsPerSecond };
  const processes = { nginx: nginx.pid, upstream: pids.upstream };
  const seconds = durationMs / 1000;
  const ownBefore = ownCpuSecondsOf(process.pid);
  const byWrk = await usageDuring(processes, () => wrk(folder, nginx.url + target, body, concurrency, seconds));
  // wrk has ended by now and counts as this process's own.
  byWrk.cpuSeconds.wrk = ownCpuSecondsOf(process.pid) - ownBefore;
  const byNode = await usageDuring({ ...processes, generator: pids.generator }, () =>
    generator.run(order('plain', nginx.url, concurrency)),
  );
  const report = (generatorName: string, during: number, { result, cpuSeconds }: typeof byWrk) => {
    const details = { ...latency(result), ...perThousand(cpuSeconds, result, during) };
    const name = `nginx under ${generatorName}, ${concurrency} at once`;
    return measurement('exchange', name, result.callsPerSecond, 'calls/s', details, limit);
  };
  const hops = await generator.run(order('plain', relayUrl, concurrency));
  return [
    report('wrk', seconds, byWrk),
    report("the exchange's generator", loadSeconds, byNode),
    measurement(
      'exchange',
      `${bareHops}, ${concurrency} at once`,
      hops.callsPerSecond,
      'calls/s',
      latency(hops),
      limit,
    ),
  ];
}

/** What the hub adds to an answer when it is half busy: latency at a fixed pace, next to the same pace without it. */
async function measureHalfLoad(
  { generator, consumerUrl, upstreamUrl }: World,
  callsPerSecond: number,
): Promise<Measurement> {
  const paced = (kind: LoadOrder['kind'], url: string) => generator.run({ ...order(kind, url, 64), callsPerSecond });
  const bare = await paced('plain', upstreamUrl);
  const signed = await paced('hub', consumerUrl);
  const peer = { name: 'the same system at the same pace', value: bare.p99Ms };
  const details = { pacePerSecond: callsPerSecond, addedP99Ms: signed.p99Ms - bare.p99Ms, ...latency(signed) };
  return measurement('exchange', 'p99 direct to the hub at half load', signed.p99Ms, 'ms', details, peer);
}
