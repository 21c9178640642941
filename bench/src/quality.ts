// SPDX-License-Identifier: Apache-2.0
/** Quality: answers folded, submissions taken, figures of the country, a region and an organisation, the league. */
import * as analytics from '@stoa/analytics/contract';
import type { InputOf, Operation, OutputOf } from '@stoa/kernel/contract';
import { newId, type Platform, startPlatform } from '@stoa/kernel';
import { modules } from '@stoa/server/src/modules.ts';
import { pickTemplate, recordResponse } from '@stoa/surveys/contract';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { type Measurement, measurement, quantile } from './measurement.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

/** Responses that queries are asked over; five answers each. */
const responses = Number(process.env.STOA_BENCH_QUALITY || 100_000);
const organisations = 2000;
const months = 24;
const batch = 10_000;
const questions = ['organisation', 'comfort', 'goodwill', 'competence', 'overall'] as const;
const quality = { principal: { kind: 'service', id: 'quality' } } as const;

interface World {
  readonly place: Workplace;
  readonly platform: Platform;
  readonly sql: pg.Pool;
}
const regionOf = (n: number) => `XM-0${1 + (n % 3)}`;
const sphereOf = (n: number) => ['health-care', 'education', 'public-administration'][n % 3] ?? '';
const organisationOf = (n: number) => `${regionOf(n)}-BENCH-${n}`;
const lastMonth = () => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1, 1));

export const benchQuality = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startPlatform({
      config: place.config(),
      modules: modules.filter(({ name }) => ['analytics', 'surveys'].includes(name)),
      databaseUrl: place.databaseUrl,
      log: place.log,
      manual: true,
      stubs: new Map<string, (input: never) => Promise<unknown>>([
        [
          'organisations.list-organisations',
          async () => ({
            items: Array.from({ length: organisations }, (_, n) => ({
              ...{ id: organisationOf(n), kind: 'local', name: { en: `Office ${n}` }, regionCode: regionOf(n) },
              ...{ sphere: sphereOf(n), from: '2010-01-01', revision: 1 },
            })),
          }),
        ],
      ]),
    });
    place.atEnd(() => platform.close());
    const sql = new pg.Pool({ connectionString: place.databaseUrl, max: 8 });
    place.atEnd(() => sql.end());
    const world = { place, platform, sql };
    const folded = await folding(world);
    const taken = await submissions(world);
    const asked = await queries(world);
    return [folded, taken, ...asked];
  });

async function step({ platform }: World): Promise<void> {
  for (;;) {
    const counts = await Promise.all([...platform.modules.values()].map((module) => module.step()));
    if (counts.every((count) => count === 0)) return;
  }
}

/** Responses of all organisations and two years, drawn by the database: the same mix of organisations, months and marks each time. */
const drawn = (count: number) => `select md5(i::text || clock_timestamp())::uuid as id, i % ${organisations} as n,
    (date '${lastMonth().toISOString().slice(0, 10)}' - ((i * 7919) % ${months * 30}))::date as day,
    jsonb_build_object(${questions.map((one, at) => `'${one}', 1 + (i * ${at + 3} + i / 7) % 5`).join(', ')}) as answers
  from generate_series(1, ${count}) i`;
const facts = `'XM-0' || (1 + n % 3) || '-BENCH-' || n, 'XM-0' || (1 + n % 3),
  (array['health-care', 'education', 'public-administration'])[1 + n % 3], day, answers`;

/** Both rollups of batches, against one upsert of rows made ready for the first of them in plain SQL. */
async function folding(world: World): Promise<Measurement> {
  const { sql } = world;
  const batches = 4;
  // Counts alone: there are no responses to recount them by.
  await sql.query(`insert into analytics.history values ('bench', current_date, true)`);
  await sql.query(
    `insert into analytics.pending_fold (response_id, sign, organisation_id, region_code, sector, day, answers)
     select id, 1, ${facts} from (${drawn(batches * batch)}) d`,
  );
  const began = performance.now();
  await step(world);
  const perSecond = (batches * batch * questions.length * 1000) / (performance.now() - began);
  await sql.query(`create table bare_rollup (organisation_id text, month date, question text, c1 bigint, c2 bigint, c3 bigint, c4 bigint,
    c5 bigint, primary key (organisation_id, month, question))`);
  await sql.query(`create table bare_answer as select organisation_id, date_trunc('month', day)::date as month, key as question, value::int as mark
    from (select id, n, day, answers from (${drawn(batches * batch)}) d) r
    cross join lateral (select 'XM-0' || (1 + n % 3) || '-BENCH-' || n as organisation_id) o, jsonb_each_text(answers)`);
  const bare = performance.now();
  await sql.query(
    `insert into bare_rollup select organisation_id, month, question, ${[1, 2, 3, 4, 5].map((one) => `count(*) filter (where mark = ${one})`).join(', ')}
     from bare_answer group by 1, 2, 3 on conflict (organisation_id, month, question) do update set c1 = bare_rollup.c1 + excluded.c1`,
  );
  const peer = (batches * batch * questions.length * 1000) / (performance.now() - bare);
  return measurement(
    'quality',
    `answers folded into both rollups, ${batch} responses a batch`,
    perSecond,
    'answers/s',
    {},
    {
      ...{ name: 'one multi-row upsert of the same rows into one rollup', value: peer },
    },
  );
}

