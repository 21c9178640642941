// SPDX-License-Identifier: Apache-2.0
/** Documents: numbers in one register and in twenty, steps of approval, cards of another system, desks and lists over 300,000. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as papers from '@stoa/documents/contract';
import * as work from '@stoa/execution/contract';
import type { InputOf, Operation, OutputOf } from '@stoa/kernel/contract';
import { bareCommits } from './bare.ts';
import { benchDeliveries } from './deliveries.ts';
import {
  type DocumentsPlatform,
  fill,
  home,
  institutions,
  type Person,
  posts,
  startDocumentsPlatform,
  subjectOf,
} from './documents-platform.ts';
import { type Measurement, measurement, quantile } from './measurement.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const atOnce = 8;
const seconds = 8;
const stored = Number(process.env.STOA_BENCH_DOCUMENTS || 300_000);
const batch = 500;

interface World extends DocumentsPlatform {
  readonly place: Workplace;
  readonly clerks: readonly Person[];
  call<Op extends Operation>(operation: Op, input: InputOf<Op>, who: Person): Promise<OutputOf<Op>>;
}

export const benchDocuments = async (): Promise<Measurement[]> => [
  ...(await benchRegister()),
  await withWorkplace(benchDeliveries),
];

const benchRegister = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startDocumentsPlatform(place);
    const clerks = institutions.map((id) => platform.person(papers.duties.clerk, id));
    const call: World['call'] = (operation, input, who) => platform.platform.call(operation, input, { principal: who });
    const world: World = { ...platform, place, clerks, call };
    const raw = await bareCommits(place.databaseUrl, atOnce);
    const imported = await imports(world);
    const one = await registrations(world, 1, raw);
    const twenty = await registrations(world, institutions.length, raw);
    const steps = await approvals(world, raw);
    await world.drain();
    await fill(platform, stored);
    return [one, twenty, steps, imported, ...(await looks(world))];
  });

/** Some at once, each taking the next, for so many seconds or until nothing is left; answers how many a second. */
async function paced(
  works: number,
  work: (at: number) => Promise<unknown>,
): Promise<{ perSecond: number; p95: number }> {
  const times: number[] = [];
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < works && performance.now() - began < seconds * 1000) {
      const at = performance.now();
      await work(next++);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { perSecond: (times.length * 1000) / (performance.now() - began), p95: quantile(times, 0.95) };
}
let cards = 0;
const received = (): papers.ImportRow => {
  const n = ++cards;
  return {
    ...{
      key: `card-${n}`,
      kind: 'incoming',
      state: 'received',
      subject: `Letter ${String(n).padStart(6, '0')} ${subjectOf(n * 7919)}`,
    },
    ...{ correspondents: [{ name: 'Ministry of the Interior' }], theirNumber: `7/${n}`, theirDate: '2026-05-05' },
    authorName: 'Clara Clerk',
  };
};
const bring = (world: World, at: number, rows: papers.ImportRow[]) =>
  world.call(
    papers.importDocuments,
    { institutionId: institutions[at] ?? home, source: 'before', dryRun: false, rows },
    world.clerks[at] as Person,
  );

/** Cards of a system before, against COPY of the same cards into a bare table. */
async function imports(world: World): Promise<Measurement> {
  const batches = Array.from({ length: 16 }, () => Array.from({ length: batch }, received));
  await bring(world, 0, Array.from({ length: 50 }, received));
  const began = performance.now();
  for (const rows of batches) await bring(world, 0, rows);
  const perSecond = (batches.length * batch * 1000) / (performance.now() - began);
  const file = join(world.place.folder, 'cards.tsv');
  const lines = batches.flat().map((row) => `${row.key}\t${JSON.stringify(row).replaceAll('\\', '\\\\')}\n`);
  await writeFile(file, lines.join(''));
  await world.sql.query('create table bare_card (key text primary key, card jsonb not null)');
  const copied = performance.now();
  await world.sql.query(`copy bare_card from '${file}'`);
  const peer = { name: 'COPY of the same cards', value: (lines.length * 1000) / (performance.now() - copied) };
  return measurement('documents', `cards of another system, ${batch} a call`, perSecond, 'rows/s', {}, peer);
}

async function waiting(world: World, at: number, count: number): Promise<string[]> {
  await bring(world, at, Array.from({ length: count }, received));
  const { rows } = await world.sql.query<{ id: string }>(
    `select id from documents.document where institution_id = $1 and state = 'received' order by id desc limit $2`,
    [institutions[at], count],
  );
  return rows.map(({ id }) => id);
}

