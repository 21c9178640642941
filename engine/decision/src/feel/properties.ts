// SPDX-License-Identifier: Apache-2.0
import type { Env } from './env.ts';
import { Duration, FeelDate, FeelDateTime, FeelTime, Months, secondNanos } from './temporal.ts';
import { FeelRange, kindOf, Num, type Value } from './values.ts';

/** What stands after a dot. */
export function property(env: Env, of: Value, name: string): Value {
  if (of instanceof Map) {
    const value = of.get(name);
    return value === undefined ? env.fail(`the context has no "${name}"`) : value;
  }
  if (Array.isArray(of)) return of.map((item) => property(env, item, name));
  const value = of === null ? undefined : partOf(of, name);
  return value === undefined ? env.fail(`${kindOf(of)} has no "${name}"`) : value;
}

const num = (value: number | bigint): Value => new Num(String(value));

function partOf(of: Value, name: string): Value | undefined {
  if (of instanceof FeelDate) return datePart(of, name);
  if (of instanceof FeelTime) return timePart(of, name, of.offset);
  if (of instanceof FeelDateTime) return datePart(of.date, name) ?? timePart(of.time, name, of.offset);
  if (of instanceof Months) {
    if (name === 'years') return num(Math.trunc(of.months / 12) + 0);
    return name === 'months' ? num((of.months % 12) + 0) : undefined;
  }
  if (of instanceof Duration) {
    const { parts } = of;
    if (name !== 'days' && name !== 'hours' && name !== 'minutes' && name !== 'seconds') return undefined;
    return num(of.nanos < 0n ? -parts[name] : parts[name]);
  }
  return of instanceof FeelRange ? rangePart(of, name) : undefined;
}

function datePart(of: FeelDate, name: string): Value | undefined {
  if (name === 'year' || name === 'month' || name === 'day') return num(of[name]);
  return name === 'weekday' ? num(weekday(of)) : undefined;
}

/** Monday is 1. */
export const weekday = (of: FeelDate): number => ((((of.days + 3) % 7) + 7) % 7) + 1;

function timePart(of: FeelTime, name: string, offset: number | undefined): Value | undefined {
  const seconds = of.secondOfDay;
  if (name === 'hour') return num(Math.floor(seconds / 3600));
  if (name === 'minute') return num(Math.floor(seconds / 60) % 60);
  if (name === 'second') return num(seconds % 60);
  if (name === 'time offset') return offset === undefined ? null : new Duration(BigInt(offset) * secondNanos);
  if (name === 'timezone') return typeof of.zone === 'string' ? of.zone : null;
  return undefined;
}

function rangePart(of: FeelRange, name: string): Value | undefined {
  if (name === 'start') return of.from ?? null;
  if (name === 'end') return of.to ?? null;
  if (name === 'start included') return of.fromIn;
  return name === 'end included' ? of.toIn : undefined;
}
