// SPDX-License-Identifier: Apache-2.0
import { DecisionFault, feelValue } from '@stoa/decision';
import { isDateOutside } from '@stoa/kernel/text';

/** The plain value of an expression of a package. Throws DecisionFault, for dates outside the years 1900 to 9999 too. */
export function valueOf(expression: string, context: Record<string, unknown>): unknown {
  const value = feelValue(expression, context);
  if (isDateOutside(value)) throw new DecisionFault(expression, `${value} is not in the years 1900 to 9999`);
  return value;
}
