// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import type { Env } from '../env.ts';
import { equal, finite } from '../operators.ts';
import { Duration, Months } from '../temporal.ts';
import { Num, type Value } from '../values.ts';
import { define, type Library } from './define.ts';

type Rounding = Decimal.Rounding;

export function addNumbers(library: Library): void {
  rounding(library, 'decimal', Decimal.ROUND_HALF_EVEN, false);
  rounding(library, 'floor', Decimal.ROUND_FLOOR, true);
  rounding(library, 'ceiling', Decimal.ROUND_CEIL, true);
  rounding(library, 'round up', Decimal.ROUND_UP, false);
  rounding(library, 'round down', Decimal.ROUND_DOWN, false);
  rounding(library, 'round half up', Decimal.ROUND_HALF_UP, false);
  rounding(library, 'round half down', Decimal.ROUND_HALF_DOWN, false);
  define(
    library,
    'abs',
    ['n: number', (_, n: Decimal) => n.abs()],
    ['n: years and months duration', (_, n: Months) => new Months(Math.abs(n.months))],
    ['n: days and time duration', (_, n: Duration) => new Duration(n.nanos < 0n ? -n.nanos : n.nanos)],
  );
  define(library, 'modulo', [
    'dividend: number, divisor: number',
    (env, dividend: Decimal, divisor: Decimal) =>
      divisor.isZero()
        ? env.fail('modulo by zero')
        : finite(env, Num.sub(dividend, Num.mul(divisor, Num.div(dividend, divisor).floor()))),
  ]);
  define(library, 'sqrt', [
    'number: number',
    (env, n: Decimal) => (n.isNegative() && !n.isZero() ? env.fail('the number is negative') : n.sqrt()),
  ]);
  define(library, 'log', ['number: number', (env, n: Decimal) => (n.gt(0) ? n.ln() : env.fail('no logarithm'))]);
  define(library, 'exp', [
    'number: number',
    (env, n: Decimal) => (n.abs().gt(15_000) ? env.fail('the number is too large') : finite(env, n.exp())),
  ]);
  define(library, 'odd', ['number: number', (_, n: Decimal) => n.mod(2).abs().eq(1)]);
  define(library, 'even', ['number: number', (_, n: Decimal) => n.mod(2).isZero()]);
  statistics(library);
}

function rounding(library: Library, name: string, mode: Rounding, optional: boolean): void {
  define(library, name, [
    `n: number, scale${optional ? '?' : ''}: number`,
    (env, n: Decimal, scale: Decimal = new Num(0)) => rounded(env, n, scale, mode),
  ]);
}

function rounded(env: Env, n: Decimal, scale: Decimal, mode: Rounding): Value {
  const places = scale.trunc().toNumber();
  if (places < -6111 || places > 6176) return env.fail('the scale is outside -6111 to 6176');
  if (places >= 0) return places > n.decimalPlaces() ? n : n.toDecimalPlaces(places, mode);
  const unit = new Num(10).pow(-places);
  return n.div(unit).toDecimalPlaces(0, mode).mul(unit);
}

function statistics(library: Library): void {
  over(library, 'sum', (list) => list.reduce((all, n) => Num.add(all, n), new Num(0)), true);
  over(library, 'product', (list) => list.reduce((all, n) => Num.mul(all, n), new Num(1)), true);
  over(library, 'mean', mean, true);
  over(library, 'median', median, true);
  over(library, 'stddev', deviation, true);
  define(
    library,
    'mode',
    ['list: numbers', (_, list: Decimal[]) => modes(list)],
    ['...list: number', (_, list: Decimal[]) => modes(list)],
  );
}

function over(library: Library, name: string, run: (list: Decimal[]) => Decimal | null, emptyIsNull: boolean): void {
  const body = (env: Env, list: Decimal[]): Value => {
    env.step(list.length);
    if (emptyIsNull && list.length === 0) return env.fail('the list is empty');
    const value = run(list);
    return value === null ? env.fail(`${name} needs more numbers`) : finite(env, value);
  };
  define(library, name, ['list: numbers', body], ['...list: number', body]);
}

const mean = (list: readonly Decimal[]): Decimal =>
  list.reduce((all, n) => Num.add(all, n), new Num(0)).div(list.length);

const sorted = (list: readonly Decimal[]): Decimal[] => [...list].sort((a, b) => a.comparedTo(b));

function median(list: readonly Decimal[]): Decimal {
  const order = sorted(list);
  const half = Math.floor(order.length / 2);
  const upper = order[half] as Decimal;
  return order.length % 2 ? upper : Num.add(upper, order[half - 1] as Decimal).div(2);
}

function deviation(list: readonly Decimal[]): Decimal | null {
  if (list.length < 2) return null;
  const middle = mean(list);
  const squares = list.reduce((all, n) => all.add(n.sub(middle).pow(2)), new Num(0));
  return squares.div(list.length - 1).sqrt();
}

function modes(list: readonly Decimal[]): Value {
  const counted: { n: Decimal; times: number }[] = [];
  for (const n of sorted(list)) {
    const last = counted.at(-1);
    if (last && equal(last.n, n)) last.times += 1;
    else counted.push({ n, times: 1 });
  }
  const most = Math.max(0, ...counted.map(({ times }) => times));
  return counted.filter(({ times }) => times === most).map(({ n }) => n);
}