async function registrations(world: World, journals: number, raw: number): Promise<Measurement> {
  const each: string[][] = [];
  for (let at = 0; at < journals; at++) {
    const ids: string[] = [];
    for (let n = 0; n < Math.max(1, 8 / journals); n++)
      ids.push(...(await waiting(world, at, journals > 8 ? 300 : batch)));
    each.push([...new Set(ids)]);
  }
  const [first = []] = each;
  const order = first.flatMap((_, n) => each.map((ids, at) => ({ id: ids[n] ?? '', at }))).filter(({ id }) => id);
  const { perSecond, p95 } = await paced(order.length, async (n) => {
    const { id, at } = order[n] ?? { id: '', at: 0 };
    await world.call(papers.registerDocument, { id }, world.clerks[at] as Person);
  });
  const where = journals === 1 ? 'one register' : `${journals} registers`;
  return measurement(
    'documents',
    `numbers given in ${where}, ${atOnce} at once`,
    perSecond,
    'numbers/s',
    { p95Ms: p95 },
    {
      ...{ name: 'bare one-row commits', value: raw },
    },
  );
}

/** A draft with two approvers at once: started, agreed twice, and documents told of it. */
async function approvals(world: World, raw: number): Promise<Measurement> {
  const author = world.person(papers.duties.executor, home, posts[0]);
  const [one, other] = [1, 2].map((n) => world.person(papers.duties.executor, home, posts[n]));
  const drafts: string[] = [];
  for (let n = 0; n < 300; n++) {
    const facts = { institutionId: home, kind: 'outgoing', subject: `Draft ${subjectOf(n)}` };
    drafts.push((await world.call(papers.createDocument, facts, author)).id);
  }
  const stages = [{ mode: 'all' as const, hours: 8, posts: [posts[1] ?? '', posts[2] ?? ''] }];
  let steps = 0;
  const began = performance.now();
  const routes: string[] = [];
  await paced(drafts.length, async (n) => {
    routes.push((await world.call(work.startApproval, { documentId: drafts[n] ?? '', stages }, author)).id);
    steps += 1;
  });
  // An approver sees the document once documents was told of it.
  await world.drain();
  await paced(routes.length, async (n) => {
    const { rows } = await world.sql.query<{ stages: work.Work['routes'][number]['stages'] }>(
      'select stages from execution.route where id = $1',
      [routes[n]],
    );
    for (const { id: approver, postId } of rows[0]?.stages[0]?.approvers ?? []) {
      await world.call(work.agree, { id: approver }, (postId === posts[1] ? one : other) as Person);
      steps += 1;
    }
  });
  await world.drain();
  const perSecond = (steps * 1000) / (performance.now() - began);
  return measurement(
    'documents',
    `steps of approval, ${atOnce} at once, documents told`,
    perSecond,
    'steps/s',
    {},
    {
      ...{ name: 'bare one-row commits', value: raw },
    },
  );
}

/** Desks, lists and searches, four people at once, rows hidden by the database. */
async function looks(world: World): Promise<Measurement[]> {
  const clerk = world.clerks[0] as Person;
  const executor = world.person(papers.duties.executor, home, posts[7]);
  const head = { ...world.person(papers.duties.leader, home, posts[3]) };
  const list = (input: InputOf<typeof papers.listDocuments>, who: Person) => () =>
    world.call(papers.listDocuments, input, who);
  const all: readonly [string, () => Promise<unknown>][] = [
    ['desk of a post', () => world.call(work.getDesk, {}, executor)],
    ['desk of a leader', () => world.call(work.getDesk, { kind: 'execute' }, head)],
    ['list of a clerk', list({ institutionId: home }, clerk)],
    ['list of an executor', list({}, executor)],
    ['overdue, a clerk', list({ show: 'overdue' }, clerk)],
    ['search by two words, a clerk', list({ search: 'kindergarten statistics' }, clerk)],
    ['search by one word, a clerk', list({ search: 'harvest' }, clerk)],
    ['search by one word, an executor', list({ search: 'harvest' }, executor)],
    ['search by number, a clerk', list({ search: '00-12000/26' }, clerk)],
    ['search by their number and date, a clerk', list({ search: '№ 12-3/1200 от 5 мая' }, clerk)],
    ['search of what there is not, a clerk', list({ search: 'zeppelin' }, clerk)],
    ['figures of the first page', () => world.call(papers.countDocuments, { institutionId: home }, clerk)],
  ];
  const found: Measurement[] = [];
  for (const [name, look] of all) {
    await look();
    const times: number[] = [];
    const worker = async () => {
      for (let n = 0; n < 25; n++) {
        const at = performance.now();
        await look();
        times.push(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    found.push(
      measurement('documents', `${name} of ${stored}, p95`, quantile(times, 0.95), 'ms', { p50: quantile(times, 0.5) }),
    );
  }
  return found;
}
