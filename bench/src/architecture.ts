// SPDX-License-Identifier: Apache-2.0
/** The register at a hundred times the country's size: pages, time travel, impact, the look for duplicates, taking elements in. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as register from '@stoa/architecture/contract';
import { architectureRegister, integratorId } from '@stoa/country-xm';
import { newId, type Platform, startPlatform } from '@stoa/kernel';
import type { InputOf, Operation, Principal } from '@stoa/kernel/contract';
import { modules } from '@stoa/server/src/modules.ts';
import pg from 'pg';
import { type Measurement, measurement, quantile } from './measurement.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const times = Number(process.env.STOA_BENCH_ARCHITECTURE || 100);
const taken = 10_000;
const batch = 2000;
const architect: Principal = {
  ...{ kind: 'person', id: newId(), name: 'Architect', assurance: 3, authenticatedAt: new Date().toISOString() },
  duties: [{ code: register.duties.integrator, organisationId: integratorId }],
};

interface World {
  readonly place: Workplace;
  readonly platform: Platform;
  readonly sql: pg.Pool;
}
export const benchArchitecture = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startPlatform({
      ...{ config: place.config(), databaseUrl: place.databaseUrl, log: place.log, manual: true },
      modules: modules.filter(({ name }) => name === 'architecture'),
    });
    place.atEnd(() => platform.close());
    const sql = new pg.Pool({ connectionString: place.databaseUrl, max: 8 });
    place.atEnd(() => sql.end());
    const world = { place, platform, sql };
    await enter(world);
    await multiply(world);
    const looks = await pages(world);
    return [...looks, ...(await afterAWrite(world)), await imports(world)];
  });

async function take(
  { platform }: World,
  input: Omit<InputOf<typeof register.importElements>, 'dryRun' | 'provenance'>,
) {
  const as = { principal: architect };
  const { refused } = await platform.call(
    register.importElements,
    { ...input, dryRun: false, provenance: 'imported' },
    as,
  );
  if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
}

/** The country's own register. */
async function enter(world: World): Promise<void> {
  const { elements, relations } = architectureRegister();
  for (let at = 0; at < elements.length; at += batch)
    await take(world, {
      elements: elements.slice(at, at + batch).map(({ source: _, facts, ...row }) => ({ ...row, facts: { ...facts } })),
      relations: [],
    });
  for (let at = 0; at < relations.length; at += batch)
    await take(world, {
      elements: [],
      relations: relations
        .slice(at, at + batch)
        .map(({ facts, ...row }) => ({ ...row, ...(facts ? { facts: { ...facts } } : {}) })),
    });
}

/** What is the same for all bodies, however large the country; functions and data get finer with it. */
const common = ['technology', 'solution', 'goal', 'indicator', 'programme', 'situation'];
/** As many bodies a hundred times over, each with systems and equipment of its own. */
async function multiply({ sql }: World): Promise<void> {
  await sql.query(
    `create table copied as select e.id as old, n, gen_random_uuid() as id from architecture.element e
    cross join generate_series(2, ${times}) n where e.kind not in ('${common.join("', '")}')`,
  );
  await sql.query('create unique index on copied (old, n)');
  await sql.query(`insert into architecture.element (id, kind, code)
    select c.id, e.kind, e.code || '/' || c.n from copied c join architecture.element e on e.id = c.old`);
  await sql.query(`insert into architecture.element_version (id, element_id, kind, code, valid_from, valid_until, known_from, known_until,
      revision, owner_id, name, words, facts, provenance, confidence, level, by_name)
    select gen_random_uuid(), c.id, v.kind, v.code || '/' || c.n, v.valid_from, v.valid_until, v.known_from, v.known_until, v.revision,
      v.owner_id || '-' || c.n, v.name, v.words || ' ' || c.n, v.facts, v.provenance, v.confidence, v.level, v.by_name
    from copied c join architecture.element_version v on v.element_id = c.old`);
  await sql.query(`insert into architecture.relation (id, kind, from_id, to_id)
    select gen_random_uuid(), r.kind, f.id, coalesce(t.id, r.to_id) from architecture.relation r join copied f on f.old = r.from_id
      left join copied t on t.old = r.to_id and t.n = f.n`);
  await sql.query(`insert into architecture.relation_version (id, relation_id, kind, from_id, to_id, valid_from, known_from, facts, by_name)
    select gen_random_uuid(), n.id, n.kind, n.from_id, n.to_id, v.valid_from, v.known_from, v.facts, v.by_name
    from architecture.relation_version v join copied f on f.old = v.from_id left join copied t on t.old = v.to_id and t.n = f.n
      join architecture.relation n on n.kind = v.kind and n.from_id = f.id and n.to_id = coalesce(t.id, v.to_id) where v.known_until is null`);
  await sql.query('vacuum analyze');
}

