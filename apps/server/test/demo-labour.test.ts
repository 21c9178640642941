// SPDX-License-Identifier: Apache-2.0
/** The labour market of the demo country: what visitors of `/labour` see once its past is there. */
import agreements from '@stoa/agreements';
import cases from '@stoa/cases';
import catalogue from '@stoa/catalogue';
import { bench, patient } from '@stoa/kernel/testing';
import labour from '@stoa/labour';
import { describeData, getFigures } from '@stoa/labour/contract';
import places from '@stoa/places';
import { expect, test } from 'vitest';
import { enterPastCases } from '../src/demo/cases.ts';
import { enterLabour } from '../src/demo/labour.ts';
import { enterPlaces } from '../src/demo/places.ts';

const b = await bench(cases, catalogue, agreements, places, labour);
Object.assign(b.module.config, { demo: true });
const services = ['work-permit', 'work-permit-change', 'visit-visa', 'labour-complaint'];

test('a year of months is there for each figure, by region, group and citizenship, once', {
  timeout: patient(300_000),
}, async () => {
  const now = b.clock.now().getTime();
  await enterPlaces(b.platform);
  await enterPastCases(b.platform, now, services);
  await enterLabour(b.platform, now);
  const figures = await b.call(getFigures, {});
  const { digest } = await b.call(describeData, {});
  expect(figures.months.length).toBeGreaterThanOrEqual(12);
  for (const measure of ['permits-issued', 'contracts-concluded', 'visas-issued', 'wage-median'])
    expect(figures.series.find((one) => one.measure === measure)?.values, measure).not.toContain(null);
  expect(figures.sums.map(({ measure }) => measure)).toEqual(
    expect.arrayContaining(['permits-refused', 'permits-ended', 'contracts-ended', 'complaints-upheld']),
  );
  expect(figures.byRegion.filter(({ code }) => code.startsWith('XM-'))).toHaveLength(3);
  expect(figures.byGroup.length).toBeGreaterThanOrEqual(5);
  expect(figures.byCitizenship.length).toBeGreaterThanOrEqual(5);
  expect(figures.wages.length).toBeGreaterThanOrEqual(3);
  expect(figures.places.length).toBeGreaterThanOrEqual(3);
  expect((await b.call(getFigures, { region: 'XM-01', occupation: '7' })).sums.length).toBeGreaterThan(0);
  await enterLabour(b.platform, now);
  expect((await b.call(describeData, {})).digest).toBe(digest);
});
