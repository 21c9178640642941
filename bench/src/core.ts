// SPDX-License-Identifier: Apache-2.0
/** The core over HTTP: signing in, renewing, and the mix of a busy minute; then what it is asked from inside. */
import pg from 'pg';
import { bareCommits, bareHashes, bareVerifications, commitsSoFar } from './bare.ts';
import { permissionQuestions, tokenChecks } from './core-inside.ts';
import { startCorePlatform } from './core-platform.ts';
import { type Generator, startGenerator } from './load-generator.ts';
import { type Measurement, measurement } from './measurement.ts';
import { usageDuring } from './process-usage.ts';
import type { Repeated, VisitorOrder, VisitorResult } from './visitor-orders.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const atOnce = 8;
const seconds = 10;
const perMinute = 8000;

interface World {
  readonly place: Workplace;
  readonly sql: pg.Client;
  readonly visitors: Generator<VisitorOrder, VisitorResult>;
}

export const benchCore = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const minutes = Number(process.env.STOA_BENCH_MINUTES || 1);
    if (!(minutes > 0)) throw new Error('STOA_BENCH_MINUTES must be a number of minutes, such as 5');
    const { platform, visitors: settings } = await startCorePlatform(place);
    const sql = new pg.Client({ connectionString: place.databaseUrl });
    await sql.connect();
    place.atEnd(() => sql.end());
    const visitors = await startGenerator<VisitorOrder, VisitorResult>('programs/visitors.ts', [
      JSON.stringify(settings),
    ]);
    place.atEnd(() => visitors.stop());
    const world: World = { place, sql, visitors };
    await well(world, { kind: 'settle', atOnce });
    const commits = await bareCommits(place.databaseUrl, atOnce);
    const hashes = await bareHashes(atOnce);
    const password = await measured(world, 'password');
    const verifications = await bareVerifications();
    const passkey = await measured(world, 'passkey');
    await well(world, { kind: 'consent', atOnce });
    const renewal = await measured(world, 'renewal');
    const asCommits = ({ commitsOfOne }: Measured) => ({
      name: 'as many one-row commits',
      value: commits / commitsOfOne,
    });
    const figures = [
      row('sign-ins by password', password, 'sign-ins/s', { name: 'scrypt of the same cost', value: hashes }),
      row('sign-ins by passkey', passkey, 'sign-ins/s', { name: 'ES256 verifications', value: verifications }),
      row('the same, to what is written', passkey, 'sign-ins/s', asCommits(passkey)),
      row('renewals of a client (prompt=none)', renewal, 'renewals/s', asCommits(renewal)),
      ...(await mixed(world, minutes)),
    ];
    return [
      ...figures,
      ...(await tokenChecks(platform, place, renewal.result)),
      ...(await permissionQuestions(platform, place)),
    ];
  });

/** What fails is no figure. */
async function well({ visitors }: World, order: VisitorOrder): Promise<VisitorResult> {
  const result = await visitors.run(order);
  if (result.failed > 0) throw new Error(`${result.failed} failed (${order.kind}), the first: ${result.trouble}`);
  return result;
}

interface Measured {
  readonly result: VisitorResult;
  readonly commitsOfOne: number;
  readonly cpuMs: Readonly<Record<string, number>>;
}

async function measured(world: World, kind: Repeated): Promise<Measured> {
  const { sql } = world;
  await well(world, { kind, atOnce, seconds: 2 });
  const commits = await commitsSoFar(sql);
  const { result, cpuMs } = await used(world, () => well(world, { kind, atOnce, seconds }));
  return { result, cpuMs, commitsOfOne: ((await commitsSoFar(sql)) - commits) / result.done };
}

/** Processor time of each thing done. */
async function used({ place, visitors }: World, work: () => Promise<VisitorResult>) {
  const pids = { all: process.pid, postgres: place.databasePid, visitors: visitors.pid };
  const { result, cpuSeconds } = await usageDuring(pids, work);
  const { all = 0, postgres = 0, visitors: own = 0 } = cpuSeconds;
  const of = (seconds: number) => (seconds * 1000) / result.done;
  // Visitors are a child of this process.
  return { result, cpuMs: { nodeCpuMs: of(all - own), postgresCpuMs: of(postgres), visitorsCpuMs: of(own) } };
}

const row = (name: string, of: Measured, unit: string, peer: Measurement['peer']): Measurement => {
  const { result, commitsOfOne, cpuMs } = of;
  const details = {
    ...{ p50Ms: result.p50Ms, p95Ms: result.p95Ms, p99Ms: result.p99Ms },
    ...{ requestsOfEach: result.requests / result.done, transactionsOfEach: commitsOfOne },
    ...cpuMs,
  };
  return measurement('core', `${name}, ${atOnce} at once`, result.perSecond, unit, details, peer);
};

/** Errors are told, not thrown: how many there are is one of the figures. */
async function mixed(world: World, minutes: number): Promise<Measurement[]> {
  const { visitors } = world;
  const nothing = await visitors.run({ kind: 'nothing', perMinute, seconds: 10 });
  await visitors.run({ kind: 'mix', perMinute, seconds: 5 });
  const order = { kind: 'mix', perMinute, seconds: minutes * 60 } as const;
  const { result: mix, cpuMs } = await used(world, () => visitors.run(order));
  if (mix.trouble) process.stderr.write(`… the first error of the mix: ${mix.trouble}\n`);
  const { done, failed, requests, p95MsOf } = mix;
  const details = {
    ...{ p50: mix.p50Ms, p99: mix.p99Ms, errors: failed, answered: done },
    requestsAMinute: requests / minutes,
    ...cpuMs,
    ...p95MsOf,
  };
  const peer = { name: 'GET /health/live at the same pace', value: nothing.p95Ms };
  return [measurement('core', `mix of ${perMinute} requests a minute, p95`, mix.p95Ms, 'ms', details, peer)];
}
