// SPDX-License-Identifier: Apache-2.0
/** Examiners, who is proposed; and figures, counted again by plain SQL. */
import { newId } from '@stoa/kernel';
import { examinations } from '@stoa/country-xm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Candidate, isBound, proposed } from '../src/review/proposing.ts';
import { interior, labour, world } from './world.ts';

const { b, chief, first, owner, get, decided, enter } = await world();

const candidate: fc.Arbitrary<Candidate> = fc.record({
  personId: fc.uuid(),
  name: fc.string(),
  organisationId: fc.constantFrom('A', 'B'),
  competences: fc.uniqueArray(fc.constantFrom(...contract.competences)),
  certificates: fc.array(fc.record({ body: fc.constant('PMI'), until: fc.constantFrom('2025-01-01', '2027-01-01') })),
  interests: fc.uniqueArray(fc.constantFrom('A', 'C')),
  active: fc.boolean(),
  load: fc.nat(5),
});
test('nobody bound or resting is proposed, and of two alike whoever has less comes first', () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 12 }), fc.constantFrom(...contract.kinds), (all, kind) => {
      const bound = { organisationId: 'A', people: all.slice(0, 1).map(({ personId }) => personId) };
      const found = proposed(all, kind, bound, '2026-01-01');
      const free = all.filter((one) => one.active && !isBound(one, bound));
      expect(found.map(({ personId }) => personId).sort()).toEqual(free.map(({ personId }) => personId).sort());
      for (const [nth, one] of found.entries())
        for (const later of found.slice(nth + 1))
          if (one.competences.length === later.competences.length && one.certificates === later.certificates)
            expect(one.load).toBeLessThanOrEqual(later.load);
    }),
  );
});

test('examiners are entered by a chief, with certificates that run out', async () => {
  const certificates = [
    { body: 'TOGAF', title: 'Certified', until: '2020-01-01' },
    { body: 'PMI', title: 'PMP', until: '2099-01-01' },
  ];
  await enter(first, { certificates });
  const { items } = await b.call(contract.listExaminers, {}, first);
  expect(items.find(({ personId }) => personId === first.id)?.certificates.map(({ expired }) => expired)).toEqual([
    true,
    false,
  ]);
  await expect(b.call(contract.listExaminers, {}, owner)).rejects.toMatchObject({ kind: 'forbidden' });
  const mine = { personId: first.id, name: 'x', organisationId: labour, competences: [], interests: [], active: true };
  await expect(b.call(contract.putExaminer, { ...mine, certificates: [] }, first)).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

const demo = { kind: 'service', id: 'demo' } as const;
const figures = (asked: object = {}) => b.call(contract.getFigures, asked, undefined);
test('530 examinations of 2016 to 2021: 345 specifications, 118 proposals, 67 feasibility studies; one more moves it', async () => {
  const people = Array.from({ length: 8 }, (_, nth) => ({ personId: newId(), name: `Examiner ${nth}` }));
  const items = examinations([labour, interior], people);
  expect(await b.call(contract.enterDemoExaminations, { items }, demo as never)).toEqual({ entered: 530 });
  expect(await b.call(contract.enterDemoExaminations, { items }, demo as never)).toEqual({ entered: 0 });
  const found = await figures({ fromYear: 2016, toYear: 2021 });
  const of = (kind: string) => found.kinds.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0);
  expect([found.examined, of('specification'), of('proposal'), of('feasibility')]).toEqual([530, 345, 118, 67]);
  const counted = await b.sql<{ kind: string; n: number; years: number }>(
    `select kind, count(*)::int as n, count(distinct to_char(decided_at at time zone 'Etc/GMT-5', 'YYYY'))::int as years
     from examination.dossier where outcome is not null and decided_at >= '2016-01-01 00:00+05' and decided_at < '2022-01-01 00:00+05'
     group by kind order by kind`,
  );
  expect(counted.map(({ kind, n }) => `${kind} ${n}`)).toEqual(['feasibility 67', 'proposal 118', 'specification 345']);
  expect(found.years.map(({ year }) => year)).toEqual([2016, 2017, 2018, 2019, 2020, 2021]);
  const one = { ...items[0], key: 'one more' };
  await b.call(contract.enterDemoExaminations, { items: [one] as typeof items }, demo as never);
  expect((await figures({ fromYear: 2016, toYear: 2021 })).examined).toBe(531);
});

test('a conclusion moves the figures of its year, and of its organisation alone', async () => {
  const before = await figures();
  const [mine, theirs] = [await figures({ organisationId: labour }), await figures({ organisationId: interior })];
  const id = await decided();
  const after = await figures();
  expect(after.examined).toBe(before.examined + 1);
  expect((await figures({ organisationId: labour })).examined).toBe(mine.examined + 1);
  expect((await figures({ organisationId: interior })).examined).toBe(theirs.examined);
  expect(after.averageDays).toBeGreaterThan(0);
  expect((await get(id, chief)).state).toBe('positive');
});

test('only the demo itself enters what has ended, and only where it is on', async () => {
  Object.assign(b.module.config, { demo: false });
  await expect(b.call(contract.enterDemoExaminations, { items: [] }, demo as never)).rejects.toMatchObject({
    code: 'examination.demo-off',
  });
  Object.assign(b.module.config, { demo: true });
  await expect(b.call(contract.enterDemoExaminations, { items: [] }, chief)).rejects.toMatchObject({
    kind: 'forbidden',
  });
});
