// SPDX-License-Identifier: Apache-2.0
/**
 * State registration numbers: OGRN of an organisation (13 digits), OGRNIP of a sole trader (15 digits). Structure and
 * control digit: Ministry of Finance order of 30.10.2017 No. 165н, part II: attribute (1 or 5; 3 for a sole trader), two
 * digits of the year, two of the region, the record's number, and the last digit of the remainder of dividing all before
 * it by 11 (13 for a sole trader).
 */
import { digitsOf } from './check-digits.ts';

const controlDigit = (digits: string, divisor: bigint) => String((BigInt(digits) % divisor) % 10n);

/** Whether `ogrn` is an organisation's registration number. */
export const validOgrn = (ogrn: string): boolean =>
  /^[15]\d{12}$/.test(ogrn) && ogrn[12] === controlDigit(ogrn.slice(0, 12), 11n);

/** Whether `ogrnip` is a sole trader's registration number. */
export const validOgrnip = (ogrnip: string): boolean =>
  /^3\d{14}$/.test(ogrnip) && ogrnip[14] === controlDigit(ogrnip.slice(0, 14), 13n);

/** An organisation's number; `year` four digits, `region` two digits, `serial` below 10,000,000. */
export function ogrn(year: number, region: string, serial: number): string {
  const digits = `1${digitsOf(year % 100, 2)}${region}${digitsOf(serial, 7)}`;
  return digits + controlDigit(digits, 11n);
}

/** A sole trader's number; `year` four digits, `region` two digits, `serial` below 1,000,000,000. */
export function ogrnip(year: number, region: string, serial: number): string {
  const digits = `3${digitsOf(year % 100, 2)}${region}${digitsOf(serial, 9)}`;
  return digits + controlDigit(digits, 13n);
}

/** For people to read: attribute, year, region, record, control digit apart. */
export const formatOgrn = (number: string): string =>
  number.replace(/^(\d)(\d{2})(\d{2})(\d{7}|\d{9})(\d)$/, '$1 $2 $3 $4 $5');
