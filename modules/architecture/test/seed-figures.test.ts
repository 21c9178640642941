// SPDX-License-Identifier: Apache-2.0
/** The country's register comes in; what pages show of it is counted a second time by plain SQL and from the inputs. */
import { patient } from '@stoa/kernel/patience';
import { beforeAll, expect, test } from 'vitest';
import type { InputOf } from '@stoa/kernel/contract';
import * as contract from '../src/contract.ts';
import { register } from './world.ts';

type Import = InputOf<typeof contract.importElements>;
const country = 'xm';
const { architectureRegister } = (await import(`@stoa/country-${country}`)) as {
  architectureRegister: () => {
    elements: (Import['elements'][number] & { source: 'declared' | 'imported' | 'attested' })[];
    relations: Import['relations'];
  };
};

type World = Awaited<ReturnType<typeof register>>;
let world: World;
const { elements, relations } = architectureRegister();

beforeAll(async () => {
  world = await register();
  for (let at = 0; at < elements.length; at += 2000) {
    const rows = elements.slice(at, at + 2000).map(({ source: _, ...row }) => row);
    const { refused } = await world.b.call(
      contract.importElements,
      { dryRun: false, provenance: 'imported', elements: rows, relations: [] },
      world.architect,
    );
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  }
  for (let at = 0; at < relations.length; at += 5000) {
    const part = {
      dryRun: false,
      provenance: 'imported' as const,
      elements: [],
      relations: relations.slice(at, at + 5000),
    };
    const { refused } = await world.b.call(contract.importElements, part, world.architect);
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  }
  // What the server does by itself a minute later.
  await world.b.sql('analyze');
}, patient(120_000));

/** What holds today, in as few words as possible. */
const recount = async (select: string): Promise<Record<string, number>> => {
  const rows = await world.b.sql(
    `with now as (select * from architecture.element_version where known_until is null and valid_from <= current_date
       and (valid_until is null or valid_until > current_date)) ${select}`,
  );
  return rows[0] as Record<string, number>;
};
const count = (where: string) => recount(`select count(*)::integer as n from now where ${where}`).then(({ n }) => n);

test('the seed counts 65 bodies, 572 objects, 3,138 pieces of equipment, 6 domains, 59 areas and 31 ICT services', async () => {
  const { kinds, owners } = await world.b.call(contract.getFigures, {}, world.architect);
  const of = (kind: string) => kinds.find(({ value }) => value === kind)?.count;
  expect([owners, of('object'), of('equipment'), of('ict-service')]).toEqual([65, 572, 3138, 31]);
  const { areas } = await world.b.call(contract.getLandscape, {}, world.architect);
  expect(areas).toHaveLength(59);
  expect(new Set(areas.map(({ domain }) => domain?.code)).size).toBe(6);
  expect(await count(`kind = 'object'`)).toBe(572);
  expect(await count(`kind = 'function' and facts ->> 'level' = 'area'`)).toBe(59);
  expect(await count(`kind = 'ict-service' and facts ->> 'service-stage' = 'operation'`)).toBe(21);
  expect(await count(`kind = 'ict-service' and facts ->> 'scale' = 'republican'`)).toBe(10);
});

test('1,457 and 4,308 people in support cost 1,631,281,695 a month and 19,575,380,340 a year, and one more person moves it', async () => {
  const before = await world.b.call(contract.getSupport, {}, world.architect);
  expect(before.divisions.map(({ kind, staff, support }) => [kind, staff, support])).toEqual([
    ['central', 9713, 1457],
    ['territorial', 43_085, 4308],
  ]);
  expect([before.support, before.monthly, before.yearly]).toEqual([5765, 1_631_281_695_00, 19_575_380_340_00]);
  expect(before.functions).toHaveLength(13);
  const again = await recount(
    `select sum((facts ->> 'support-staff')::numeric * (facts ->> 'salary')::numeric)::float8 as n from now where kind = 'division'`,
  );
  expect(again.n).toBe(before.monthly);
  const { items } = await world.b.call(contract.listElements, { kind: 'division', limit: 1 }, world.architect);
  const [division] = items;
  if (!division) throw new Error('no division');
  const support = Number(division.facts['support-staff']) + 1;
  const item = {
    do: 'set' as const,
    id: division.id,
    revision: division.revision,
    facts: { 'support-staff': support },
  };
  await world.change([{ ...item, from: '2020-01-01' }], world.architect, division.ownerId);
  const after = await world.b.call(contract.getSupport, {}, world.architect);
  expect(after.monthly - before.monthly).toBe(282_963_00);
  await world.change(
    [{ ...item, revision: division.revision + 1, facts: { 'support-staff': support - 1 }, from: '2020-01-01' }],
    world.architect,
    division.ownerId,
  );
});

