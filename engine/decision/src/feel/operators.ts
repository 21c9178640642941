// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import type { Comparison } from './ast.ts';
import type { Env } from './env.ts';
import { Duration, dayNanos, FeelDate, FeelDateTime, FeelTime, Months } from './temporal.ts';
import { FeelRange, kindOf, Num, type Value } from './values.ts';

/** Null: these two cannot be compared for equality. */
export function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return a === b;
  if (a === b) return true;
  if (kindOf(a) !== kindOf(b)) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return a.every((item, index) => equal(item, b[index] as Value) === true);
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    return [...a].every(([key, item]) => b.has(key) && equal(item, b.get(key) as Value) === true);
  }
  if (a instanceof FeelRange && b instanceof FeelRange)
    return (
      a.fromIn === b.fromIn &&
      a.toIn === b.toIn &&
      equal(a.from ?? null, b.from ?? null) === true &&
      equal(a.to ?? null, b.to ?? null) === true
    );
  const order = compare(a, b);
  return order === undefined ? false : order === 0;
}

const signOf = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Times are compared by the millisecond. */
const milliseconds = (nanos: bigint): bigint => nanos / 1_000_000n;

/** Undefined: these two have no order. */
export function compare(a: Value, b: Value): number | undefined {
  if (a instanceof Decimal && b instanceof Decimal) return a.comparedTo(b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof FeelDate && b instanceof FeelDate) return signOf(a.days, b.days);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    if ((a.offset === undefined) !== (b.offset === undefined)) return undefined;
    return signOf(milliseconds(a.instant), milliseconds(b.instant));
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    if ((a.offset === undefined) !== (b.offset === undefined)) return undefined;
    return signOf(milliseconds(a.utcNanos), milliseconds(b.utcNanos));
  }
  if (a instanceof Months && b instanceof Months) return signOf(a.months, b.months);
  if (a instanceof Duration && b instanceof Duration) return signOf(a.nanos, b.nanos);
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b ? 0 : undefined;
  return undefined;
}

/** By code points, so that what lies outside the first plane comes last. */
function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (order) return Math.sign(order);
  }
  return Math.sign(left.length - right.length);
}

export function compared(env: Env, op: Comparison, a: Value, b: Value): boolean | null {
  if (op === '=' || op === '!=') {
    const same = equal(a, b);
    if (same === null) return env.fail(`${kindOf(a)} cannot be equal to ${kindOf(b)}`);
    return op === '=' ? same : !same;
  }
  const order = typeof a === 'boolean' ? undefined : compare(a, b);
  if (order === undefined) return env.fail(`${kindOf(a)} ${op} ${kindOf(b)} has no order`);
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
}

/** Whether a value lies in a range. */
export function within(env: Env, value: Value, range: FeelRange): boolean | null {
  if (range.from !== undefined) {
    const low = compared(env, range.fromIn ? '>=' : '>', value, range.from);
    if (low !== true) return low;
  }
  return range.to === undefined ? true : compared(env, range.toIn ? '<=' : '<', value, range.to);
}

export const finite = (env: Env, value: Decimal): Value =>
  value.isFinite() ? value : env.fail('the result is no number');

export function negated(env: Env, value: Value): Value {
  if (value instanceof Decimal) return value.negated();
  if (value instanceof Months) return new Months(-value.months);
  if (value instanceof Duration) return new Duration(-value.nanos);
  return env.fail(`${kindOf(value)} has no negative`);
}

export function arithmetic(env: Env, op: '+' | '-' | '*' | '/' | '**', a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return numbers(env, op, a, b);
  const result = op === '+' ? sum(env, a, b) : op === '-' ? difference(env, a, b) : scaled(env, op, a, b);
  return result === undefined ? env.fail(`${kindOf(a)} ${op} ${kindOf(b)} has no meaning`) : result;
}

function numbers(env: Env, op: string, a: Decimal, b: Decimal): Value {
  if (op === '+') return finite(env, Num.add(a, b));
  if (op === '-') return finite(env, Num.sub(a, b));
  if (op === '*') return finite(env, Num.mul(a, b));
  if (op === '**') {
    if (b.abs().gt(100_000)) return env.fail('the exponent is too large');
    return finite(env, Num.pow(a, b));
  }
  return b.isZero() ? env.fail('division by zero') : finite(env, Num.div(a, b));
}

function inYears<T extends { date?: FeelDate; year?: number }>(env: Env, value: T): T | null {
  const year = value.date?.year ?? value.year ?? 0;
  return Math.abs(year) <= 999_999_999 ? value : env.fail('the year is outside what FEEL knows');
}

function sum(env: Env, a: Value, b: Value): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') {
    env.size(a.length + b.length);
    return a + b;
  }
  if (a instanceof Months && b instanceof Months) return new Months(a.months + b.months);
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos + b.nanos);
  if (a instanceof Months || a instanceof Duration) return later(env, b, a);
  return b instanceof Months || b instanceof Duration ? later(env, a, b) : undefined;
}

function later(env: Env, at: Value, by: Months | Duration): Value | undefined {
  if (by instanceof Months)
    return at instanceof FeelDate || at instanceof FeelDateTime ? inYears(env, at.plusMonths(by.months)) : undefined;
  if (at instanceof FeelTime || at instanceof FeelDateTime) {
    const result = at.plus(by.nanos);
    return result instanceof FeelDateTime ? inYears(env, result) : result;
  }
  return at instanceof FeelDate
    ? inYears(env, FeelDateTime.ofLocal(BigInt(at.days) * dayNanos + by.nanos, undefined).date)
    : undefined;
}

const midnight = (value: Value): Value =>
  value instanceof FeelDate ? new FeelDateTime(value, new FeelTime(0n, 0)) : value;

function difference(env: Env, a: Value, b: Value): Value | undefined {
  if (b instanceof Months || b instanceof Duration) {
    if (a instanceof Months && b instanceof Months) return new Months(a.months - b.months);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos - b.nanos);
    return later(env, a, negated(env, b) as Months | Duration);
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    if ((a.offset === undefined) !== (b.offset === undefined)) return undefined;
    return new Duration(a.utcNanos - b.utcNanos);
  }
  const left = midnight(a);
  const right = midnight(b);
  if (!(left instanceof FeelDateTime && right instanceof FeelDateTime)) return undefined;
  if ((left.offset === undefined) !== (right.offset === undefined)) return undefined;
  return new Duration(left.instant - right.instant);
}

function scaled(env: Env, op: string, a: Value, b: Value): Value | undefined {
  if (op === '**') return undefined;
  if (op === '/' && a instanceof Months && b instanceof Months)
    return b.months === 0 ? env.fail('division by zero') : new Num(a.months).div(b.months);
  if (op === '/' && a instanceof Duration && b instanceof Duration)
    return b.nanos === 0n ? env.fail('division by zero') : new Num(String(a.nanos)).div(String(b.nanos));
  const [duration, factor] = op === '*' && a instanceof Decimal ? [b, a] : [a, b];
  if (!(factor instanceof Decimal)) return undefined;
  if (op === '/' && factor.isZero()) return env.fail('division by zero');
  const scale = (count: Decimal): Decimal => (op === '*' ? count.mul(factor) : count.div(factor)).trunc();
  if (duration instanceof Months) {
    const months = scale(new Num(duration.months)).toNumber();
    return Number.isSafeInteger(months) ? new Months(months) : env.fail('the duration is too long');
  }
  if (duration instanceof Duration) return new Duration(BigInt(scale(new Num(String(duration.nanos))).toFixed(0)));
  return undefined;
}
