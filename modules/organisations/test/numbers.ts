// SPDX-License-Identifier: Apache-2.0
/** A number of the population register with a right check sum. */
export function snilsOf(serial: number): string {
  const digits = String(200_000_000 + serial);
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (9 - at), 0);
  const check = sum % 101 === 100 ? 0 : sum % 101;
  return digits + String(check).padStart(2, '0');
}
