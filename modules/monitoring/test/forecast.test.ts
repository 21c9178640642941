// SPDX-License-Identifier: Apache-2.0
/** The day on which a limit is reached, and when nothing is said of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, forecast, lineOf, weeksOf } from '../src/capacity/forecast.ts';

const first = Date.parse('2031-01-06T00:00:00Z');
const days = (count: number, used: (index: number) => number): Day[] =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
    used: used(index),
  }));

test('weeks are counted back from the last day, each by its highest; one that is missing is left out', () => {
  const some = days(15, (index) => (index === 3 ? 9 : index / 100)).filter(
    (_, index) => index < 1 || index > 7 || index === 3,
  );
  expect(weeksOf(some)).toEqual([
    { date: '2031-01-06', peak: 0 },
    { date: '2031-01-13', peak: 9 },
    { date: '2031-01-20', peak: 0.14 },
  ]);
});

test('the example of Sen (1968): of y = 9, 15, 19, 20, 45, 55, 78 at x = 1, 2, 3, 4, 10, 12, 18 the slope is 4', () => {
  const at = [1, 2, 3, 4, 10, 12, 18];
  const y = [9, 15, 19, 20, 45, 55, 78];
  const weeks = at.map((x, index) => ({
    date: new Date(first + x * 7 * 86_400_000).toISOString().slice(0, 10),
    peak: y[index] as number,
  }));
  expect(lineOf(weeks).slope).toBeCloseTo(4, 10);
});

test('a straight growth reaches its limit on the day it does', () => {
  const { state, reachesOn, earliest, latest, error } = forecast(
    days(140, (index) => index),
    349,
  );
  expect([state, error]).toEqual(['expected', 0]);
  const day = new Date(first + 349 * 86_400_000).toISOString().slice(0, 10);
  expect([reachesOn, earliest, latest]).toEqual([day, day, day]);
});

test.each<[string, (index: number) => number, number]>([
  ['reached', (index) => index, 100],
  ['far', (index) => index / 1e6, 1],
  ['steady', () => 0.5, 1],
  ['steady', (index) => 1 - index / 1000, 2],
  ['unclear', (index) => (index < 70 ? index : 70), 500],
])('%s', (state, used, limit) => {
  expect(forecast(days(140, used), limit)).toMatchObject({ state });
});

test('nothing is said of fewer than ten weeks, nor of nothing', () => {
  expect(
    forecast(
      days(60, (index) => index),
      1e6,
    ).state,
  ).toBe('short');
  expect(forecast([], 1)).toEqual({ state: 'short', weeks: [] });
});

test('whatever was measured, a day that is named lies ahead, between its bounds, and was worth naming', () => {
  const series = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 });
  fc.assert(
    fc.property(series, fc.double({ min: 0, max: 0.02, noNaN: true }), (noise, growth) => {
      const measured = days(noise.length, (index) => index * growth + (noise[index] ?? 0));
      const told = forecast(measured, 5);
      if (told.state !== 'expected') return told.reachesOn === undefined;
      const last = measured.at(-1)?.date ?? '';
      const [soon, on, late] = [told.earliest ?? '0', told.reachesOn ?? '0', told.latest ?? '9'];
      return last < soon && soon <= on && on <= late && (told.error ?? 1) < (told.naiveError ?? 0);
    }),
  );
});
