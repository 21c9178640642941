// SPDX-License-Identifier: Apache-2.0
/**
 * The coming months by damped Holt–Winters (additive), said only where it did better on the months gone by than "as in the
 * same month of the year before".
 */

const season = 12;
const horizon = 6;
const fewestMonths = 2 * season;
/** Months that the first of the trials knows. */
const firstTrial = season + season / 2;
const trialHorizon = 3;

export interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}
interface Start {
  readonly level: number;
  readonly trend: number;
  readonly seasons: readonly number[];
}
interface State extends Start {
  /** Sum of the squares of one-step errors. */
  readonly squares: number;
}
const average = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** From the first year and, where there is one, the second. */
export function startOf(values: readonly number[]): Start {
  const level = average(values.slice(0, season));
  const next = values.slice(season, 2 * season);
  const trend = next.length === season ? (average(next) - level) / season : 0;
  return { level, trend, seasons: values.slice(0, season).map((value) => value - level) };
}

/** Hyndman and Athanasopoulos, Forecasting: principles and practice, section 8.3, with the trend damped by phi. */
export function smooth(values: readonly number[], by: Smoothing, start: Start = startOf(values)): State {
  let { level, trend } = start;
  const seasons = [...start.seasons];
  let squares = 0;
  values.forEach((value, at) => {
    const before = seasons[at] ?? 0;
    const expected = level + by.phi * trend;
    squares += (value - expected - before) ** 2;
    const now = by.alpha * (value - before) + (1 - by.alpha) * expected;
    trend = by.beta * (now - level) + (1 - by.beta) * by.phi * trend;
    seasons.push(by.gamma * (value - expected) + (1 - by.gamma) * before);
    level = now;
  });
  return { level, trend, seasons: seasons.slice(-season), squares };
}

export function ahead({ level, trend, seasons }: Start, phi: number, steps: number): number[] {
  let damped = 0;
  return Array.from({ length: steps }, (_, at) => {
    damped += phi ** (at + 1);
    return level + damped * trend + (seasons[at % season] ?? 0);
  });
}

const grid: readonly Smoothing[] = [0.05, 0.15, 0.3, 0.5].flatMap((alpha) =>
  [0.02, 0.1, 0.25].flatMap((beta) =>
    [0.02, 0.1, 0.25].flatMap((gamma) => [0.8, 0.9, 0.98].map((phi) => ({ alpha, beta, gamma, phi }))),
  ),
);

/** Next values by the smoothing that fits what is known best. */
export function predict(values: readonly number[], steps: number): number[] {
  const start = startOf(values);
  let [best, chosen]: [State, Smoothing] | [undefined, undefined] = [undefined, undefined];
  for (const by of grid) {
    const state = smooth(values, by, start);
    if (!best || state.squares < best.squares) [best, chosen] = [state, by];
  }
  return best && chosen ? ahead(best, chosen.phi, steps) : [];
}

export type Forecast =
  | { readonly said: true; readonly mase: number; readonly points: { value: number; low: number; high: number }[] }
  | { readonly said: false; readonly why: 'too-short' | 'gaps' | 'not-better'; readonly mase?: number };

/** Errors of forecasts made at each month since the first trial, beside those of the same month a year before. */
function trials(values: readonly number[]): { errors: number[]; naive: number[] } {
  const [errors, naive]: [number[], number[]] = [[], []];
  for (let origin = firstTrial; origin < values.length; origin++) {
    const predicted = predict(values.slice(0, origin), Math.min(trialHorizon, values.length - origin));
    predicted.forEach((value, at) => {
      const real = values[origin + at] ?? 0;
      errors.push(Math.abs(real - value));
      naive.push(Math.abs(real - (values[origin + at - season] ?? 0)));
    });
  }
  return { errors, naive };
}

/** @param months in order, none left out; a month without a value is a gap. Values stay between `lowest` and `highest`. */
export function forecast(months: readonly (number | undefined)[], lowest: number, highest: number): Forecast {
  if (months.length < fewestMonths) return { said: false, why: 'too-short' };
  const values = months.flatMap((value) => (value === undefined ? [] : [value]));
  if (values.length < months.length) return { said: false, why: 'gaps' };
  const { errors, naive } = trials(values);
  const mase = average(errors) / average(naive);
  if (!(mase < 1)) return { said: false, why: 'not-better', ...(Number.isFinite(mase) ? { mase } : {}) };
  // Nine of ten of the trials erred by less.
  const sorted = [...errors].sort((a, b) => a - b);
  const margin = sorted[Math.ceil(0.9 * sorted.length) - 1] ?? 0;
  const within = (value: number) => Math.min(highest, Math.max(lowest, value));
  return {
    ...{ said: true, mase },
    points: predict(values, horizon).map((value) => ({
      ...{ value: within(value), low: within(value - margin), high: within(value + margin) },
    })),
  };
}
