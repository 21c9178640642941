// SPDX-License-Identifier: Apache-2.0
import { isDateOutside } from '@stoa/kernel/text';
import { evaluate, unaryTest } from 'feelin';

/** The expression cannot be evaluated: a variable is missing, a type does not fit, or it does not parse. */
export class FeelError extends Error {
  override name = 'FeelError';
}

type Warning = { message: string };

function settled<T>(expression: string, run: () => { value: T; warnings: Warning[] }): T {
  let result: { value: T; warnings: Warning[] };
  try {
    result = run();
  } catch (cause) {
    throw new FeelError(`${expression}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const [warning] = result.warnings;
  // FEEL answers null or false for what is missing; a decision must not rest on that.
  if (warning) throw new FeelError(`${expression}: ${warning.message}`);
  return result.value;
}

/** Value of a FEEL expression (DMN 1.5, clause 10). Throws FeelError. */
export function feelValue(expression: string, context: Record<string, unknown>): unknown {
  const value = settled(expression, () => evaluate(expression, context));
  const day: unknown = typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : value;
  if (isDateOutside(day)) throw new FeelError(`${expression}: ${day} is not in the years 1900 to 9999`);
  return value;
}

/** Whether `value` passes the unary tests of a decision table's cell. Throws FeelError. */
export const feelTest = (tests: string, value: unknown): boolean =>
  settled(tests, () => unaryTest(tests, { '?': value })) === true;
