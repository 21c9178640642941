// SPDX-License-Identifier: Apache-2.0
import { DecisionFault, feelValue } from '@stoa/decision';
import { isDateOutside } from '@stoa/kernel/text';

type Context = Record<string, unknown>;

/** The plain value of an expression of a package. Throws DecisionFault, for dates outside the years 1900 to 9999 too. */
export function valueOf(expression: string, context: Context): unknown {
  const value = feelValue(expression, context);
  if (isDateOutside(value)) throw new DecisionFault(expression, `${value} is not in the years 1900 to 9999`);
  return value;
}

/** Undefined where something the expression names is missing. */
export function knownValueOf(expression: string, context: Context): unknown {
  try {
    return feelValue(expression, context);
  } catch (error) {
    if (error instanceof DecisionFault) return undefined;
    throw error;
  }
}

/** The number that a cell gives whoever asks; undefined where it is computed from what somebody answers. */
export function constantIn(cell = ''): number | undefined {
  const value = knownValueOf(cell, {});
  return typeof value === 'number' ? value : undefined;
}

/** Whether something is asked: what depends on an answer not given yet is not. */
export const isAsked = (expression: string | undefined, context: Context): boolean =>
  !expression || knownValueOf(expression, context) === true;

const folded = (value: unknown) =>
  String(value ?? '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether an expression gives what was expected, however it is spaced and cased; nothing fits what is missing. */
export function says(expression: string, context: Context, expected: unknown): boolean {
  const value = folded(knownValueOf(expression, context));
  return value !== '' && value === folded(expected);
}
