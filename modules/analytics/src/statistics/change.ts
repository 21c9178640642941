// SPDX-License-Identifier: Apache-2.0
/** Whether one mean differs from another by more than chance, for one organisation and for many at once. */
import type { Histogram } from '@stoa/surveys/contract';
import { answersIn } from './scores.ts';

/** Area of the standard normal distribution above |z|, twice: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function twoSided(z: number): number {
  const x = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 2 * (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly);
}

/** Mean and variance of a sample (divided by n − 1). */
export function momentsOf(counts: Histogram): { n: number; mean: number; variance: number } {
  const n = answersIn(counts);
  const mean = counts.reduce((sum, count, at) => sum + count * (at + 1), 0) / n;
  const squares = counts.reduce((sum, count, at) => sum + count * (at + 1 - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}

/** Fewest answers on either side: the normal distribution stands in for Student's from there on. */
export const fewestCompared = 30;

export interface Change {
  /** Now less before, in points of the scale. */
  readonly difference: number;
  readonly p: number;
}

/** Welch's test of two means, samples of at least 30 each; undefined where there are fewer, or nothing varies. */
export function changeOf(now: Histogram, before: Histogram): Change | undefined {
  if (answersIn(now) < fewestCompared || answersIn(before) < fewestCompared) return undefined;
  const [a, b] = [momentsOf(now), momentsOf(before)];
  const error = Math.sqrt(a.variance / a.n + b.variance / b.n);
  if (error === 0) return undefined;
  const difference = a.mean - b.mean;
  return { difference, p: twoSided(difference / error) };
}

/** Adjusted p-values in the order given (Benjamini and Hochberg 1995): below q where a share q of the findings may be false. */
export function adjusted(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => b.p - a.p);
  const result = ps.map(() => 1);
  let least = 1;
  order.forEach(({ p, at }, place) => {
    least = Math.min(least, (p * ps.length) / (ps.length - place));
    result[at] = least;
  });
  return result;
}
