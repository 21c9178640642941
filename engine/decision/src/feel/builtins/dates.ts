// SPDX-License-Identifier: Apache-2.0
import type { Decimal } from 'decimal.js';
import { daysOf } from '../calendar.ts';
import type { Env } from '../env.ts';
import { weekday } from '../properties.ts';
import { Duration, FeelDate, FeelDateTime, FeelTime, Months, secondNanos, type Zone } from '../temporal.ts';
import { dateFrom, parseDate, parseDateTime, parseDuration, parseTime, timeFrom } from '../temporal-parse.ts';
import { Num, type Value } from '../values.ts';
import { define, type Library } from './define.ts';

const dayOf = (value: FeelDate | FeelDateTime): FeelDate => (value instanceof FeelDateTime ? value.date : value);

export function addDates(library: Library): void {
  define(
    library,
    'date',
    ['from: string', (env, from: string) => parseDate(from) ?? env.fail(`"${from}" is no date`)],
    ['from: day', (_, from: FeelDate | FeelDateTime) => dayOf(from)],
    [
      'year: number, month: number, day: number',
      (env, ...parts: Decimal[]) => {
        const [year = 0, month = 0, day = 0] = parts.map(Number);
        return dateFrom(year, month, day) ?? env.fail('there is no such date');
      },
    ],
  );
  define(
    library,
    'time',
    ['from: string', (env, from: string) => parseTime(from) ?? env.fail(`"${from}" is no time`)],
    ['from: time', (_, from: FeelTime) => from],
    ['from: date and time', (_, from: FeelDateTime) => from.time],
    ['from: date', () => new FeelTime(0n, 0)],
    ['hour: number, minute: number, second: number, offset?: any', timeOf],
  );
  define(
    library,
    'date and time',
    ['from: string', (env, from: string) => parseDateTime(from) ?? env.fail(`"${from}" is no date and time`)],
    ['from: date and time', (_, from: FeelDateTime) => from],
    ['from: date', (_, from: FeelDate) => new FeelDateTime(from, new FeelTime(0n))],
    [
      'date: day, time: time',
      (_, date: FeelDate | FeelDateTime, time: FeelTime) => new FeelDateTime(dayOf(date), time),
    ],
    [
      'date: date and time, timezone: string',
      (env, from: FeelDateTime, zone: string) => {
        const at = parseTime(`00:00:00@${zone}`);
        return at ? new FeelDateTime(from.date, new FeelTime(0n, at.zone)).plus(0n) : env.fail('no such zone');
      },
    ],
    ['year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: any', whole],
  );
  define(
    library,
    'duration',
    ['from: string', (env, from: string) => parseDuration(from) ?? env.fail(`"${from}" is no duration`)],
    ['from: duration', (_, from: Value) => from],
  );
  define(library, 'years and months duration', ['from: day, to: day', monthsBetween]);
  define(library, 'today', ['', () => now().date]);
  define(library, 'now', ['', () => now()]);
  calendarFunctions(library);
}

const now = (): FeelDateTime => FeelDateTime.ofLocal(BigInt(Date.now()) * 1_000_000n, 0);

function timeOf(env: Env, hour: Decimal, minute: Decimal, second: Decimal, offset?: Value): Value {
  const zone = offset === undefined ? undefined : zoneOf(env, offset);
  if (zone === null) return null;
  const nanos = BigInt(second.mul(1_000_000_000).trunc().toFixed(0));
  return timeFrom(hour.toNumber(), minute.toNumber(), nanos, zone) ?? env.fail('there is no such time');
}

function zoneOf(env: Env, offset: Value): Zone | null {
  if (offset === null) return undefined;
  if (offset instanceof Duration) {
    const seconds = Number(offset.nanos / secondNanos);
    return Math.abs(seconds) <= 18 * 3600 ? seconds : env.fail('no such offset');
  }
  const named = typeof offset === 'string' ? parseTime(`00:00:00@${offset}`) : null;
  return named ? named.zone : env.fail('an offset is a duration');
}

function whole(env: Env, ...parts: Value[]): Value {
  const [year, month, day, hour, minute, second] = parts as [Decimal, Decimal, Decimal, Decimal, Decimal, Decimal];
  const date = dateFrom(Number(year), Number(month), Number(day));
  const time = timeOf(env, hour, minute, second, parts[6]);
  if (!date) return env.fail('there is no such date');
  return time instanceof FeelTime ? new FeelDateTime(date, time) : null;
}

function monthsBetween(_: Env, from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): Value {
  const [a, b] = [dayOf(from), dayOf(to)];
  let months = (b.year - a.year) * 12 + b.month - a.month;
  const rest = b.day - a.day;
  if (months > 0 && rest < 0) months -= 1;
  if (months < 0 && rest > 0) months += 1;
  return new Months(months);
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = 'January February March April May June July August September October November December'.split(' ');

function calendarFunctions(library: Library): void {
  const of = (name: string, run: (day: FeelDate) => Value): void =>
    define(library, name, ['date: day', (_, date: FeelDate | FeelDateTime) => run(dayOf(date))]);
  of('day of year', (day) => new Num(day.days - daysOf(day.year, 1, 1) + 1));
  of('day of week', (day) => weekdays[weekday(day) - 1] as string);
  of('month of year', (day) => months[day.month - 1] as string);
  of('week of year', (day) => new Num(isoWeek(day)));
}

/** ISO 8601: the week belongs to the year of its Thursday. */
function isoWeek(day: FeelDate): number {
  const thursday = FeelDate.ofDays(day.days + 4 - weekday(day));
  return Math.floor((thursday.days - daysOf(thursday.year, 1, 1)) / 7) + 1;
}
