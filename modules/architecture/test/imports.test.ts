// SPDX-License-Identifier: Apache-2.0
/** Many elements at once. */
import type { InputOf } from '@stoa/kernel/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { register } from './world.ts';

const { b, ofLabour, architect } = await register();
type Asked = InputOf<typeof contract.importElements>;
const take = (asked: Partial<Asked>, as = architect) =>
  b.call(contract.importElements, { dryRun: false, provenance: 'imported', elements: [], relations: [], ...asked }, as);
const server = (code: string, more: object = {}) => ({
  ...{ kind: 'equipment', code, name: { en: `Server ${code}` }, from: '2022-01-01' },
  facts: { 'equipment-kind': 'server' },
  ...more,
});
const site = { kind: 'site', code: 'S1', name: { en: 'Site' }, from: '2020-01-01', facts: {} };

test('elements and relations come in once, changed ones again, and a dry run says so and leaves nothing', async () => {
  const relations = [
    {
      kind: 'hosted-at',
      from: { kind: 'equipment', code: 'E1' },
      to: { kind: 'site', code: 'S1' },
      since: '2022-01-01',
    },
  ];
  const all = { elements: [server('E1'), server('E2'), site], relations };
  const dry = await take({ ...all, dryRun: true });
  expect(dry).toMatchObject({ added: 4, changed: 0, same: 0, refused: [] });
  expect((await b.call(contract.listElements, { kind: 'equipment' }, architect)).items).toEqual([]);
  expect(await take(all)).toMatchObject({ added: 4 });
  expect(await take(all)).toMatchObject({ added: 0, same: 4 });
  const later = server('E1', { from: '2024-01-01', facts: { 'equipment-kind': 'storage' } });
  expect(await take({ elements: [later] })).toMatchObject({ changed: 1 });
  const { items } = await b.call(
    contract.listElements,
    { kind: 'equipment', fact: 'equipment-kind:storage' },
    architect,
  );
  expect(items).toMatchObject([{ code: 'E1', provenance: 'imported' }]);
  const before = await b.call(contract.listElements, { kind: 'equipment', on: '2023-01-01' }, architect);
  expect(before.items.map(({ facts }) => facts['equipment-kind'])).toEqual(['server', 'server']);
});

test('a wrong row is named with its reason, and the others are taken', async () => {
  const found = await take({
    elements: [server('F1'), server('F2', { facts: { load: 'much' } }), { ...site, kind: 'spaceship' }],
    relations: [
      {
        kind: 'hosted-at',
        from: { kind: 'equipment', code: 'nowhere' },
        to: { kind: 'site', code: 'S1' },
        since: '2022-01-01',
      },
      { kind: 'hosted-at', from: { kind: 'site', code: 'S1' }, to: { kind: 'site', code: 'S1' }, since: '2022-01-01' },
    ],
  });
  expect(found.added).toBe(1);
  expect(found.refused.map(({ what, row, code }) => [what, row, code])).toEqual([
    ['element', 2, 'architecture.value-wrong'],
    ['element', 3, 'architecture.kind-unknown'],
    ['relation', 1, 'architecture.element-unknown'],
    ['relation', 2, 'architecture.relation-wrong'],
  ]);
});

test('nobody but the integrator takes elements in', async () => {
  await expect(take({ elements: [site] }, ofLabour)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a row that ends before it begins is named, and the others are taken', async () => {
  const found = await take({
    elements: [server('G1', { until: '2022-01-01' }), server('G2', { until: '2021-01-01' }), server('G3')],
  });
  expect([found.added, found.refused.map(({ row, code }) => [row, code])]).toEqual([
    1,
    [
      [1, 'architecture.ends-before'],
      [2, 'architecture.ends-before'],
    ],
  ]);
});

test('what is taken in of earlier days ends where what is known already begins', async () => {
  await take({ elements: [server('H1')] });
  await take({ elements: [server('H1', { from: '2020-01-01', until: '2024-01-01', name: { en: 'Old server' } })] });
  const on = async (day: string) =>
    (await b.call(contract.listElements, { kind: 'equipment', search: 'H1', on: day }, architect)).items;
  const { items } = await b.call(
    contract.listElements,
    { kind: 'equipment', search: 'old', on: '2021-01-01' },
    architect,
  );
  expect(items).toMatchObject([{ code: 'H1', validUntil: '2022-01-01' }]);
  expect(await on('2023-01-01')).toMatchObject([{ name: { en: 'Server H1' } }]);
  expect(
    (await b.call(contract.listElements, { kind: 'equipment', search: 'old', on: '2023-01-01' }, architect)).items,
  ).toEqual([]);
});

test('the same elements and relations from two tables at once come in once', async () => {
  const elements = [...Array.from({ length: 60 }, (_, at) => server(`J${at}`))];
  const relations = Array.from({ length: 60 }, (_, at) => ({
    ...{ kind: 'hosted-at', since: '2022-01-01' },
    ...{ from: { kind: 'equipment', code: `J${at}` }, to: { kind: 'site', code: 'S1' } },
  }));
  // Neither writes before both have begun: whatever both look up first is looked up while nothing is there.
  await b.sql('begin');
  await b.sql('lock table architecture.element in share mode');
  const both = Promise.all([0, 1].map(() => take({ elements, relations })));
  await expect
    .poll(async () => {
      const sql = `select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`;
      return (await b.sql(sql)).length;
    })
    .toBe(2);
  await b.sql('commit');
  const taken = await both;
  expect(taken.map(({ added, same }) => [added, same]).toSorted()).toEqual([
    [0, 120],
    [120, 0],
  ]);
});
