// SPDX-License-Identifier: Apache-2.0
/** Places in a league, as ranges: what the intervals of the scores leave possible. */

export interface Standing {
  /** Both ends of the interval of the score; more is better. */
  readonly low: number;
  readonly high: number;
}
export interface RankRange {
  readonly from: number;
  readonly to: number;
}

/** How many of the sorted values are below (or, inclusive, not above) the limit. */
function countBelow(sorted: readonly number[], limit: number, inclusive: boolean): number {
  let [start, end] = [0, sorted.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    const value = sorted[middle] ?? 0;
    if (value < limit || (inclusive && value === limit)) start = middle + 1;
    else end = middle;
  }
  return start;
}

/**
 * One more than the number of those certainly better, up to all but those certainly worse (Klein, Wright and Wieczorek
 * 2020, A joint confidence region for an overall ranking of populations, section 2).
 */
export function rankRanges(standings: readonly Standing[]): RankRange[] {
  const ascending = (a: number, b: number) => a - b;
  const lows = standings.map(({ low }) => low).sort(ascending);
  const highs = standings.map(({ high }) => high).sort(ascending);
  return standings.map(({ low, high }) => ({
    from: 1 + lows.length - countBelow(lows, high, true),
    to: lows.length - countBelow(highs, low, false),
  }));
}
