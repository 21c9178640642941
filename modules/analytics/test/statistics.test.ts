// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjusted, changeOf, twoSided } from '../src/statistics/change.ts';
import { ahead, forecast, smooth, startOf } from '../src/statistics/forecast.ts';
import { rankRanges } from '../src/statistics/ranking.ts';
import { mannKendall, slopeOf, trendOf } from '../src/statistics/trend.ts';
import { weighted, weightsOf } from '../src/statistics/weights.ts';

test('the two-sided p of a normal value equals that of scipy.stats.norm.sf (1.17)', () => {
  for (const [z, p] of [
    [0.5, 0.6170750774519738],
    [1.96, 0.04999579029644087],
    [3, 0.0026997960632601866],
    [5, 5.733031437583866e-7],
  ] as const)
    expect(twoSided(z)).toBeCloseTo(p, 6);
});

test('the adjusted p-values of the fifteen of Benjamini and Hochberg (1995, table 1) are those of scipy', () => {
  const ps = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324],
    ...[0.4262, 0.5719, 0.6528, 0.759, 1],
  ];
  const expected = [
    ...[0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486],
    ...[0.5811818181818181, 0.714875, 0.7532307692307693, 0.8132142857142857, 1],
  ];
  adjusted(ps).forEach((q, at) => expect(q).toBeCloseTo(expected[at] ?? -1, 9));
  // The paper rejects four of them at 0.05.
  expect(adjusted(ps).filter((q) => q <= 0.05)).toHaveLength(4);
  expect(adjusted([...ps].reverse())).toEqual(adjusted(ps).reverse());
});

test("Welch's statistic of two distributions is that of scipy.stats.ttest_ind without equal variances", () => {
  const change = changeOf([5, 8, 20, 40, 27], [10, 15, 25, 35, 15]);
  expect(change?.p).toBeCloseTo(0.004473922438639461, 6);
  expect(change?.difference).toBeCloseTo(3.76 - 3.3, 9);
  expect(changeOf([5, 8, 8, 4, 4], [10, 15, 25, 35, 15])).toBeUndefined();
  expect(changeOf([0, 0, 0, 0, 40], [0, 0, 0, 0, 40])).toBeUndefined();
});

test('slope and p of a year are those of scipy.stats.theilslopes and of the formula with ties', () => {
  const values = [3.61, 3.64, 3.6, 3.71, 3.7, 3.75, 3.72, 3.72, 3.81, 3.79, 3.84, 3.9];
  const series = values.map((value, at) => ({ at, value }));
  expect(slopeOf(series)).toBeCloseTo(0.023875, 9);
  expect(mannKendall(series).s).toBe(53);
  expect(mannKendall(series).p).toBeCloseTo(0.0003513195861587747, 6);
  expect(trendOf(series)?.perYear).toBeCloseTo(12 * 0.023875, 9);
  expect(trendOf(series.slice(0, 7))).toBeUndefined();
  expect(mannKendall(values.map((_, at) => ({ at, value: 4 }))).p).toBe(1);
});

const interval = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.5, noNaN: true }))
  .map(([low, width]) => ({ low, high: low + width }));

test('the range of places equals a count of those certainly better and certainly worse', () => {
  fc.assert(
    fc.property(fc.array(interval, { minLength: 1, maxLength: 60 }), (standings) => {
      const ranges = rankRanges(standings);
      standings.forEach((own, at) => {
        const better = standings.filter((other) => other.low > own.high).length;
        const worse = standings.filter((other) => other.high < own.low).length;
        expect(ranges[at]).toEqual({ from: better + 1, to: standings.length - worse });
      });
    }),
  );
});

test('an office whose visitors answer seldom counts as much as it served, within limits', () => {
  // Two cells of 100 served each; 80 of one answered and 20 of the other: weights 0.625 and 2.5 (post-stratification by hand).
  const cells = [
    { served: 100, counts: [0, 0, 0, 80, 0] },
    { served: 100, counts: [0, 20, 0, 0, 0] },
  ];
  expect(weightsOf(cells)).toEqual([0.625, 2.5]);
  const found = weighted(cells);
  expect(found?.mean).toBeCloseTo(3, 9);
  expect(found?.satisfied).toBeCloseTo(0.5, 9);
  // Kish: (Σw)²/Σw² = 100² / (80·0.625² + 20·2.5²).
  expect(found?.effectiveAnswers).toBeCloseTo(10_000 / (80 * 0.390625 + 20 * 6.25), 9);
  expect(
    weightsOf([
      { served: 1000, counts: [0, 0, 0, 0, 1] },
      { served: 100, counts: [0, 0, 0, 99, 0] },
    ]),
  ).toEqual([3, 0.3]);
  expect(weighted([{ served: 9, counts: [0, 0, 0, 0, 0] }])).toBeUndefined();
});

const two = [
  ...[3.5, 3.55, 3.6, 3.62, 3.7, 3.75, 3.6, 3.58, 3.66, 3.7, 3.72, 3.8],
  ...[3.62, 3.68, 3.7, 3.75, 3.82, 3.9, 3.74, 3.7, 3.78, 3.83, 3.86, 3.95],
];

test('damped Holt–Winters equals statsmodels ExponentialSmoothing (0.15) with the same start and smoothing', () => {
  const state = smooth(two, { alpha: 0.3, beta: 0.1, gamma: 0.25, phi: 0.9 }, startOf(two));
  const expected = [3.676361360602457, 3.7205534061134937, 3.7565958931379133, 3.782400018426263, 3.8569087636871786];
  ahead(state, 0.9, 5).forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? 0, 6));
  expect(state.squares).toBeCloseTo(0.029449834693189927, 6);
});

test('a forecast is said only where it beats the same month of the year before', () => {
  const seasons = [0, 0.02, 0.05, 0.03, 0.08, 0.1, -0.05, -0.08, 0, 0.02, 0.03, 0.06];
  const rising = Array.from({ length: 30 }, (_, at) => 3.2 + 0.02 * at + (seasons[at % 12] ?? 0));
  const said = forecast(rising, 1, 5);
  expect(said).toMatchObject({ said: true });
  if (said.said) {
    expect(said.mase).toBeLessThan(1);
    expect(said.points).toHaveLength(6);
    said.points.forEach(({ value, low, high }, at) => {
      expect(Math.abs(value - (3.2 + 0.02 * (30 + at) + (seasons[(30 + at) % 12] ?? 0)))).toBeLessThan(0.1);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    });
  }
  const same = Array.from({ length: 30 }, (_, at) => 4 + (seasons[at % 12] ?? 0));
  expect(forecast(same, 1, 5)).toMatchObject({ said: false, why: 'not-better' });
  expect(forecast(rising.slice(0, 23), 1, 5)).toEqual({ said: false, why: 'too-short' });
  expect(forecast([...rising.slice(0, 9), undefined, ...rising.slice(10)], 1, 5)).toEqual({ said: false, why: 'gaps' });
});
