// SPDX-License-Identifier: Apache-2.0
/** Figures of services, and places that are withheld where cards lack. */
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { responseRecorded } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import analytics from '../src/index.ts';
import { month, response } from './fixture.ts';

const b = await bench(identity, organisations, analytics);
const demo = { kind: 'service', id: 'demo' } as const;
const analyst = b.person({ duties: ['quality.analyst'] });
async function publish(at: string) {
  b.clock.set(new Date(at));
  await b.drain();
  b.clock.advance({ seconds: 61 });
  await b.drain();
}
const figuresOf = (code: string, more: object = {}) => b.call(contract.getFigures, { code, ...more });

test('a service is shown once three organisations gave it, in lots of at least the minimum', async () => {
  const about = (organisationId: string, overall: number) => ({
    ...response(organisationId, overall, '2032-03-10'),
    serviceCode: 'work-permit',
  });
  const give = async (organisationId: string, ...marks: number[]) => {
    for (const mark of marks) await b.deliver(responseRecorded, about(organisationId, mark));
  };
  await give('XM-01-LABOUR', 1, 2, 3, 4, 5, 5);
  await give('XM-02-LABOUR', 4, 4, 4, 4, 5, 2);
  await publish('2032-04-04T09:00:00Z');
  expect((await figuresOf('XM')).services).toEqual([]);
  await b.deliver(responseRecorded, { ...about('XM-03-LABOUR', 5), day: '2032-04-10' });
  await publish('2032-05-04T09:00:00Z');
  expect((await figuresOf('XM')).services).toMatchObject([
    { service: 'work-permit', organisations: 3, score: { answers: 13, distribution: [1, 2, 1, 5, 4] } },
  ]);
  expect((await figuresOf('XM-01')).services).toEqual([]);
  expect((await figuresOf('XM', { month: '2032-03' })).services).toEqual([]);
  // The lot after this one would be of one organisation: it waits.
  const late = { ...about('XM-01-LABOUR', 1), day: '2032-05-10' };
  await b.deliver(responseRecorded, late);
  for (let at = 0; at < 12; at++)
    await b.deliver(responseRecorded, { ...about('XM-01-LABOUR', 1 + (at % 5)), day: '2032-05-11' });
  await publish('2032-06-04T09:00:00Z');
  expect((await figuresOf('XM')).services).toMatchObject([{ score: { answers: 13 } }]);
  const [{ hash = '' } = {}] = (await b.call(contract.listSnapshots, {})).items;
  expect(await b.call(contract.recomputeSnapshot, { hash }, analyst)).toMatchObject({ equal: true });
});

test('an organisation of which fewer than four of five services came as cards has no place', async () => {
  const measuring = { kind: 'service', id: 'quality' } as const;
  const [well, badly] = ['XM-01-SCHOOL-1', 'XM-01-SCHOOL-2'];
  for (const [at, office] of [well, badly].entries())
    for (let one = 0; one < 35; one++)
      await b.deliver(responseRecorded, response(office ?? '', 1 + ((one + at) % 5), '2032-06-12'));
  const months = async (rendered: number[]) => {
    const items = [well, badly].map((organisationId = '', at) => ({
      ...{ organisationId, regionCode: 'XM-01', month: '2032-06', rendered: rendered[at] ?? 0 },
    }));
    return b.call(contract.recordRendered, { items: [...items, ...items.slice(0, 1)] }, measuring);
  };
  for (const organisationId of [well, badly])
    for (let one = 0; one < 40; one++)
      await b.call(
        contract.recordProgress,
        {
          cardId: newId(),
          step: 'card',
          organisationId: organisationId ?? '',
          regionCode: 'XM-01',
          renderedOn: '2032-06-10',
        },
        measuring,
      );
  await months([400, 400]);
  // What was said last holds.
  expect(await months([50, 51])).toEqual({ months: 2 });
  await publish('2032-07-04T09:00:00Z');
  const { items } = await b.call(contract.listRanking, { months: 1 });
  const of = (code = '') => items.find((one) => one.code === code);
  expect(of(well)).toMatchObject({ rank: expect.anything(), coverage: { rendered: 50, share: 0.8, enough: true } });
  expect(of(badly)).toMatchObject({ score: { answers: 35 }, coverage: { rendered: 51, enough: false } });
  expect(of(badly)?.rank).toBeUndefined();
  expect((await figuresOf(badly ?? '')).coverage).toMatchObject({ rendered: 51, enough: false });
  expect((await figuresOf('XM-02-CLINIC-1')).coverage).toBeUndefined();
  await expect(b.call(contract.recordRendered, { items: [] }, measuring)).rejects.toMatchObject({ kind: 'invalid' });
  await expect(
    b.call(
      contract.recordRendered,
      { items: [{ organisationId: 'X', regionCode: 'XM-01', month: '2032-06', rendered: 1 }] },
      analyst,
    ),
  ).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a history brings counts of services, and how much was rendered', async () => {
  const own = await bench(identity, organisations, analytics);
  own.clock.set(new Date('2031-11-05T09:00:00Z'));
  const offices = ['XM-01-LABOUR', 'XM-02-LABOUR', 'XM-03-LABOUR'];
  const items = offices.map((office) => ({
    ...month(office, '2031-10', [1, 2, 3, 2, 2]),
    ...{ services: { 'work-permit': [1, 1, 1, 1, 1] }, rendered: 60 },
  }));
  await own.call(
    contract.importHistory,
    { source: 'services', part: '1', untilMonth: '2031-10', complete: true, items },
    demo,
  );
  await own.drain();
  own.clock.advance({ seconds: 61 });
  await own.drain();
  expect(await own.call(contract.getFigures, { code: 'XM' })).toMatchObject({
    services: [{ service: 'work-permit', organisations: 3, score: { answers: 15 } }],
    coverage: { rendered: 180, share: 0.5, enough: false },
  });
});
