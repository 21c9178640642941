// SPDX-License-Identifier: Apache-2.0
/**
 * Reason code of tax registration (KPP). Structure: Federal Tax Service order of 29.06.2012 No. ММВ-7-6/435@, annex, part
 * III: four digits of the tax office, two signs of the reason (digits or capital Latin letters), three digits of the
 * record. It has no control digit, so a mistyped digit cannot be seen.
 */
import { digitsOf } from './check-digits.ts';

export const validKpp = (kpp: string): boolean => /^(?!00)\d{4}[0-9A-Z]{2}\d{3}$/.test(kpp);

/** The code for a tax office (4 digits); reason 01 is the organisation's seat; `serial` from 1 to 999. */
export const kpp = (taxOffice: string, serial: number, reason = '01'): string =>
  taxOffice + reason + digitsOf(serial, 3);

/** For people to read: `0105 01 001`. */
export const formatKpp = (code: string): string => code.replace(/^(.{4})(.{2})(.{3})$/, '$1 $2 $3');
