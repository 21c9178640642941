// SPDX-License-Identifier: Apache-2.0
/** Figures of a five-point question, all from its histogram. */
import type { Histogram } from '@stoa/surveys/contract';
import type { Score } from '../contract.ts';

/** 97.5th percentile of the standard normal distribution: intervals cover 95 %. */
const z = 1.959963984540054;

export const answersIn = (counts: Histogram): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * Wilson score interval of a share (Wilson 1927): unlike p ± z·se it stays within 0 to 1 and is honest for few answers:
 * 5 of 5 gives 57 % to 100 %.
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } {
  const share = successes / trials;
  const zSquared = z * z;
  const denominator = 1 + zSquared / trials;
  const centre = (share + zSquared / (2 * trials)) / denominator;
  const half = (z * Math.sqrt((share * (1 - share)) / trials + zSquared / (4 * trials * trials))) / denominator;
  return { low: Math.max(0, Math.min(share, centre - half)), high: Math.min(1, Math.max(share, centre + half)) };
}

/** Mean x̄, index 25(x̄−1), share of points 4 and 5 with its interval. The histogram holds at least one answer. */
export function scoreOf(counts: Histogram): Score {
  const answers = answersIn(counts);
  const mean = counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / answers;
  const satisfied = (counts[3] ?? 0) + (counts[4] ?? 0);
  return {
    answers,
    mean,
    index: 25 * (mean - 1),
    satisfied: satisfied / answers,
    interval: wilsonInterval(satisfied, answers),
    distribution: counts,
  };
}

export const addCounts = (a: Histogram, b: Histogram): Histogram => a.map((count, index) => count + (b[index] ?? 0));
export const noCounts: Histogram = [0, 0, 0, 0, 0];
