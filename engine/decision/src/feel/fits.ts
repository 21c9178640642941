// SPDX-License-Identifier: Apache-2.0
import type { Scope } from './env.ts';
import { compared, equal, within } from './operators.ts';
import { FeelFunction, FeelRange, type Value } from './values.ts';

/** Whether a value passes one of the tests; in a cell, an expression that is true passes too. */
export function fitsAny(
  scope: Scope,
  value: Value,
  tests: readonly ((scope: Scope) => Value)[],
  inCell: boolean,
): boolean | null {
  let unknown = false;
  for (const test of tests) {
    scope.env.step();
    const result = fits(scope, value, test(scope), inCell);
    if (result === true) return true;
    if (result === null) unknown = true;
  }
  return unknown ? null : false;
}

function fits(scope: Scope, value: Value, test: Value, inCell: boolean): boolean | null {
  const { env } = scope;
  if (test instanceof FeelRange) {
    if (value instanceof FeelRange) return equal(value, test);
    // `= x` is a range of one value that need not have an order.
    if (test.from !== undefined && test.from === test.to && test.fromIn && test.toIn)
      return compared(env, '=', value, test.from);
    return within(env, value, test);
  }
  if (test instanceof FeelFunction && test.name === '!=') return test.call(env, [value]) as boolean | null;
  if (Array.isArray(test)) return inList(scope, value, test);
  if (inCell && typeof test === 'boolean' && typeof value !== 'boolean') return test;
  const same = equal(value, test);
  return same === null ? env.fail('the test is of another type than the value') : same;
}

function inList(scope: Scope, value: Value, list: readonly Value[]): boolean {
  scope.env.step(list.length);
  if (Array.isArray(value) && equal(value, list as Value[]) === true) return true;
  return list.some((item) =>
    item instanceof FeelRange && !(value instanceof FeelRange)
      ? inRangeQuietly(scope, value, item)
      : equal(value, item) === true,
  );
}

function inRangeQuietly(scope: Scope, value: Value, range: FeelRange): boolean {
  return fits(scope, value, range, false) === true;
}
