// SPDX-License-Identifier: Apache-2.0
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import organisations from '@stoa/organisations';
import { directoryChanged } from '@stoa/organisations/contract';
import { countAnswers, responseRecorded, responseWithdrawn } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import analytics from '../src/index.ts';
import { month, questions, response } from './fixture.ts';

const b = await bench(identity, organisations, analytics);
const told: { key: string; subject: { en: string } }[] = [];
b.stub(notify, async (input) => {
  told.push(input);
  return { id: newId() };
});
b.stub(countAnswers, async () => ({ items: [] }));
const demo = { kind: 'service', id: 'demo' } as const;
const analyst = b.person({ duties: ['quality.analyst'] });
const holder = (duty: string, organisationId: string) => {
  const person = b.person({ duties: [duty] });
  return { ...person, personKey: person.id, duties: [{ code: duty, organisationId }] };
};
const clinic = holder('quality.organisation', 'XM-01-CLINIC-1');
const regional = holder('quality.regional-curator', 'XM-01-FRONT-OFFICE-1');

const bring = (source: string, items: ReturnType<typeof month>[], complete = true) =>
  b.call(contract.importHistory, { source, part: '1', untilMonth: '2031-10', complete, items }, demo);
async function publish(at: string) {
  b.clock.set(new Date(at));
  await b.drain();
  b.clock.advance({ seconds: 61 });
  await b.drain();
}
const figuresOf = (code: string, more: object = {}) => b.call(contract.getFigures, { code, ...more });
const answersOf = async (code: string, more: object = {}) => (await figuresOf(code, more)).score?.answers;

b.clock.set(new Date('2031-11-01T09:00:00Z'));

test('nothing is published before a month is over and settled, and before a history is complete', async () => {
  await expect(figuresOf('XM')).rejects.toMatchObject({ kind: 'missing', code: 'analytics.nothing-published' });
  await expect(b.call(contract.listRanking, {})).rejects.toMatchObject({ code: 'analytics.nothing-published' });
  const items = [
    month('XM-01-CLINIC-1', '2031-09', [1, 1, 2, 8, 8]),
    month('XM-01-CLINIC-1', '2031-10', [0, 1, 2, 3, 3]),
  ];
  expect(await bring('before', items, false)).toEqual({ answers: 29 });
  expect(await bring('before', items, false)).toEqual({ answers: 0 });
  await publish('2031-11-05T09:00:00Z');
  await expect(figuresOf('XM')).rejects.toMatchObject({ code: 'analytics.nothing-published' });
  await b.call(
    contract.importHistory,
    { source: 'before', part: 'end', untilMonth: '2031-10', complete: true, items: [] },
    demo,
  );
  await publish('2031-11-05T10:00:00Z');
  const { items: made } = await b.call(contract.listSnapshots, {});
  expect(made.map((one) => one.month)).toEqual(['2031-10', '2031-09']);
  await expect(bring('before', items)).resolves.toEqual({ answers: 0 });
  await expect(
    b.call(
      contract.importHistory,
      { source: 'before', part: 'more', untilMonth: '2031-10', complete: false, items },
      demo,
    ),
  ).rejects.toMatchObject({ code: 'analytics.history-complete' });
});

test('a history that contradicts itself is refused', async () => {
  const wrong = { ...month('XM-01-CLINIC-1', '2031-09', [1, 1, 2, 8, 8]), opened: 999 };
  await expect(bring('wrong', [wrong])).rejects.toMatchObject({ kind: 'invalid', code: 'analytics.history-wrong' });
  await b.sql(`delete from analytics.history where source = 'wrong'`);
});

