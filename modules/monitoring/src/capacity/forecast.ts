// SPDX-License-Identifier: Apache-2.0
/**
 * The day on which a limit is reached: the peaks of weeks on a straight line through the medians of all slopes between two
 * weeks (Theil 1950, Sen 1968), which no single bad week moves. Said only where the line would have foretold the weeks gone
 * by better than "as much as last week".
 */

export interface Day {
  /** `2031-03-05`. */
  readonly date: string;
  readonly used: number;
}

export interface Week {
  /** Its last day. */
  readonly date: string;
  /** The most of its days. */
  readonly peak: number;
}

export interface Forecast {
  /**
   * `reached`: the limit is past now. `expected`: on `reachesOn`. `far`: not within `horizonWeeks`. `steady`: it does not grow.
   * `unclear`: the line would have foretold no better than last week's peak. `short`: fewer than `fewestWeeks` weeks.
   */
  readonly state: 'reached' | 'expected' | 'far' | 'steady' | 'unclear' | 'short';
  readonly weeks: readonly Week[];
  /** How much more a week. */
  readonly growth?: number;
  /** Mean absolute error of the line over the weeks it was tried on, and of last week's peak over the same ones. */
  readonly error?: number;
  readonly naiveError?: number;
  readonly reachesOn?: string;
  /** The same with the steep and the flat tenth of slopes; `latest` is missing where the flat ones never reach it. */
  readonly earliest?: string;
  readonly latest?: string;
}

export const fewestWeeks = 10;
export const horizonWeeks = 260;
/** What is older says little of what comes. */
const mostWeeks = 52;
/** Weeks ahead that each trial foretells. */
const ahead = 4;
const fewestForTrial = 6;
const dayMs = 86_400_000;

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Whole weeks back from the last day; a week of which nothing is known is left out. */
export function weeksOf(days: readonly Day[]): Week[] {
  const last = days.at(-1)?.date;
  if (last === undefined) return [];
  const peaks = new Map<number, number>();
  for (const { date, used } of days) {
    const back = Math.floor(daysBetween(date, last) / 7);
    if (back < mostWeeks) peaks.set(back, Math.max(peaks.get(back) ?? Number.NEGATIVE_INFINITY, used));
  }
  return [...peaks].sort(([a], [b]) => b - a).map(([back, peak]) => ({ date: addDays(last, -7 * back), peak }));
}

const median = (values: readonly number[]) => quantile(values, 0.5);
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

interface Line {
  readonly slopes: readonly number[];
  readonly slope: number;
  /** At the last week. */
  readonly level: number;
}

/** Weeks are told apart by their dates: one that is missing leaves its place free. */
export function lineOf(weeks: readonly Week[]): Line {
  const last = weeks.at(-1)?.date ?? '';
  const at = weeks.map(({ date, peak }) => ({ x: -daysBetween(date, last) / 7, y: peak }));
  const slopes = at.flatMap((one, i) => at.slice(i + 1).map((other) => (other.y - one.y) / (other.x - one.x)));
  const slope = median(slopes);
  return { slopes, slope, level: median(at.map(({ x, y }) => y - slope * x)) };
}

/** Tried on each week from which on enough is known before it. */
function trial(weeks: readonly Week[]): { error: number; naiveError: number } {
  let [line, naive, count] = [0, 0, 0];
  for (let known = fewestForTrial; known < weeks.length; known++) {
    const { slope, level } = lineOf(weeks.slice(0, known));
    const from = weeks[known - 1] as Week;
    for (const { date, peak } of weeks.slice(known, known + ahead)) {
      line += Math.abs(level + (slope * daysBetween(from.date, date)) / 7 - peak);
      naive += Math.abs(from.peak - peak);
      count += 1;
    }
  }
  return { error: line / count, naiveError: naive / count };
}

/** `days` in order, each once. */
export function forecast(days: readonly Day[], limit: number): Forecast {
  const weeks = weeksOf(days);
  const last = weeks.at(-1);
  if (last && last.peak >= limit) return { state: 'reached', weeks };
  if (!last || weeks.length < fewestWeeks) return { state: 'short', weeks };
  const { slopes, slope, level } = lineOf(weeks);
  const errors = trial(weeks);
  const told = { weeks, growth: slope, ...errors };
  if (slope <= 0) return { state: 'steady', ...told };
  if (errors.error >= errors.naiveError) return { state: 'unclear', ...told };
  /** From the last week on, at least a day ahead: it is not reached today. */
  const dayOf = (growth: number) => {
    const needed = growth > 0 ? Math.max(1 / 7, (limit - level) / growth) : Number.POSITIVE_INFINITY;
    return needed > horizonWeeks ? undefined : addDays(last.date, Math.ceil(Number((needed * 7).toFixed(6))));
  };
  const reachesOn = dayOf(slope);
  if (reachesOn === undefined) return { state: 'far', ...told };
  const [earliest, latest] = [dayOf(quantile(slopes, 0.9)), dayOf(quantile(slopes, 0.1))];
  return { state: 'expected', ...told, reachesOn, ...(earliest ? { earliest } : {}), ...(latest ? { latest } : {}) };
}
