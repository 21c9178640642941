// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smoothForecast } from '../src/statistics/index.ts';

const trying = { ahead: 4, least: 20 };
/** Around a level, up and down by turns: the last figure is the worst guess. */
const jagged = Array.from({ length: 40 }, (_, at) => 100 + (at % 2 === 0 ? 12 : -12));

test('a series that swings around a level is foretold nearer than by its last figure, with its error', () => {
  const found = smoothForecast(jagged, trying);
  expect(found).toBeDefined();
  expect(found?.error).toBeLessThan(found?.naiveError ?? 0);
  expect(Math.abs((found?.level ?? 0) - 100)).toBeLessThan(12);
  expect(found?.within).toHaveLength(trying.ahead);
});

test('where the last figure was as near, or values are few, nothing is said', () => {
  expect(
    smoothForecast(
      Array.from({ length: 40 }, (_, at) => at * 10),
      trying,
    ),
  ).toBeUndefined();
  expect(
    smoothForecast(
      Array.from({ length: 40 }, () => 7),
      trying,
    ),
  ).toBeUndefined();
  expect(smoothForecast(jagged.slice(0, 10), trying)).toBeUndefined();
});

test('whatever the series was, a forecast lies within what was seen and was nearer than the naive one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }), (stock) => {
      const found = smoothForecast(stock, trying);
      if (!found) return;
      expect(found.error).toBeLessThan(found.naiveError);
      expect(found.level).toBeGreaterThanOrEqual(Math.min(...stock));
      expect(found.level).toBeLessThanOrEqual(Math.max(...stock));
      for (const within of found.within) expect(within).toBeGreaterThanOrEqual(0);
    }),
  );
});
