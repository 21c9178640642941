// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import identity from '@stoa/identity';
import { bench, benchWith } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import surveys from '@stoa/surveys';
import {
  pickTemplate,
  recordResponse,
  responseRecorded,
  responseWithdrawn,
  withdrawResponse,
} from '@stoa/surveys/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import analytics from '../src/index.ts';

const b = await benchWith({ STOA_MINIMUM_ANSWERS: '3' }, identity, organisations, analytics, surveys);
b.clock.set(new Date('2031-11-21T09:00:00Z'));
const quality = { kind: 'service', id: 'quality' } as const;
const analyst = b.person({ duties: ['quality.analyst'] });
const { id: templateVersionId } = await b.call(pickTemplate, { organisationType: 'labour', level: 'country' });

const facts = (organisationId: string, overall: number, day = '2031-11-20') => ({
  id: newId(),
  templateVersionId,
  organisationId,
  regionCode: organisationId.slice(0, 5),
  sector: organisationId.slice(6).toLowerCase(),
  day,
  answers: { organisation: 4, comfort: 4, goodwill: 4, competence: 4, overall },
});
async function fold() {
  await b.drain();
  b.clock.advance({ seconds: 2 });
  await b.drain();
}
const clear = () =>
  b.sql('truncate analytics.rollup_organisation, analytics.rollup_region, analytics.funnel, analytics.progress');

test('answers move the ratings of the organisation, its region and the country', async () => {
  const responses = [5, 4, 2, 5].map((mark) => facts('XM-01-LABOUR', mark));
  for (const response of responses) await b.call(recordResponse, response, quality);
  await fold();
  const ratings = await b.call(contract.getRatings, {}, analyst);
  const expected = { answers: 4, mean: 4, index: 75, satisfied: 0.75, distribution: [0, 1, 0, 1, 2] };
  expect(ratings.country).toMatchObject({ code: 'XM', state: 'shown', score: expected });
  const region = ratings.regions.find((one) => one.code === 'XM-01');
  expect(region).toMatchObject({ name: { ar: 'السهوب الشمالية' }, state: 'shown', score: expected });
  expect(region?.organisations.find((one) => one.code === 'XM-01-LABOUR')).toMatchObject({ score: expected });
  expect(ratings.regions.find((one) => one.code === 'XM-02')?.state).toBe('none');
  expect(ratings.trend).toHaveLength(12);
  expect(ratings.trend.at(-1)).toMatchObject({ month: '2031-11', state: 'shown', score: { answers: 4 } });
  expect(ratings).toMatchObject({ from: '2030-12', to: '2031-11', minimumAnswers: 3, methodology: { version: '2.2' } });
  const folded = b
    .events(contract.responsesFolded.type)
    .flatMap((event) => (event.data as { responseIds: string[] }).responseIds);
  expect(folded.sort()).toEqual(responses.map((response) => response.id).sort());
});

test('a small organisation is hidden, and one more so that it cannot be worked out', async () => {
  await clear();
  for (const mark of [1, 5]) await b.call(recordResponse, facts('XM-02-TAX', mark), quality);
  for (const mark of [3, 3, 3, 3]) await b.call(recordResponse, facts('XM-02-LABOUR', mark), quality);
  for (const mark of [5, 5, 5, 5, 5]) await b.call(recordResponse, facts('XM-02-REGISTRY', mark), quality);
  await fold();
  const { regions } = await b.call(contract.getRatings, {}, analyst);
  const region = regions.find((one) => one.code === 'XM-02');
  const stateOf = (code: string) => region?.organisations.find((one) => one.code === code);
  expect(region).toMatchObject({ state: 'shown', score: { answers: 11 } });
  expect(stateOf('XM-02-TAX')).toEqual(expect.objectContaining({ state: 'suppressed' }));
  expect(stateOf('XM-02-TAX')).not.toHaveProperty('score');
  expect(stateOf('XM-02-LABOUR')?.state).toBe('suppressed');
  expect(stateOf('XM-02-REGISTRY')).toMatchObject({ state: 'shown', score: { mean: 5 } });
});

test('organisations of a hidden region are hidden too', async () => {
  await clear();
  for (const [organisation, count] of [
    ['XM-01-TAX', 4],
    ['XM-02-TAX', 2],
    ['XM-03-TAX', 9],
  ] as const)
    for (let i = 0; i < count; i++) await b.call(recordResponse, facts(organisation, 4), quality);
  await fold();
  const { regions } = await b.call(contract.getRatings, {}, analyst);
  expect(regions.map((one) => [one.code, one.state])).toEqual([
    ['XM-01', 'suppressed'],
    ['XM-02', 'suppressed'],
    ['XM-03', 'shown'],
  ]);
  expect(regions[0]?.organisations.filter((one) => one.state === 'shown')).toEqual([]);
});

const event = fc.record({
  organisation: fc.constantFrom('XM-01-LABOUR', 'XM-02-TAX', 'XM-03-REGISTRY'),
  mark: fc.integer({ min: 1, max: 5 }),
  day: fc.constantFrom('2031-10-31', '2031-11-01', '2031-11-20'),
  withdrawn: fc.boolean(),
});

