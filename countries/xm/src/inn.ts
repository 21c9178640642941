// SPDX-License-Identifier: Apache-2.0
/**
 * Taxpayer number (INN). Structure: Federal Tax Service order of 29.06.2012 No. ММВ-7-6/435@, annex, part I: four digits
 * of the tax office, the record's number (5 digits for an organisation, 6 for a person), control number (1 or 2 digits).
 * A control digit is the weighted sum modulo 11, modulo 10; since 10 and 0 fold together, a changed digit escapes only
 * where it moves the remainder between those two.
 */
import { digitsOf, weightedSum } from './check-digits.ts';

const organisationWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const personWeightsFirst = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const personWeightsSecond = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

const controlDigit = (digits: string, weights: readonly number[]) => String((weightedSum(digits, weights) % 11) % 10);

/** Whether `inn` is an organisation's number: 10 digits, the last one right. */
export const validOrganisationInn = (inn: string): boolean =>
  /^\d{10}$/.test(inn) && !inn.startsWith('00') && inn[9] === controlDigit(inn, organisationWeights);

/** Whether `inn` is a person's number: 12 digits, the last two right. */
export const validPersonInn = (inn: string): boolean =>
  /^\d{12}$/.test(inn) &&
  !inn.startsWith('00') &&
  inn[10] === controlDigit(inn, personWeightsFirst) &&
  inn[11] === controlDigit(inn, personWeightsSecond);

/** Whether `inn` is an organisation's (10 digits) or a person's (12 digits) taxpayer number. */
export const validInn = (inn: string): boolean => validOrganisationInn(inn) || validPersonInn(inn);

/** The organisation's number for a tax office (4 digits) and a record number below 100,000. */
export function organisationInn(taxOffice: string, serial: number): string {
  const digits = taxOffice + digitsOf(serial, 5);
  return digits + controlDigit(digits, organisationWeights);
}

/** The person's number for a tax office (4 digits) and a record number below 1,000,000. */
export function personInn(taxOffice: string, serial: number): string {
  const ten = taxOffice + digitsOf(serial, 6);
  const eleven = ten + controlDigit(ten, personWeightsFirst);
  return eleven + controlDigit(eleven, personWeightsSecond);
}

/** For people to read: `01 05 12345 1`, `01 05 123456 12`. */
export const formatInn = (inn: string): string => inn.replace(/^(\d{2})(\d{2})(\d{5,6}?)(\d|\d{2})$/, '$1 $2 $3 $4');