test('9 groups of processes of 2020 and 110 processes of 2021 serve 24 life situations, whose rows sum to 29', async () => {
  const { rows, situations } = await world.b.call(contract.getReengineering, {}, world.architect);
  const of = (year: number) => rows.filter((row) => row.year === year);
  expect(of(2020).map(({ ownerId, groups }) => [ownerId, groups])).toEqual(
    expect.arrayContaining([
      ['XM-HEALTH-MINISTRY', 7],
      ['XM-LABOUR-MINISTRY', 1],
      ['XM-EDUCATION-MINISTRY', 1],
    ]),
  );
  const sum = (pick: (row: (typeof rows)[number]) => number) => of(2021).reduce((all, row) => all + pick(row), 0);
  expect([sum((row) => row.processes), sum((row) => row.situations), situations]).toEqual([110, 29, 24]);
  expect(of(2021).find(({ ownerId }) => ownerId === 'XM-AGRICULTURE-MINISTRY')).toMatchObject({
    processes: 61,
    situations: 4,
  });
});

test('each distribution of objects adds up to all of them, and leads to as many', async () => {
  const { distributions } = await world.b.call(contract.getFigures, {}, world.architect);
  expect(distributions).toHaveLength(5);
  for (const { field, counts } of distributions) {
    expect(counts.reduce((sum, one) => sum + one.count, 0)).toBe(572);
    const [first] = counts;
    let found = 0;
    for (let cursor: string | undefined; ; ) {
      const page = await world.b.call(
        contract.listElements,
        { kind: 'object', fact: `${field}:${first?.value}`, limit: 100, ...(cursor ? { cursor } : {}) },
        world.architect,
      );
      found += page.items.length;
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    expect(found).toBe(first?.count);
  }
});

test('four years ago another part of them was on trial', async () => {
  const trial = async (on?: string) =>
    (await world.b.call(contract.getFigures, on ? { on } : {}, world.architect)).distributions
      .find(({ field }) => field === 'stage')
      ?.counts.find(({ value }) => value === 'trial')?.count ?? 0;
  expect(await trial('2020-06-01')).toBeGreaterThan((await trial()) * 3);
});

test('analyses find the same as a plain recount, keep what was settled, and let go what is mended', async () => {
  const { found, added } = await world.b.call(contract.runAnalyses, {}, world.architect);
  expect(added).toBe(found);
  const sums = async () => {
    const { sums: all } = await world.b.call(contract.sumFindings, {}, world.architect);
    return (kind: string) => all.filter((one) => one.kind === kind).reduce((n, one) => n + one.count, 0);
  };
  const of = await sums();
  const ours = contract.findingKinds.filter((kind) => !contract.reportedKinds.some((one) => one === kind));
  for (const kind of ours) expect([kind, of(kind) > 0]).toEqual([kind, true]);
  const running = `kind = 'object' and facts ->> 'stage' in ('industrial', 'development', 'decommissioning')`;
  expect(of('not-commissioned')).toBe(await count(`${running} and facts ->> 'commissioned' is null`));
  expect(of('no-security-test')).toBe(
    await count(`${running} and coalesce(facts ->> 'security-until', '') < current_date::text`),
  );
  expect(of('channel-shortage')).toBe(
    await count(`kind = 'channel' and (facts ->> 'needed')::numeric > (facts ->> 'contracted')::numeric`),
  );
  const { items } = await world.b.call(contract.listFindings, { kind: 'not-commissioned', limit: 2 }, world.architect);
  const [one, other] = items;
  if (!one || !other) throw new Error('nothing found');
  await world.b.call(
    contract.settleFinding,
    { id: other.id, state: 'dismissed', note: 'Runs as a pilot' },
    world.architect,
  );
  const seen = (await world.at(one.element.id)).revision;
  const item = { do: 'set' as const, id: one.element.id, revision: seen, facts: { commissioned: '2026-01-01' } };
  await world.change([{ ...item, from: '2026-01-01' }], world.architect, one.element.ownerId ?? '');
  expect(await world.b.call(contract.runAnalyses, {}, world.architect)).toMatchObject({ added: 0, gone: 1 });
  expect((await sums())('not-commissioned')).toBe(of('not-commissioned') - 1);
  await expect(
    world.b.call(contract.settleFinding, { id: one.id, state: 'accepted' }, world.architect),
  ).rejects.toMatchObject({ code: 'architecture.finding-unknown' });
  await expect(
    world.b.call(contract.settleFinding, { id: other.id, state: 'dismissed' }, world.architect),
  ).rejects.toMatchObject({ code: 'architecture.note-missing' });
  await expect(
    world.b.call(contract.settleFinding, { id: other.id, state: 'open' }, world.ofLabour),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  const kept = await world.b.call(
    contract.listFindings,
    { kind: 'not-commissioned', state: 'dismissed' },
    world.architect,
  );
  expect(kept.items).toMatchObject([{ id: other.id, note: 'Runs as a pilot', settledByName: 'Architect' }]);
});

test('an impact goes from a system to the cable of its site, and no further than asked', async () => {
  const { items } = await world.b.call(contract.listElements, { kind: 'object', limit: 20 }, world.architect);
  const kinds = async (id: string, hops: number) =>
    new Set(
      (await world.b.call(contract.getImpact, { id, hops, direction: 'down' }, world.architect)).nodes.map(
        ({ kind }) => kind,
      ),
    );
  const reached = await Promise.all(items.map(async ({ id }) => kinds(id, 4)));
  expect(reached.some((all) => all.has('equipment') && all.has('site') && all.has('channel'))).toBe(true);
  const [first] = items;
  const near = await world.b.call(contract.getImpact, { id: first?.id ?? '', hops: 1 }, world.architect);
  expect(near.nodes.every(({ hop }) => hop <= 1)).toBe(true);
});

test('quadrants hold every object that runs, costs of owners add up to those of all objects', async () => {
  const { counts, points } = await world.b.call(contract.getQuadrants, {}, world.architect);
  const used = `kind = 'object' and facts ->> 'stage' in ('trial', 'industrial', 'development', 'decommissioning')`;
  expect(counts.reduce((sum, one) => sum + one.count, 0)).toBe(await count(used));
  for (const { business, technical } of points) expect(business <= 1 && technical <= 1).toBe(true);
  const costs = await world.b.call(contract.getCosts, {}, world.architect);
  const all = await recount(`select sum((facts ->> 'cost-year')::numeric)::float8 as n from now where kind = 'object'`);
  expect(costs.owners.reduce((sum, one) => sum + one.costYear, 0)).toBe(all.n);
  expect(costs.sites.length).toBeGreaterThan(0);
  const loads = await world.b.call(contract.getLoads, {}, world.architect);
  expect(loads.channels).toHaveLength(65);
  const { projects } = await world.b.call(contract.getRoadmap, {}, world.architect);
  expect(projects).toHaveLength(40);
  expect(projects.every(({ changes, programme }) => changes.length === 1 && programme)).toBe(true);
});

test('the public sees fewer, and never what is kept from it', async () => {
  const { kinds } = await world.b.call(contract.getFigures, {});
  expect(kinds.find(({ value }) => value === 'object')?.count).toBe(await count(`kind = 'object' and level = 0`));
  const { items } = await world.b.call(contract.listFindings, {
    ownerId: 'XM-DEFENCE-MINISTRY',
    kind: 'no-security-test',
  });
  expect(items).toEqual([]);
});
