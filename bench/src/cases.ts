// SPDX-License-Identifier: Apache-2.0
/** Cases from the first answer to the issued document, through the operations, with departments that answer at once. */
import * as contract from '@stoa/cases/contract';
import { snils } from '@stoa/country-xm';
import type { InputOf, Operation, OutputOf } from '@stoa/kernel/contract';
import pg from 'pg';
import { bareCommits, commitsSoFar } from './bare.ts';
import { type CasesPlatform, type Person, startCasesPlatform } from './cases-platform.ts';
import { type Measurement, measurement } from './measurement.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const casesAtOnce = 8;
const permitCount = 32;
const certificateCount = 64;
const warmUpCount = 8;
const workerSnils = '14567890105';
const startsOn = new Date(Date.now() + 45 * 86_400_000).toISOString().slice(0, 10);
const answers: Readonly<Record<string, Record<string, string | number>>> = {
  'worker-number': { workerSnils, workerBirthOn: '1992-11-05' },
  occupation: { occupation: '2142' },
  workplace: { workRegion: 'XM-01', workAddress: '40 Unity Street, Aksu' },
  period: { startsOn, months: 24 },
  diploma: { diplomaNumber: 'IN-2014-048213', diplomaLevel: 'bachelor' },
  contact: { contactEmail: 'hr@steppe-build.example' },
};

interface World extends CasesPlatform {
  readonly place: Workplace;
  readonly sql: pg.Client;
  /** Calls as that person; counted. */
  call<Op extends Operation>(operation: Op, input: InputOf<Op>, who: Person): Promise<OutputOf<Op>>;
  readonly calls: { count: number };
  /** A person who has not applied for anything yet. */
  newcomer(more?: Partial<Person>): { who: Person; number: string };
}

export const benchCases = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startCasesPlatform(place);
    const sql = new pg.Client({ connectionString: place.databaseUrl });
    await sql.connect();
    place.atEnd(() => sql.end());
    const calls = { count: 0 };
    let serial = 200_000_000;
    const world: World = {
      ...platform,
      place,
      sql,
      calls,
      call: (operation, input, who) => {
        calls.count += 1;
        return platform.platform.call(operation, input, { principal: who });
      },
      newcomer: (more) => {
        const number = snils(serial++);
        return { who: platform.person(number, more), number };
      },
    };
    await permits(world, warmUpCount);
    await certificates(world, warmUpCount);
    const raw = await bareCommits(place.databaseUrl, casesAtOnce);
    return [
      await measure(world, 'work-permit', permitCount, permits, raw),
      await measure(world, 'address-certificate', certificateCount, certificates, raw),
    ];
  });

/** The work of `count` people, some of them at once. */
async function each<R>(count: number, work: (index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) results.push(await work(next++));
  };
  await Promise.all(Array.from({ length: casesAtOnce }, worker));
  return results;
}

async function permits(world: World, count: number): Promise<string[]> {
  const { call, drain } = world;
  const organisation = { kind: 'organisation' as const, id: '0105234515', name: 'Steppe Build LLP' };
  const ids = await each(count, async () => {
    const { who } = world.newcomer({ actingFor: organisation });
    const { id } = await call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, who);
    for (const [pageId, given] of Object.entries(answers))
      await call(contract.savePage, { id, pageId, answers: given }, who);
    await call(contract.submitCase, { id, declaration: true }, who);
    return id;
  });
  await drain();
  // The ledger of places answers before the fee is asked for.
  world.advance(6000);
  await drain();
  await world.pay(ids);
  await drain();
  world.advance(6000);
  await drain();
  const officer = world.person('10120230348', {
    name: 'Daniyar Omarov',
    duties: [{ code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' }],
  });
  const { rows: tasks } = await world.sql.query<{ id: string }>('select id from cases.task where case_id = any($1)', [
    ids,
  ]);
  await each(tasks.length, async (index) => {
    const id = tasks[index]?.id ?? '';
    await call(contract.claimTask, { id }, officer);
    await call(contract.decideTask, { id, outcome: 'grant' }, officer);
  });
  await drain();
  return ids;
}

async function certificates(world: World, count: number): Promise<string[]> {
  const ids = await each(count, async () => {
    const { who, number } = world.newcomer();
    const { id } = await world.call(contract.startDraft, { serviceId: 'address-certificate', language: 'en' }, who);
    await world.call(contract.savePage, { id, pageId: 'number', answers: { snils: number } }, who);
    await world.call(contract.savePage, { id, pageId: 'purpose', answers: { purpose: 'bank' } }, who);
    await world.call(contract.submitCase, { id, declaration: true }, who);
    return id;
  });
  await world.drain();
  return ids;
}

async function measure(
  world: World,
  service: string,
  count: number,
  run: (world: World, count: number) => Promise<string[]>,
  bareCommitsPerSecond: number,
): Promise<Measurement> {
  const before = {
    calls: world.calls.count,
    node: cpuSecondsOf(process.pid),
    postgres: cpuSecondsOf(world.place.databasePid),
  };
  const commits = await commitsSoFar(world.sql);
  const begin = performance.now();
  const ids = await run(world, count);
  const seconds = (performance.now() - begin) / 1000;
  const node = cpuSecondsOf(process.pid) - before.node;
  const postgres = cpuSecondsOf(world.place.databasePid) - before.postgres;
  const commitsPerSecond = ((await commitsSoFar(world.sql)) - commits) / seconds;
  const steps = await stepsOf(world, service, ids);
  const details = {
    casesPerHour: (count * 3600) / seconds,
    stepsPerSecond: steps / seconds,
    operationsPerSecond: (world.calls.count - before.calls) / seconds,
    commitsPerSecond,
    nodeCpuSecondsPerCase: node / count,
    postgresCpuSecondsPerCase: postgres / count,
    postgresShareOfCpu: postgres / (node + postgres),
  };
  const commitsPerCase = (commitsPerSecond * seconds) / count;
  const limit = { name: 'as many one-row commits', value: bareCommitsPerSecond / commitsPerCase };
  return measurement('cases', `${service}, started to closed`, count / seconds, 'cases/s', details, limit);
}

/** Sequence flows taken; throws when not all of these cases are closed. */
async function stepsOf({ sql }: World, service: string, ids: readonly string[]): Promise<number> {
  const { rows } = await sql.query<{ closed: number; steps: number }>(
    `select count(*) filter (where state = 'closed')::int as closed, sum(cardinality(taken))::int as steps
     from cases.case_file where id = any($1)`,
    [ids],
  );
  const { closed = 0, steps = 0 } = rows[0] ?? {};
  if (closed !== ids.length) throw new Error(`only ${closed} of ${ids.length} cases of ${service} were completed`);
  return steps;
}
