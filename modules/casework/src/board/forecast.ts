// SPDX-License-Identifier: Apache-2.0
/**
 * The open stock of the next weeks by simple exponential smoothing (Hyndman and Athanasopoulos, Forecasting: principles and
 * practice, 3rd edition, section 8.1), tried over the past against the naive one, which takes the last figure for the next.
 * It says nothing where it is not nearer.
 */

/** Weeks ahead. */
export const ahead = 4;
/** Fewer weeks tell nothing. */
const least = 20;
/** Weeks from which forecasts are tried, at most. */
const trials = 16;
const weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export interface StockForecast {
  /** The same for each week ahead: smoothing knows a level, no trend. */
  readonly level: number;
  /** Half of the interval for each week ahead, in cases: four of five past errors were within it. */
  readonly within: readonly number[];
  /** Mean absolute errors over all weeks ahead that were tried, in cases. */
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

/** @param stock open cases at the end of each full week, the oldest first */
export function forecastStock(stock: readonly number[]): StockForecast | undefined {
  if (stock.length < least) return undefined;
  const errors: number[][] = Array.from({ length: ahead }, () => []);
  const naive: number[] = [];
  const last = stock.length - ahead;
  for (let origin = Math.max(Math.floor(stock.length / 2), last - trials); origin <= last; origin += 1) {
    const known = stock.slice(0, origin);
    const level = levelOf(known);
    for (let week = 0; week < ahead; week += 1) {
      const real = stock[origin + week] ?? 0;
      errors[week]?.push(Math.abs(real - level));
      naive.push(Math.abs(real - (known.at(-1) ?? 0)));
    }
  }
  const [error, naiveError] = [mean(errors.flat()), mean(naive)];
  if (!(error < naiveError)) return undefined;
  return { level: levelOf(stock), within: errors.map(mostOf), error, naiveError };
}
