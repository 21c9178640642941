// SPDX-License-Identifier: Apache-2.0
import { isDateOutside } from '@stoa/kernel/text';
import { evaluate } from 'feelin';

/** A computed date that no document can carry and no column can hold. */
export class DateOutside extends Error {
  override name = 'DateOutside';
}

/**
 * Value of a FEEL expression of a package; throws where anything it names is missing or of another type, and DateOutside
 * for a date that is not in the years 1900 to 9999.
 */
export function valueOf(expression: string, context: Record<string, unknown>): unknown {
  const { value, warnings } = evaluate(expression, context);
  if (warnings[0]) throw new Error(`${expression}: ${warnings[0].message}`);
  const plain = value === undefined ? null : JSON.parse(JSON.stringify(value));
  if (isDateOutside(plain)) throw new DateOutside(`${expression}: ${plain} is not in the years 1900 to 9999`);
  return plain;
}

/** Whether something is asked: what depends on an answer not given yet is not. */
export function isAsked(expression: string | undefined, context: Record<string, unknown>): boolean {
  if (!expression) return true;
  const { value, warnings } = evaluate(expression, context);
  return warnings.length === 0 && value === true;
}

/** Whether an expression gives what was expected, however it is spaced and cased; nothing fits what is missing. */
export function says(expression: string, context: Record<string, unknown>, expected: unknown): boolean {
  const folded = (value: unknown) =>
    String(value ?? '')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const { value, warnings } = evaluate(expression, context);
  return warnings.length === 0 && folded(value) !== '' && folded(value) === folded(expected);
}
