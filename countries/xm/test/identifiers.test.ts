// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatInn,
  formatKpp,
  formatOgrn,
  formatSnils,
  kpp,
  ogrn,
  ogrnip,
  organisationInn,
  parseSnils,
  personInn,
  snils,
  validInn,
  validKpp,
  validOgrn,
  validOgrnip,
  validOrganisationInn,
  validPersonInn,
  validSnils,
} from '../src/index.ts';

const taxOffice = fc.integer({ min: 100, max: 9_999 }).map((office) => String(office).padStart(4, '0'));
const region = fc.integer({ min: 1, max: 99 }).map((code) => String(code).padStart(2, '0'));

interface Scheme {
  readonly name: string;
  readonly number: fc.Arbitrary<string>;
  readonly valid: (number: string) => boolean;
  /** Remainders that the control number tells apart; two that fold together are the rule's own blind spot. */
  readonly remainders: (number: string) => readonly number[];
  readonly fold: number;
}

const sum = (number: string, weights: readonly number[]) =>
  weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);

const schemes: readonly Scheme[] = [
  {
    name: 'INN of an organisation',
    number: fc
      .tuple(taxOffice, fc.integer({ min: 0, max: 99_999 }))
      .map(([office, serial]) => organisationInn(office, serial)),
    valid: validOrganisationInn,
    remainders: (inn) => [sum(inn, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11],
    fold: 10,
  },
  {
    name: 'INN of a person',
    number: fc
      .tuple(taxOffice, fc.integer({ min: 0, max: 999_999 }))
      .map(([office, serial]) => personInn(office, serial)),
    valid: validPersonInn,
    remainders: (inn) => [
      sum(inn, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11,
      sum(inn, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11,
    ],
    fold: 10,
  },
  {
    name: 'OGRN',
    number: fc
      .tuple(fc.integer({ min: 2002, max: 2026 }), region, fc.integer({ min: 0, max: 9_999_999 }))
      .map(([year, code, serial]) => ogrn(year, code, serial)),
    valid: validOgrn,
    remainders: (number) => [Number(number.slice(0, 12)) % 11],
    fold: 10,
  },
  {
    name: 'OGRNIP',
    number: fc
      .tuple(fc.integer({ min: 2002, max: 2026 }), region, fc.integer({ min: 0, max: 999_999_999 }))
      .map(([year, code, serial]) => ogrnip(year, code, serial)),
    valid: validOgrnip,
    remainders: (number) => [Number(number.slice(0, 14)) % 13],
    fold: 10,
  },
  {
    name: 'SNILS',
    number: fc.integer({ min: 1_001_999, max: 999_999_999 }).map(snils),
    valid: validSnils,
    remainders: (number) => [sum(number, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101],
    fold: 100,
  },
];

/** Whether the rule itself cannot see the difference: every remainder that changed moved within one fold. */
const blindSpot = (scheme: Scheme, before: string, after: string) => {
  const old = scheme.remainders(before);
  return scheme
    .remainders(after)
    .every((remainder, index) => remainder % scheme.fold === (old[index] ?? 0) % scheme.fold);
};

const controlLength = (scheme: Scheme) => (scheme.name === 'SNILS' || scheme.name === 'INN of a person' ? 2 : 1);

describe.each(schemes)('$name', (scheme) => {
  test('a generated number is valid', () => {
    fc.assert(fc.property(scheme.number, (number) => scheme.valid(number)));
  });

  test('a single changed digit is detected, save where two remainders share a control number', () => {
    fc.assert(
      fc.property(scheme.number, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, step) => {
        const index = place % number.length;
        const digit = (Number(number[index]) + step) % 10;
        const changed = number.slice(0, index) + digit + number.slice(index + 1);
        const inBody = index < number.length - controlLength(scheme);
        if (inBody && blindSpot(scheme, number, changed)) return;
        expect(scheme.valid(changed)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('two neighbouring digits changing places are detected, save in the same blind spot', () => {
    fc.assert(
      fc.property(scheme.number, fc.nat(), (number, place) => {
        const index = place % (number.length - controlLength(scheme) - 1);
        const swapped = number.slice(0, index) + number[index + 1] + number[index] + number.slice(index + 2);
        if (swapped === number || blindSpot(scheme, number, swapped)) return;
        expect(scheme.valid(swapped)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('letters, spaces, missing and extra digits are refused', () => {
    fc.assert(
      fc.property(scheme.number, (number) => {
        for (const bad of [
          number.slice(1),
          `${number}0`,
          ` ${number.slice(1)}`,
          `${number.slice(0, -1)}x`,
          '',
          `${number}\n`,
        ])
          expect(scheme.valid(bad)).toBe(false);
      }),
    );
  });
});

test('known numbers of real organisations and the sample of the SNILS rule are valid', () => {
  expect(validSnils('11223344595')).toBe(true);
  expect(validOrganisationInn('7707083893')).toBe(true);
  expect(validOgrn('1027700132195')).toBe(true);
  expect(validPersonInn('500100732259')).toBe(true);
});

test('an INN of either length is valid, one of eleven digits never', () => {
  expect(validInn(organisationInn('0101', 7))).toBe(true);
  expect(validInn(personInn('0101', 7))).toBe(true);
  fc.assert(fc.property(fc.integer({ min: 10 ** 10, max: 10 ** 11 - 1 }), (number) => !validInn(String(number))));
});

test('a SNILS up to 001-001-998 has no control number and is not accepted', () => {
  expect(validSnils('00100199802')).toBe(false);
  expect(() => snils(1_001_998)).toThrow(RangeError);
  expect(validSnils(snils(1_001_999))).toBe(true);
});

test('a serial that does not fit its field is refused', () => {
  expect(() => organisationInn('0101', 100_000)).toThrow(RangeError);
  expect(() => ogrn(2020, '01', -1)).toThrow(RangeError);
  expect(() => snils(1_000_000_000)).toThrow(RangeError);
});

test('a KPP is four digits, two digits or capitals, three digits', () => {
  expect(validKpp(kpp('0105', 1))).toBe(true);
  expect(validKpp('0105AZ001')).toBe(true);
  for (const bad of ['0105az001', '01050100', '0105010011', 'A10501001', '000501001'])
    expect(validKpp(bad)).toBe(false);
});

test('numbers are grouped for reading and a typed SNILS loses its separators', () => {
  expect(formatSnils('11223344595')).toBe('112-233-445 95');
  expect(parseSnils('112-233-445 95')).toBe('11223344595');
  expect(parseSnils('not a number')).toBe('not a number');
  expect(formatInn('7707083893')).toBe('77 07 08389 3');
  expect(formatInn('500100732259')).toBe('50 01 007322 59');
  expect(formatOgrn('1027700132195')).toBe('1 02 77 0013219 5');
  expect(formatKpp('010501001')).toBe('0105 01 001');
});
