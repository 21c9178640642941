// SPDX-License-Identifier: Apache-2.0
/**
 * The next values of a series by simple exponential smoothing (Hyndman and Athanasopoulos, Forecasting: principles and
 * practice, 3rd edition, section 8.1), tried over the past against the naive one, which takes the last figure for the next.
 * It says nothing where it is not nearer.
 */

export interface Trying {
  /** Steps ahead. */
  readonly ahead: number;
  /** Fewer values tell nothing. */
  readonly least: number;
  /** Values from which forecasts are tried, at most. */
  readonly trials?: number;
}

const usualTrials = 16;
const weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export interface SmoothForecast {
  /** The same for each step ahead: smoothing knows a level, no trend. */
  readonly level: number;
  /** Half of the interval for each step ahead: four of five past errors were within it. */
  readonly within: readonly number[];
  /** Mean absolute errors over all steps ahead that were tried. */
  readonly error: number;
  readonly naiveError: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Level after all values, and the squared errors of each next one. */
function smoothed(values: readonly number[], weight: number): { level: number; squares: number } {
  let level = values[0] ?? 0;
  let squares = 0;
  for (const value of values.slice(1)) {
    squares += (value - level) ** 2;
    level += weight * (value - level);
  }
  return { level, squares };
}

/** With the weight that fitted best so far. */
function levelOf(values: readonly number[]): number {
  const tried = weights.map((weight) => smoothed(values, weight));
  return tried.reduce((best, one) => (one.squares < best.squares ? one : best)).level;
}

/** The value below which four of five lie. */
function mostOf(errors: readonly number[]): number {
  const sorted = errors.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.8) - 1)] ?? 0;
}

/** @param series the oldest value first; periods that are not over are left out */
export function smoothForecast(
  series: readonly number[],
  { ahead, least, trials = usualTrials }: Trying,
): SmoothForecast | undefined {
  if (series.length < least) return undefined;
  const errors: number[][] = Array.from({ length: ahead }, () => []);
  const naive: number[] = [];
  const last = series.length - ahead;
  for (let origin = Math.max(Math.floor(series.length / 2), last - trials); origin <= last; origin += 1) {
    const known = series.slice(0, origin);
    const level = levelOf(known);
    for (let step = 0; step < ahead; step += 1) {
      const real = series[origin + step] ?? 0;
      errors[step]?.push(Math.abs(real - level));
      naive.push(Math.abs(real - (known.at(-1) ?? 0)));
    }
  }
  const [error, naiveError] = [mean(errors.flat()), mean(naive)];
  if (!(error < naiveError)) return undefined;
  return { level: levelOf(series), within: errors.map(mostOf), error, naiveError };
}
