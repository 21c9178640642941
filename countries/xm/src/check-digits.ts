// SPDX-License-Identifier: Apache-2.0
/** Sum of digits times weights; `digits` holds at least as many characters as there are weights. */
export const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** A serial number as exactly `length` digits. Throws RangeError when it does not fit. */
export function digitsOf(serial: number, length: number): string {
  const digits = String(serial).padStart(length, '0');
  if (!Number.isSafeInteger(serial) || serial < 0 || digits.length > length)
    throw new RangeError(`serial ${serial} does not fit ${length} digits`);
  return digits;
}
