// SPDX-License-Identifier: Apache-2.0
import { bench, benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { timerDueAt } from '@stoa/kernel/processes';
import cases from '../src/index.ts';

const { calendar } = (await bench(cases)).module.country;
const monday = new Date('2027-06-07T05:00:00Z');

test('a timer of working days ends with the last of them in the time zone of the country', () => {
  expect(timerDueAt(calendar, 'P10WD', monday).toISOString()).toBe('2027-06-21T19:00:00.000Z');
});

test.each([
  ['P3D', '2027-06-10T05:00:00.000Z'],
  ['PT12H', '2027-06-07T17:00:00.000Z'],
  ['PT30M', '2027-06-07T05:30:00.000Z'],
  ['PT5S', '2027-06-07T05:00:05.000Z'],
])('a timer of %s is due to the second', (duration, due) => {
  expect(timerDueAt(calendar, duration, monday).toISOString()).toBe(due);
});

test.each([
  [{ STOA_COUNTRY: '../../secrets' }, 'there is no country pack'],
  [{ STOA_COUNTRY: 'zz' }, 'there is no country pack'],
  [{ STOA_CONNECTOR_URL: 'connector' }, 'STOA_CONNECTOR_URL must be a URL'],
])('the wrong setting %j is refused at start with one clear line', async (env, line) => {
  await expect(benchWith(env, cases)).rejects.toThrow(line);
});