test('answers below the minimum wait for the next month, with the country and the region', async () => {
  expect(await answersOf('XM-01-CLINIC-1')).toBe(20);
  expect(await answersOf('XM-01')).toBe(20);
  expect(await answersOf('XM')).toBe(20);
  const figures = await figuresOf('XM-01-CLINIC-1');
  expect(figures.publication).toMatchObject({
    ...{ from: '2030-11', to: '2031-10', minimumAnswers: 10 },
    snapshot: { month: '2031-10', methodology: expect.any(String), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(figures.months.filter(({ score }) => score).map((one) => one.month)).toEqual(['2031-09']);
  expect(figures.questions.map(({ question }) => question)).toEqual([...questions].sort());
  expect(figures.funnel).toMatchObject({ cards: 87, answered: 20 });
  expect(figures.forecast).toMatchObject({ said: false, why: 'too-short' });
});

test('answers that are all alike wait, a withdrawal is mixed with others, and no snapshot moves afterwards', async () => {
  for (let at = 0; at < 12; at++) await b.deliver(responseRecorded, response('XM-02-CLINIC-1', 5, '2031-11-12'));
  const late = response('XM-01-CLINIC-1', 1, '2031-11-12');
  await b.deliver(responseRecorded, late);
  await publish('2031-12-04T09:00:00Z');
  expect(await answersOf('XM-02-CLINIC-1')).toBeUndefined();
  expect(await answersOf('XM-01-CLINIC-1')).toBe(30);
  await b.deliver(responseWithdrawn, late);
  await publish('2032-01-04T09:00:00Z');
  expect(await answersOf('XM-01-CLINIC-1')).toBe(30);
  expect(await answersOf('XM-01-CLINIC-1', { month: '2031-11' })).toBe(30);
  await b.deliver(responseRecorded, response('XM-02-CLINIC-1', 1, '2032-01-12'));
  for (let at = 0; at < 11; at++)
    await b.deliver(responseRecorded, response('XM-01-CLINIC-1', 1 + (at % 5), '2032-01-12'));
  await publish('2032-02-04T09:00:00Z');
  expect(await answersOf('XM-02-CLINIC-1')).toBe(13);
  expect(await answersOf('XM-01-CLINIC-1')).toBe(40);
});

test('a snapshot is made again with the same hash, and a touched counter is noticed', async () => {
  const [newest] = (await b.call(contract.listSnapshots, {})).items;
  const { hash = '' } = newest ?? {};
  expect(await b.call(contract.recomputeSnapshot, { hash }, analyst)).toMatchObject({ month: '2032-01', equal: true });
  await b.sql(
    `update analytics.lot set c4 = c4 + 1 where organisation_id = 'XM-01-CLINIC-1' and question = 'overall' and month = '2031-09-01'`,
  );
  expect(await b.call(contract.recomputeSnapshot, { hash }, analyst)).toMatchObject({ equal: false });
  await b.sql(
    `update analytics.lot set c4 = c4 - 1 where organisation_id = 'XM-01-CLINIC-1' and question = 'overall' and month = '2031-09-01'`,
  );
  await expect(b.call(contract.recomputeSnapshot, { hash: '0'.repeat(64) }, analyst)).rejects.toMatchObject({
    code: 'analytics.snapshot-unknown',
  });
  await expect(b.call(contract.recomputeSnapshot, { hash }, clinic)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test('two snapshots differ by whole lots of at least the minimum, or not at all', async () => {
  const { items } = await b.call(contract.listSnapshots, {});
  const months = items.map((one) => one.month).reverse();
  for (const code of ['XM', 'XM-01', 'XM-02', 'XM-01-CLINIC-1', 'XM-02-CLINIC-1']) {
    const seen: number[] = [];
    for (const one of months) seen.push((await answersOf(code, { month: one, months: 36 })) ?? 0);
    seen.slice(1).forEach((count, at) => {
      const difference = Math.abs(count - (seen[at] ?? 0));
      expect(difference === 0 || difference >= 10).toBe(true);
    });
  }
});

test('what came after a merger is shown as that of the successor, and names are those of now', async () => {
  await b.sql(
    `update organisations.organisation set successor_id = 'XM-02-CLINIC-3', until_on = '2032-01-20' where id = 'XM-02-CLINIC-2'`,
  );
  await b.sql(
    `update organisations.organisation set name = name || '{"en": "The new clinic"}' where id = 'XM-02-CLINIC-3'`,
  );
  await b.deliver(directoryChanged, { organisationIds: ['XM-02-CLINIC-2', 'XM-02-CLINIC-3'] });
  await b.drain();
  for (let at = 0; at < 10; at++)
    await b.deliver(responseRecorded, response('XM-02-CLINIC-2', 1 + (at % 5), '2032-02-02'));
  await publish('2032-03-04T09:00:00Z');
  expect(await answersOf('XM-02-CLINIC-2')).toBeUndefined();
  expect(await answersOf('XM-02-CLINIC-3')).toBe(10);
  expect((await figuresOf('XM-02-CLINIC-2')).place).toMatchObject({
    ...{ until: '2032-01-20', successor: { code: 'XM-02-CLINIC-3', name: { en: 'The new clinic' } } },
  });
  await expect(figuresOf('XM-99')).rejects.toMatchObject({ kind: 'missing', code: 'analytics.place-unknown' });
});

test('a league has ranges of places, none below thirty answers, and adjusted changes', async () => {
  const own = await bench(identity, organisations, analytics);
  own.clock.set(new Date('2031-11-05T09:00:00Z'));
  const year = Array.from({ length: 24 }, (_, at) => {
    const on = new Date(Date.UTC(2029, 10 + at, 1)).toISOString().slice(0, 7);
    return [
      month('XM-01-CLINIC-1', on, at < 12 ? [5, 5, 5, 5, 5] : [0, 0, 2, 10, 20]),
      month('XM-01-CLINIC-2', on, [20, 10, 2, 0, 0]),
      month('XM-02-SCHOOL-1', on, [1, 1, 5, 15, 10]),
      ...(at === 23 ? [month('XM-03-TAX', on, [1, 2, 3, 4, 5])] : []),
    ];
  }).flat();
  await own.call(
    contract.importHistory,
    { source: 'two-years', part: '1', untilMonth: '2031-10', complete: true, items: year },
    demo,
  );
  await own.drain();
  own.clock.advance({ seconds: 61 });
  await own.drain();
  const { items, ranked, total } = await own.call(contract.listRanking, {});
  expect([ranked, total]).toEqual([3, 4]);
  expect(items.map(({ code, rank }) => [code, rank])).toEqual([
    ['XM-01-CLINIC-1', { from: 1, to: 1 }],
    ['XM-02-SCHOOL-1', { from: 2, to: 2 }],
    ['XM-01-CLINIC-2', { from: 3, to: 3 }],
    ['XM-03-TAX', undefined],
  ]);
  expect(items[0]?.change?.q).toBeLessThan(0.001);
  expect(items[2]?.change?.q).toBeCloseTo(1, 6);
  const narrowed = await own.call(contract.listRanking, { regionCode: 'XM-01', order: 'answers', limit: 1, page: 2 });
  expect(narrowed).toMatchObject({ total: 2, items: [{ regionCode: 'XM-01' }] });
  expect((await own.call(contract.listRanking, { sphere: 'labour' })).items).toEqual([]);
  const whole = await own.call(contract.getFigures, { code: 'XM' });
  expect(whole.weighted?.effectiveAnswers).toBeLessThanOrEqual((whole.score?.answers ?? 0) + 1e-9);
  expect(whole.regions.find(({ code }) => code === 'XM-01')).toMatchObject({
    ...{ score: { answers: 12 * 64 }, shape: { outline: expect.stringMatching(/^M/) } },
  });
  expect(whole.trend?.p).toBeLessThan(0.05);
  // What plain SQL counts of the same months.
  const [plain] = await own.sql<{ n: number; mean: number }>(
    `select sum(c1+c2+c3+c4+c5)::int as n, (sum(c1+2*c2+3*c3+4*c4+5*c5)::float8 / sum(c1+c2+c3+c4+c5)) as mean
     from analytics.rollup_organisation where question = 'overall' and month >= '2030-11-01'`,
  );
  expect(whole.score?.answers).toBe(plain?.n);
  expect(whole.score?.mean).toBeCloseTo(plain?.mean ?? 0, 9);
});

test('open data, the badge and the reports say what the pages say, and the files carry methodology and snapshot', async () => {
  const { snapshot } = (await figuresOf('XM')).publication;
  const csv = await b.http().get('/api/analytics/open/ratings.csv');
  expect(csv.status).toBe(200);
  expect(String(csv.body.text)).toContain(snapshot.hash);
  expect(String(csv.body.text)).toContain('XM-01-CLINIC-1');
  expect(csv.headers).toMatchObject({ 'cache-control': 'public, max-age=3600' });
  const json = await b.http().get('/api/analytics/open/ratings.json');
  expect(json.body).toMatchObject({ publication: { snapshot: { hash: snapshot.hash } } });
  expect((await b.http().get('/api/analytics/open/ratings.csv?sphere=%22')).status).toBe(422);
  const badge = await b.http().get('/api/analytics/badges/XM-01-CLINIC-1.svg?language=ar');
  expect(badge.headers['content-type']).toContain('image/svg+xml');
  expect(String(badge.body.text)).toContain('من 5');
  expect((await b.http().get('/api/analytics/badges/XM-77.svg')).status).toBe(404);
  for (const [as, begins] of [
    ['csv', 'Что,'],
    ['xlsx', 'PK'],
    ['pdf', '%PDF'],
  ] as const) {
    const file = await b.http(clinic).get(`/api/analytics/reports/XM-01-CLINIC-1.${as}?language=ru`);
    expect(file.status).toBe(200);
    expect(String(file.body.text).startsWith(begins)).toBe(true);
  }
  expect(await b.http(clinic).get('/api/analytics/reports/XM-01-CLINIC-2.csv')).toMatchObject({
    ...{ status: 403, body: { code: 'analytics.beyond-reach' } },
  });
  expect((await b.http(clinic).get('/api/analytics/reports/XM-01-CLINIC-1.exe')).status).toBe(422);
});

test('an organisation reaches itself, a regional curator the region, an analyst the country', async () => {
  expect(await b.call(contract.getReach, {}, clinic)).toMatchObject({
    country: false,
    regions: [],
    organisations: [{ code: 'XM-01-CLINIC-1' }],
  });
  expect(await b.call(contract.getReach, {}, regional)).toEqual({
    country: false,
    regions: ['XM-01'],
    organisations: [],
  });
  expect(await b.call(contract.getReach, {}, analyst)).toMatchObject({ country: true });
});

test('a report is sent once a month to who asked for it, until it is asked for no more', async () => {
  const first = await b.call(contract.subscribeReport, { code: 'XM-01-CLINIC-1' }, clinic);
  expect(await b.call(contract.subscribeReport, { code: 'XM-01-CLINIC-1' }, clinic)).toEqual(first);
  await expect(b.call(contract.subscribeReport, { code: 'XM-02-CLINIC-1' }, clinic)).rejects.toMatchObject({
    ...{ kind: 'forbidden', code: 'analytics.beyond-reach' },
  });
  await expect(b.call(contract.subscribeReport, { code: 'XM-77' }, regional)).rejects.toMatchObject({
    code: 'analytics.place-unknown',
  });
  const { personKey: _key, ...keyless } = clinic;
  await expect(b.call(contract.subscribeReport, { code: 'XM-01-CLINIC-1' }, keyless)).rejects.toMatchObject({
    code: 'analytics.no-inbox',
  });
  const send = async () => {
    b.clock.advance({ seconds: 601 });
    await b.drain();
  };
  await send();
  await send();
  expect(told.map(({ subject }) => subject.en)).toEqual(['Quality of service: February 2032']);
  expect((await b.call(contract.listSubscriptions, {}, clinic)).items).toEqual([{ ...first, sentMonth: '2032-02' }]);
  await expect(b.call(contract.unsubscribeReport, { id: first.id }, regional)).rejects.toMatchObject({
    code: 'analytics.subscription-unknown',
  });
  await b.call(contract.unsubscribeReport, { id: first.id }, clinic);
  expect((await b.call(contract.listSubscriptions, {}, clinic)).items).toEqual([]);
});
