// SPDX-License-Identifier: Apache-2.0
import { evaluate } from 'feelin';

/** Value of a FEEL expression of a package; throws where anything it names is missing or of another type. */
export function valueOf(expression: string, context: Record<string, unknown>): unknown {
  const { value, warnings } = evaluate(expression, context);
  if (warnings[0]) throw new Error(`${expression}: ${warnings[0].message}`);
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
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