/** An answer stored with its event, eight at once. */
async function submissions({ platform, sql }: World): Promise<Measurement> {
  const { id: templateVersionId, questions: asked } = await platform.call(
    pickTemplate,
    { organisationType: 'health-care', level: 'country' },
    quality,
  );
  const scales = asked.flatMap(({ code, kind }) => (kind === 'scale' ? [code] : []));
  const [atOnce, each] = [8, 150];
  const times: number[] = [];
  const day = new Date().toISOString().slice(0, 10);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      for (let at = 0; at < each; at++) {
        const from = performance.now();
        const n = worker * each + at;
        await platform.call(
          recordResponse,
          {
            ...{
              id: newId(),
              templateVersionId,
              organisationId: organisationOf(n),
              regionCode: regionOf(n),
              sector: sphereOf(n),
            },
            ...{ day, answers: Object.fromEntries(scales.map((one, k) => [one, 1 + ((n + k) % 5)])) },
          },
          quality,
        );
        times.push(performance.now() - from);
      }
    }),
  );
  const perSecond = (times.length * 1000) / (performance.now() - began);
  await sql.query('create table bare_row (id int primary key)');
  const bare = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      for (let at = 0; at < each; at++) await sql.query('insert into bare_row values ($1)', [worker * each + at]);
    }),
  );
  const peer = { name: 'bare one-row commits', value: (atOnce * each * 1000) / (performance.now() - bare) };
  return measurement(
    'quality',
    `submissions, ${atOnce} at once`,
    perSecond,
    'responses/s',
    { p99Ms: quantile(times, 0.99) },
    peer,
  );
}

/** Snapshots of two years over the store, then each question five times, the worst but one told. */
async function queries(world: World): Promise<Measurement[]> {
  const { platform, sql } = world;
  for (let at = 0; at < responses; at += 200_000)
    await sql.query(
      `insert into surveys.response (id, template_version_id, organisation_id, region_code, sector, day, answers, content_digest)
       select id, (select id from surveys.template_version limit 1), ${facts}, '' from (${drawn(Math.min(200_000, responses - at))}) d`,
    );
  const points = [1, 2, 3, 4, 5].map((one) => `count(*) filter (where value::int = ${one})`).join(', ');
  await sql.query('truncate analytics.rollup_organisation');
  await sql.query(
    `insert into analytics.rollup_organisation select organisation_id, date_trunc('month', day)::date, key, ${points}
     from surveys.response, jsonb_each_text(answers) group by 1, 2, 3`,
  );
  await sql.query('analyze');
  // Published once a minute: the store is there when that comes round.
  let items: OutputOf<typeof analytics.listSnapshots>['items'] = [];
  for (const until = Date.now() + 180_000; items.length === 0 && Date.now() < until; await setTimeout(500)) {
    await step(world);
    ({ items } = await platform.call(analytics.listSnapshots, {}, quality));
  }
  const plain = async (where: string) => {
    const began = performance.now();
    await sql.query(
      `select (answers->>'overall')::int, count(*) from surveys.response where day >= now() - interval '1 year' and ${where} group by 1`,
    );
    return performance.now() - began;
  };
  const ask = async <Op extends Operation>(
    operation: Op,
    input: InputOf<Op>,
  ): Promise<{ ms: number; found: OutputOf<Op> }> => {
    const times: number[] = [];
    let found = await platform.call(operation, input, quality);
    for (let time = 0; time < 5; time++) {
      const began = performance.now();
      found = await platform.call(operation, input, quality);
      times.push(performance.now() - began);
    }
    return { ms: quantile(times, 0.8), found };
  };
  const results: Measurement[] = [];
  const told = `over ${responses} responses`;
  for (const [what, code, where] of [
    ['the country', 'XM', 'true'],
    ['a region', 'XM-01', `region_code = 'XM-01'`],
    ['an organisation', organisationOf(6), `organisation_id = '${organisationOf(6)}'`],
  ] as const) {
    const peer = { name: 'the plain GROUP BY', value: await plain(where) };
    const { ms } = await ask(analytics.getFigures, { code });
    results.push(measurement('quality', `figures of ${what}, ${told}`, ms, 'ms', {}, peer));
  }
  const first = performance.now();
  const { ranked, total } = await platform.call(analytics.listRanking, {}, quality);
  const cold = performance.now() - first;
  const { ms } = await ask(analytics.listRanking, { page: 2 });
  results.push(
    measurement('quality', `the league of ${total} organisations, once made`, ms, 'ms', { firstMs: cold, ranked }),
  );
  const again = performance.now();
  const made = await platform.call(
    analytics.recomputeSnapshot,
    { hash: items[0]?.hash ?? '' },
    { principal: { kind: 'service', id: 'command-line' } },
  );
  results.push(
    measurement('quality', 'a snapshot made again', performance.now() - again, 'ms', {
      figures: made.figures,
      equal: Number(made.equal),
    }),
  );
  return results;
}
