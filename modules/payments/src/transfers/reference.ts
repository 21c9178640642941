// SPDX-License-Identifier: Apache-2.0
/** ISO 11649:2009: `RF`, two check digits by ISO 7064 MOD 97-10, and up to 21 letters and digits: those of the invoice's number. */

/** Letters count from A = 10 to Z = 35. */
const remainder = (text: string): number =>
  [...text].reduce((left, sign) => {
    const value = Number.parseInt(sign, 36);
    return (left * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);

export function creditorReference(invoiceNumber: string): string {
  const body = invoiceNumber.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
  return `RF${String(98 - remainder(`${body}RF00`)).padStart(2, '0')}${body}`;
}

/** Whether the check digits fit: a slip of one sign, or of two that changed places, does not. */
export const isCreditorReference = (text: string): boolean =>
  /^RF\d\d[0-9A-Z]{1,21}$/.test(text) && remainder(text.slice(4) + text.slice(0, 4)) === 1;

const printed = (text: string) => text.toUpperCase().replaceAll(/[\s-]/g, '');

/**
 * Right references in what a payer wrote, however they were grouped: digits that follow may be part of one or not, so there may be
 * several, the shortest first. Bodies are numbers of invoices: a year and a serial of seven digits or more.
 */
export function referencesIn(...texts: readonly (string | undefined)[]): string[] {
  const found = texts.flatMap((text) =>
    [...printed(text ?? '').matchAll(/RF(?=(\d{13,23}))/g)].flatMap(([, after = '']) =>
      Array.from({ length: after.length - 12 }, (_, more) => `RF${after.slice(0, 13 + more)}`),
    ),
  );
  return [...new Set(found)].filter(isCreditorReference);
}

/** Of an invoice that this platform made: its year, a dash, its serial. */
export const numberOf = (reference: string): string => `${reference.slice(4, 8)}-${reference.slice(8)}`;
