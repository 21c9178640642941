// SPDX-License-Identifier: Apache-2.0
/** International bank account numbers (ISO 13616), read as people write them. Pure. */

/** Without spaces, in capitals, with the right check digits (ISO 7064, MOD 97-10); undefined otherwise. */
export function readIban(typed: string): string | undefined {
  const iban = typed.replaceAll(/[\s\u00a0-]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return undefined;
  return remainder(iban) === 1 ? iban : undefined;
}
function remainder(iban: string): number {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
/** The number of an account with its check digits. */
export function ibanOf(country: string, account: string): string {
  const check = 98 - remainder(`${country}00${account}`);
  return `${country}${String(check).padStart(2, '0')}${account}`;
}
/** Enough to know one's own. */
export const masked = (iban: string): string => `${iban.slice(0, 4)} •••• ${iban.slice(-4)}`;
