// SPDX-License-Identifier: Apache-2.0
/** Whether values over time go up or down, whatever single months say. */
import { twoSided } from './change.ts';

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

/** A value and when: in months, gaps allowed. */
export interface Observation {
  readonly at: number;
  readonly value: number;
}

/** Theil and Sen: the median of the slopes between all pairs; per unit of time. */
export function slopeOf(series: readonly Observation[]): number {
  const slopes = series.flatMap((a, index) =>
    series.slice(index + 1).flatMap((b) => (b.at === a.at ? [] : [(b.value - a.value) / (b.at - a.at)])),
  );
  return median(slopes);
}

/** Mann and Kendall, with the correction for ties and for continuity; two-sided. */
export function mannKendall(series: readonly Observation[]): { s: number; p: number } {
  const values = [...series].sort((a, b) => a.at - b.at).map(({ value }) => value);
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const weight = (t: number) => t * (t - 1) * (2 * t + 5);
  const variance = (weight(n) - [...ties.values()].reduce((sum, t) => sum + weight(t), 0)) / 18;
  return { s, p: variance > 0 ? twoSided((s - Math.sign(s)) / Math.sqrt(variance)) : 1 };
}

const fewestMonths = 8;

/** Slope a year and its p; undefined below eight months. */
export function trendOf(series: readonly Observation[]): { perYear: number; p: number } | undefined {
  if (series.length < fewestMonths) return undefined;
  return { perYear: 12 * slopeOf(series), p: mannKendall(series).p };
}
