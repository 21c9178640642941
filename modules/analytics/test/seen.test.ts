// SPDX-License-Identifier: Apache-2.0
/** What departments say they rendered beside what the exchange saw of it: whichever is more rules. */
import { getTraffic } from '@stoa/exchange/contract';
import identity from '@stoa/identity';
import { newId, Refusal } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { responseRecorded } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import analytics from '../src/index.ts';
import { response } from './fixture.ts';

const b = await bench(identity, organisations, analytics);
const measuring = { kind: 'service', id: 'quality' } as const;
const analyst = b.person({ duties: ['quality.analyst'] });
const [school, another] = ['XM-01-SCHOOL-1', 'XM-01-SCHOOL-2'] as const;
const [education, elsewhere] = ['XM/GOV/1004/SCHOOLS', 'XM/GOV/9/ELSEWHERE'] as const;

/** Messages of the department on each day of June 2032. */
const messagesADay = { [education]: 0 } as Record<string, number>;
const asked: InputOf<typeof getTraffic>[] = [];
const none = { calls: 0, refused: 0, failed: 0, edges: [], targets: [] };
b.stub(getTraffic, async (input) => {
  asked.push(input);
  const { subsystemId = '', until = '' } = input;
  if (!(subsystemId in messagesADay))
    throw new Refusal('missing', 'exchange.subsystem-unknown', 'No such subsystem is known.');
  const counts = { calls: (messagesADay[subsystemId] ?? 0) + 3, refused: 1, failed: 2 };
  const id = b.module.country.exchange.renderedService;
  return {
    ...none,
    from: until,
    until,
    targets: [
      { id, ...counts },
      { id: 'other', ...counts, calls: 999 },
    ],
  };
});

type Sent = InputOf<typeof contract.recordSent>['items'][number];
const sent = (items: Partial<Sent>[]) =>
  b.call(
    contract.recordSent,
    { items: items.map((one) => ({ senderId: education, month: '2032-06', cards: 0, repeated: 0, ...one })) },
    measuring,
  );
const of = (organisationId: string, cards: number, more: Partial<Sent> = {}) => ({
  ...{ organisationId, regionCode: 'XM-01', cards },
  ...more,
});
const hour = async () => {
  await b.drain();
  b.clock.advance({ seconds: 3601 });
  await b.drain();
};
const departments = async (month = '2032-06') => (await b.call(contract.listDepartments, { month }, analyst)).items;

b.clock.set(new Date('2032-07-01T09:00:00Z'));

test('days that are over are asked about once, in the time of the country, and a department that is not on the exchange is left out', async () => {
  messagesADay[education] = 2;
  await sent([of(school, 30), of(another, 10), { repeated: 4, reported: 40 }]);
  await sent([of(school, 7, { senderId: elsewhere })]);
  await hour();
  const days = asked.filter(({ subsystemId }) => subsystemId === education);
  expect(days).toHaveLength(30);
  expect(new Set(days.map(({ minutes }) => minutes))).toEqual(new Set([1440]));
  expect([days[0]?.until, days.at(-1)?.until]).toEqual(['2032-06-01T19:00:00.000Z', '2032-06-30T19:00:00.000Z']);
  const stranger = asked.filter(({ subsystemId }) => subsystemId === elsewhere);
  expect(new Set(stranger.map(({ until }) => until)).size).toBe(1);
  await hour();
  expect(asked.filter(({ subsystemId }) => subsystemId === education)).toHaveLength(30);
  // 2 messages on 30 days, 4 of which repeat others.
  expect(await departments()).toEqual([
    { senderId: education, cards: 40, seen: 56, reported: 40, share: 40 / 56, source: 'exchange' },
    { senderId: elsewhere, cards: 7 },
  ]);
});

test('each organisation takes its part of what the exchange saw, and what came by other ways counts as it is', async () => {
  expect(
    await b.sql('select organisation_id, seen::int from analytics.funnel where seen is not null order by 1'),
  ).toEqual([
    // 30 of 40 cards are three quarters of 56, beside 7 that another department sent.
    { organisation_id: school, seen: 49 },
    { organisation_id: another, seen: 14 },
  ]);
});

test('the lower coverage is published with its source, and withholds the place', async () => {
  for (const [at, office] of [school, another].entries())
    for (let one = 0; one < 35; one++)
      await b.deliver(responseRecorded, response(office, 1 + ((one + at) % 5), '2032-06-12'));
  for (const [organisationId, cards] of [
    [school, 37],
    [another, 14],
  ] as const)
    for (let one = 0; one < cards; one++)
      await b.call(
        contract.recordProgress,
        { cardId: newId(), step: 'card', organisationId, regionCode: 'XM-01', renderedOn: '2032-06-10' },
        measuring,
      );
  const rendered = (organisationId: string, count: number) => ({
    ...{ organisationId, regionCode: 'XM-01', month: '2032-06', rendered: count },
  });
  await b.call(contract.recordRendered, { items: [rendered(school, 37), rendered(another, 20)] }, measuring);
  b.clock.set(new Date('2032-07-04T09:00:00Z'));
  await b.drain();
  b.clock.advance({ seconds: 61 });
  await b.drain();
  const { items } = await b.call(contract.listRanking, { months: 1 });
  const found = (code: string) => items.find((one) => one.code === code);
  // By its own report all came as cards; the exchange saw more.
  expect(found(school)?.coverage).toEqual({ rendered: 49, source: 'exchange', share: 37 / 49, enough: false });
  expect(found(school)?.rank).toBeUndefined();
  expect(found(another)?.coverage).toEqual({ rendered: 20, source: 'department', share: 14 / 20, enough: false });
  const country = await b.call(contract.getFigures, { code: 'XM' });
  expect(country.coverage).toMatchObject({ rendered: 69, source: 'both' });
  const [{ hash = '' } = {}] = (await b.call(contract.listSnapshots, {})).items;
  expect(await b.call(contract.recomputeSnapshot, { hash }, analyst)).toMatchObject({ equal: true });
  const csv = JSON.stringify((await b.http().get('/api/analytics/open/ratings.csv')).body);
  expect(csv).toContain('coverage_source');
});

test('a snapshot of the methodology before is made again as it was', async () => {
  const [row] = await b.sql<{ hash: string }>('select hash from analytics.snapshot limit 1');
  await b.sql(`update analytics.snapshot set methodology = '2.1'`);
  const made = await b.call(contract.recomputeSnapshot, { hash: row?.hash ?? '' }, analyst);
  expect(made.equal).toBe(false);
  await b.sql('update analytics.snapshot set hash = $1', [made.recomputed]);
  expect(await b.call(contract.recomputeSnapshot, { hash: made.recomputed }, analyst)).toMatchObject({ equal: true });
});

test('what was said last of a month holds, for all of a department', async () => {
  await sent([of(school, 20)]);
  expect((await departments()).find(({ senderId }) => senderId === education)).toMatchObject({ cards: 20, seen: 60 });
});

test.each([
  ['a curator of a region', ['quality.regional-curator']],
  ['an organisation', ['quality.organisation']],
  ['nobody', []],
])('%s does not see departments', async (_who, duties) => {
  const asks = b.call(contract.listDepartments, { month: '2032-06' }, b.person({ duties }));
  await expect(asks).rejects.toMatchObject({ kind: 'forbidden' });
  const tells = b.call(contract.recordSent, { items: [] }, b.person({ duties }));
  await expect(tells).rejects.toMatchObject({ kind: 'forbidden' });
});
