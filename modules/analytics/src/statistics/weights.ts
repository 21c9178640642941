// SPDX-License-Identifier: Apache-2.0
/** Answers weighted to those who were served: an office whose visitors answer seldom counts as much as it served. */
import type { Histogram } from '@stoa/surveys/contract';
import { answersIn, wilsonInterval } from './scores.ts';

/** People served, and what those of them who answered gave. */
export interface WeightedCell {
  readonly served: number;
  readonly counts: Histogram;
}
export interface Weighted {
  readonly mean: number;
  readonly satisfied: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** (Σw)²/Σw²: as many equal answers would say as much (Kish 1965). */
  readonly effectiveAnswers: number;
}

const least = 0.3;
const most = 3;

/** Weight N_h/n_h of each cell, on average 1, trimmed to [0.3, 3]. Cells without answers count for nothing. */
export function weightsOf(cells: readonly WeightedCell[]): number[] {
  const answered = cells.map(({ counts }) => answersIn(counts));
  // A card that came before the months looked at may be answered in them: nobody answers without having been served.
  const served = cells.map((cell, at) => ((answered[at] ?? 0) > 0 ? Math.max(cell.served, answered[at] ?? 0) : 0));
  const all = served.reduce((sum, one) => sum + one, 0);
  const given = answered.reduce((sum, one) => sum + one, 0);
  return cells.map((_, at) => {
    const n = answered[at] ?? 0;
    return n > 0 ? Math.min(most, Math.max(least, (served[at] ?? 0) / all / (n / given))) : 0;
  });
}

/** Undefined where nobody answered. */
export function weighted(cells: readonly WeightedCell[]): Weighted | undefined {
  const weights = weightsOf(cells);
  const sum = (of: (counts: Histogram) => number, power = 1) =>
    cells.reduce((all, { counts }, at) => all + (weights[at] ?? 0) ** power * of(counts), 0);
  const total = sum(answersIn);
  if (total === 0) return undefined;
  const effectiveAnswers = total ** 2 / sum(answersIn, 2);
  const satisfied = sum((counts) => (counts[3] ?? 0) + (counts[4] ?? 0)) / total;
  return {
    mean: sum((counts) => counts.reduce((all, count, at) => all + count * (at + 1), 0)) / total,
    satisfied,
    interval: wilsonInterval(satisfied * effectiveAnswers, effectiveAnswers),
    effectiveAnswers,
  };
}
