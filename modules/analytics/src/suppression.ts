// SPDX-License-Identifier: Apache-2.0
/** Which groups may show figures, so that nobody learns what a handful of people answered. */
import type { Histogram } from '@stoa/surveys/contract';
import type { Score } from './contract.ts';
import { answersIn, scoreOf } from './statistics/scores.ts';

export type Visible = { state: 'shown'; score: Score } | { state: 'suppressed' } | { state: 'none' };

/**
 * Of groups that add up to a total that is itself shown: too small ones are hidden, and where that would be a single one,
 * the next smallest too, because total minus the others would give it away.
 */
export function shownGroups(answers: readonly number[], minimum: number): boolean[] {
  const shown = answers.map((count) => count >= minimum);
  const hidden = answers.filter((count) => count > 0 && count < minimum);
  if (hidden.length !== 1) return shown;
  const smallest = Math.min(...answers.filter((count) => count >= minimum));
  const partner = answers.indexOf(smallest);
  return shown.map((visible, index) => visible && index !== partner);
}

export function visible(counts: Histogram, shown: boolean): Visible {
  if (answersIn(counts) <= 0) return { state: 'none' };
  return shown ? { state: 'shown', score: scoreOf(counts) } : { state: 'suppressed' };
}

export function visibleGroups(groups: readonly Histogram[], minimum: number): Visible[] {
  const shown = shownGroups(groups.map(answersIn), minimum);
  return groups.map((counts, index) => visible(counts, shown[index] ?? false));
}