async function pages({ platform, sql }: World): Promise<Measurement[]> {
  const call =
    <Op extends Operation>(operation: Op, input: InputOf<Op>) =>
    () =>
      platform.call(operation, input, { principal: architect });
  const { rows } = await sql.query<{ id: string; kind: string }>(
    `select distinct on (kind) element_id as id, kind from architecture.element_version where known_until is null and kind in ('object', 'equipment') order by kind, code`,
  );
  const object = rows.find(({ kind }) => kind === 'object')?.id ?? '';
  const list = (more: Partial<InputOf<typeof register.listElements>>) =>
    call(register.listElements, { kind: 'object', limit: 30, ...more });
  const past = { on: '2020-06-01' };
  const known = { known: new Date().toISOString() };
  const owner = { ownerId: 'XM-HEALTH-MINISTRY-7' };
  const all: readonly [string, () => Promise<unknown>, (() => Promise<unknown>)?, (() => Promise<unknown>)?][] = [
    ['list of objects', list({}), list(past), list(known)],
    ['objects of a stage', list({ fact: 'stage:decommissioning' }), list({ fact: 'stage:decommissioning', ...past })],
    ['objects by words', list({ search: 'register trade 7' })],
    ['an object', call(register.getElement, { id: object }), call(register.getElement, { id: object, ...past })],
    ['impact of three steps', call(register.getImpact, { id: object, hops: 3 })],
    ['overview', call(register.getFigures, {}), call(register.getFigures, past), call(register.getFigures, known)],
    ['overview of a body', call(register.getFigures, owner)],
    ['landscape', call(register.getLandscape, {}), call(register.getLandscape, past)],
    ['costs of a body', call(register.getCosts, owner)],
    ['quadrants of a body', call(register.getQuadrants, owner)],
    ['findings', call(register.listFindings, { limit: 20 })],
  ];
  const began = performance.now();
  const { found } = (await call(register.runAnalyses, {})()) as { found: number };
  const measured: Measurement[] = [
    measurement('architecture', `looking through ${572 * times} objects`, performance.now() - began, 'ms', { found }),
  ];
  for (const [name, now, then, asKnown] of all) {
    const current = await paced(now);
    measured.push(measurement('architecture', `${name}, p95`, current.p95, 'ms', { p50: current.p50 }));
    for (const [title, look] of [
      ['as on a day before', then],
      ['as known at an instant', asKnown],
    ] as const) {
      if (!look) continue;
      const other = await paced(look);
      const peer = { name: 'as it is now', value: current.p50 };
      measured.push(measurement('architecture', `${name}, ${title}, p50`, other.p50, 'ms', { p95: other.p95 }, peer));
    }
  }
  return measured;
}

/** Two people at once, twenty times each. */
async function paced(look: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  await look();
  const took: number[] = [];
  const worker = async () => {
    for (let n = 0; n < 20; n++) {
      const at = performance.now();
      await look();
      took.push(performance.now() - at);
    }
  };
  await Promise.all([worker(), worker()]);
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}

/** What is remembered until something is written, just after something was. */
async function afterAWrite({ platform, sql }: World): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const [name, operation] of [
    ['overview', register.getFigures],
    ['landscape', register.getLandscape],
  ] as const) {
    const { p50, p95 } = await paced(async () => {
      await sql.query('insert into architecture.written default values');
      await platform.call(operation, {}, { principal: architect });
    });
    measured.push(measurement('architecture', `${name} after a write, p95`, p95, 'ms', { p50 }));
  }
  return measured;
}

async function imports(world: World): Promise<Measurement> {
  const rows = Array.from({ length: taken }, (_, n) => ({
    ...{ kind: 'object', code: `NEW-${n}`, name: { en: `New system ${n}` }, from: '2026-01-01' },
    ...{
      ownerId: 'XM-HEALTH-MINISTRY',
      facts: { stage: 'planned', class: 'registry', users: n, 'cost-year': n * 100 },
    },
  }));
  const began = performance.now();
  for (let at = 0; at < rows.length; at += batch)
    await take(world, { elements: rows.slice(at, at + batch), relations: [] });
  const perSecond = (rows.length * 1000) / (performance.now() - began);
  const file = join(world.place.folder, 'elements.json');
  await writeFile(file, rows.map((row) => `${row.code}\t${JSON.stringify(row)}\n`).join(''));
  await world.sql.query('create table bare_element (code text primary key, row jsonb not null)');
  const copied = performance.now();
  await world.sql.query(`copy bare_element from '${file}'`);
  const peer = { name: 'COPY of the same rows', value: (rows.length * 1000) / (performance.now() - copied) };
  return measurement('architecture', `elements taken in, ${batch} a call`, perSecond, 'rows/s', {}, peer);
}