test('rollups equal a recount for any order and any repetition of events', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 12 }), fc.infiniteStream(fc.nat()), async (given, random) => {
      await clear();
      const responses = given.map((one) => ({ ...one, facts: facts(one.organisation, one.mark, one.day) }));
      const events = responses.flatMap((one) => [
        { type: responseRecorded, data: one.facts, id: newId() },
        ...(one.withdrawn ? [{ type: responseWithdrawn, data: one.facts, id: newId() }] : []),
      ]);
      const order = [...events, ...events]
        .map((one) => ({ one, at: random.next().value ?? 0 }))
        .sort((x, y) => x.at - y.at);
      for (const { one } of order) {
        await b.deliver(one.type, one.data, one.id);
        if ((random.next().value ?? 0) % 3 === 0) await fold();
      }
      await fold();
      const kept = responses.filter((one) => !one.withdrawn);
      const rows = await b.sql<{ key: string; counts: number[] }>(
        `select organisation_id || ' ' || month as key, array[c1, c2, c3, c4, c5]::int[] as counts from analytics.rollup_organisation
         where question = 'overall' and c1 + c2 + c3 + c4 + c5 <> 0 order by 1`,
      );
      const expected = new Map<string, number[]>();
      for (const one of kept) {
        const key = `${one.organisation} ${one.day.slice(0, 7)}-01`;
        const counts = expected.get(key) ?? [0, 0, 0, 0, 0];
        counts[one.mark - 1] = (counts[one.mark - 1] ?? 0) + 1;
        expected.set(key, counts);
      }
      expect(rows).toEqual(
        [...expected].sort(([x], [y]) => (x < y ? -1 : 1)).map(([key, counts]) => ({ key, counts })),
      );
      const [region] = await b.sql<{ n: number }>(
        `select coalesce(sum(c1 + c2 + c3 + c4 + c5), 0)::int as n from analytics.rollup_region where question = 'overall'`,
      );
      expect(region?.n).toBe(kept.length);
    }),
    { numRuns: 15 },
  );
});

test('each step of a card counts once in any order, and a withdrawn card leaves the funnel', async () => {
  await clear();
  const card = { cardId: newId(), organisationId: 'XM-01-LABOUR', regionCode: 'XM-01', renderedOn: '2031-11-19' };
  const other = { ...card, cardId: newId() };
  for (const step of ['answered', 'card', 'opened', 'delivered', 'card', 'answered'] as const)
    await b.call(contract.recordProgress, { ...card, step }, quality);
  for (const step of ['card', 'delivered', 'withdrawn', 'opened', 'withdrawn'] as const)
    await b.call(contract.recordProgress, { ...other, step }, quality);
  await Promise.all(
    [1, 2, 3].map(() => b.call(contract.recordProgress, { ...card, cardId: other.cardId, step: 'card' }, quality)),
  );
  const { country } = await b.call(contract.getRatings, {}, analyst);
  expect(country.funnel).toEqual({ cards: 1, delivered: 1, opened: 1, answered: 1, responseRate: 1 });
});

test('a recount agrees with the rollups, and tells by how much where it does not', async () => {
  const own = await bench(identity, organisations, surveys, analytics);
  own.clock.set(new Date('2031-11-21T09:00:00Z'));
  const version = await own.call(pickTemplate, { organisationType: 'labour', level: 'country' });
  const responses = [5, 3, 1].map((mark) => ({
    ...facts('XM-01-LABOUR', mark, '2031-10-05'),
    templateVersionId: version.id,
  }));
  for (const response of responses) await own.call(recordResponse, response, quality);
  await own.call(withdrawResponse, { id: responses[0]?.id ?? '' }, quality);
  await own.drain();
  const check = async () => (await own.call(contract.reconcile, { partitions: 200 }, analyst)).items;
  const first = await check();
  expect(first.filter((one) => one.kind === 'region-day').map((one) => one.key)).toEqual(['XM-01 labour 2031-10-05']);
  expect(first.filter((one) => !one.equal)).toEqual([]);
  await own.sql(`update analytics.rollup_region set c4 = c4 + 2 where question = 'comfort'`);
  expect((await check()).filter((one) => !one.equal)).toEqual([
    { kind: 'region-day', key: 'XM-01 labour 2031-10-05', equal: false, difference: 2 },
  ]);
  expect(await own.sql(`select 1 from analytics.audit where action = 'analytics.reconciled'`)).toHaveLength(2);
});

test.each([
  [
    'report progress',
    contract.recordProgress,
    { cardId: newId(), step: 'card', organisationId: 'x', regionCode: 'x', renderedOn: '2031-11-19' },
  ],
  ['have the figures checked', contract.reconcile, { partitions: 1 }],
  ['see figures of this moment', contract.getRatings, {}],
  ['look into the cabinet', contract.getReach, {}],
  [
    'bring a history',
    contract.importHistory,
    { source: 'old', part: '1', untilMonth: '2031-01', complete: false, items: [] },
  ],
])('an officer may not %s', async (_name, operation, input) => {
  const officer = b.person({ duties: ['labour.permit-officer'] });
  await expect(b.call(operation as typeof contract.reconcile, input as never, officer)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test('a minimum that is no number keeps the process from starting', async () => {
  await expect(benchWith({ STOA_MINIMUM_ANSWERS: 'few' }, identity, organisations, analytics)).rejects.toThrow(
    /STOA_MINIMUM_ANSWERS must be/,
  );
});
