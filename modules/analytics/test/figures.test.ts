// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf } from '../src/fold.ts';
import { monthOf } from '../src/months.ts';
import type { Pending } from '../src/store.ts';
import { scoreOf, wilsonInterval } from '../src/statistics/scores.ts';
import { shownGroups } from '../src/suppression.ts';

test('the Wilson interval equals published values', () => {
  const five = wilsonInterval(5, 5);
  expect([five.low, five.high].map((share) => share.toFixed(3))).toEqual(['0.566', '1.000']);
  const many = wilsonInterval(900, 1000);
  expect([many.low, many.high].map((share) => share.toFixed(3))).toEqual(['0.880', '0.917']);
  expect(wilsonInterval(0, 8).low).toBe(0);
});

const trials = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test('the Wilson interval holds the share, lies within 0 and 1, and mirrors failure', () => {
  fc.assert(
    fc.property(trials, ([successes, n]) => {
      const { low, high } = wilsonInterval(successes, n);
      const mirror = wilsonInterval(n - successes, n);
      const share = successes / n;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
      expect(mirror.low).toBeCloseTo(1 - high, 9);
    }),
  );
});

test('the ends of the Wilson interval solve the score equation', () => {
  fc.assert(
    fc.property(trials, ([successes, n]) => {
      const share = successes / n;
      for (const end of Object.values(wilsonInterval(successes, n)))
        expect((share - end) ** 2 * n).toBeCloseTo(1.959963984540054 ** 2 * end * (1 - end), 5);
    }),
  );
});

test('more answers of the same kind make the interval narrower', () => {
  fc.assert(
    fc.property(trials, fc.integer({ min: 2, max: 50 }), ([successes, n], times) => {
      const few = wilsonInterval(successes, n);
      const many = wilsonInterval(successes * times, n * times);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }),
  );
});

test('mean, index and satisfaction come from the histogram', () => {
  expect(scoreOf([1, 0, 1, 1, 1])).toMatchObject({ answers: 4, mean: 3.25, index: 56.25, satisfied: 0.5 });
});

test('no single group is hidden beside a total, and no small group is shown', () => {
  const groups = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 20 }), (answers, minimum) => {
      const shown = shownGroups(answers, minimum);
      const hidden = answers.filter((count, index) => count > 0 && !shown[index]);
      const total = answers.reduce((sum, count) => sum + count, 0);
      answers.forEach((count, index) => {
        if (count < minimum) expect(shown[index]).toBe(false);
      });
      if (total >= minimum) expect(hidden.length).not.toBe(1);
    }),
  );
});

const response: fc.Arbitrary<Pending> = fc.record({
  responseId: fc.uuid(),
  sign: fc.constant(1),
  organisationId: fc.constantFrom('XM-01-LABOUR', 'XM-02-TAX'),
  regionCode: fc.constantFrom('XM-01', 'XM-02'),
  sector: fc.constantFrom('labour', 'tax'),
  day: fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02'),
  answers: fc.dictionary(fc.constantFrom('overall', 'comfort'), fc.integer({ min: 1, max: 5 })),
});

test('cells are sorted and hold each answer once; withdrawing everything leaves zeros', () => {
  fc.assert(
    fc.property(fc.array(response, { maxLength: 40 }), (responses) => {
      const keyOf = (one: Pending) => [one.organisationId, monthOf(one.day)];
      const cells = cellsOf(responses, keyOf);
      const names = cells.map((cell) => JSON.stringify(cell.key));
      expect(names).toEqual([...new Set(names)].sort());
      const given = responses.reduce((sum, one) => sum + Object.keys(one.answers).length, 0);
      expect(cells.flatMap((cell) => cell.counts).reduce((sum, count) => sum + count, 0)).toBe(given);
      const withdrawn = responses.map((one) => ({ ...one, sign: -1 }));
      for (const cell of cellsOf([...responses, ...withdrawn], keyOf))
        expect(cell.counts.every((count) => count === 0)).toBe(true);
    }),
  );
});
