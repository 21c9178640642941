// SPDX-License-Identifier: Apache-2.0
/**
 * Personal insurance number (SNILS): nine digits and a control number of two. Rule: Pension Fund board resolution of
 * 13.06.2006 No. 192п, annex 1: digits times 9…1 from the left, summed; the remainder of division by 101 is the control
 * number, 100 counting as 00; checked for numbers above 001-001-998 only, so smaller ones are not accepted here.
 * A changed digit or an adjacent transposition escapes only where it moves the remainder between 100 and 0.
 */
import { digitsOf, weightedSum } from './check-digits.ts';

const weights = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const lastUncheckedSerial = 1_001_998;

const controlNumber = (nine: string) => digitsOf((weightedSum(nine, weights) % 101) % 100, 2);

/** Whether `snils` is 11 digits without separators, above 001-001-998, with the right control number. */
export const validSnils = (snils: string): boolean =>
  /^\d{11}$/.test(snils) && Number(snils.slice(0, 9)) > lastUncheckedSerial && snils.slice(9) === controlNumber(snils);

/** The number for a serial from 1,001,999 to 999,999,999. */
export function snils(serial: number): string {
  if (serial <= lastUncheckedSerial) throw new RangeError('SNILS without a control number are not made');
  const nine = digitsOf(serial, 9);
  return nine + controlNumber(nine);
}

/** As printed on the certificate: `112-233-445 95`. */
export const formatSnils = (number: string): string => number.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, '$1-$2-$3 $4');

/** Eleven digits of a number typed with separators; anything else is left as it is. */
export const parseSnils = (typed: string): string => {
  const digits = typed.replace(/[\s\u00a0-]/g, '');
  return /^\d{11}$/.test(digits) ? digits : typed;
};
