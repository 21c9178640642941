// SPDX-License-Identifier: Apache-2.0
import country from '@stoa/country-xm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knowCountries } from '../src/document-countries.ts';
import { checkDigit, type MrzFault, readMrz } from '../src/mrz.ts';
import { identityCard, passport } from './documents.ts';

knowCountries(country.countryNames().keys());
const today = '2026-11-29';
const faultsOf = (text: string): readonly MrzFault[] => {
  const reading = readMrz(text, today);
  return 'faults' in reading ? reading.faults : [];
};
const documentOf = (text: string) => {
  const reading = readMrz(text, today);
  return 'document' in reading ? reading.document : reading;
};

test('check digits are those of the worked examples of ICAO Doc 9303-3', () => {
  expect(checkDigit('520727')).toBe('3');
  expect(checkDigit('AB2134<<<')).toBe('5');
  expect(checkDigit('HA672242<658022549601086<<<<<<<<<<<<<<0')).toBe('8');
});

test('a passport is read, typed in one run, in small letters and with blanks too', () => {
  const lines = passport({ issuer: 'IND', primary: 'SHARMA', given: 'ASHA<DEVI', number: 'Z1234567' });
  const read = {
    kind: 'passport',
    issuer: 'IND',
    number: 'Z1234567',
    nationality: 'IND',
    primaryName: 'SHARMA',
    givenNames: 'ASHA DEVI',
    nameTruncated: false,
    birthOn: '1990-02-14',
    sex: 'F',
    expiresOn: '2031-05-09',
  };
  expect(documentOf(lines.join('\n'))).toEqual(read);
  expect(documentOf(lines.join(''))).toEqual(read);
  expect(documentOf(` ${lines.join(' \r\n ').toLowerCase()} `)).toEqual(read);
  expect(documentOf(lines.join('\n').replaceAll('<<', '«'))).toEqual(read);
});

test('an identity card is read, its number longer than the field too', () => {
  expect(
    documentOf(identityCard({ issuer: 'UKR', primary: 'KOVALENKO', given: 'OLHA', number: '123456789' }).join('\n')),
  ).toMatchObject({
    kind: 'identity-card',
    issuer: 'UKR',
    number: '123456789',
    primaryName: 'KOVALENKO',
  });
  const long = identityCard({ issuer: 'DEU', primary: 'MUSTER', given: 'ERIKA', number: 'D23145890', rest: '1240' });
  expect(documentOf(long.join('\n'))).toMatchObject({ number: 'D231458901240' });
});

test('one name, a name cut off, and a birthday that nobody knows are as the document has them', () => {
  const one = passport({ issuer: 'IDN', primary: 'SUKARNO', given: '', number: 'X7654321' });
  expect(documentOf(one.join('\n'))).toMatchObject({ primaryName: 'SUKARNO', givenNames: '', nameTruncated: false });
  const cut = passport({
    issuer: 'LKA',
    primary: 'WARNAKULASURIYA<MUDIYANSELAG',
    given: 'NIRMALA<PRIYADARSHANI',
    number: 'N100',
  });
  expect(documentOf(cut.join('\n'))).toMatchObject({ nameTruncated: true, givenNames: 'NIRMALA P' });
  const unknown = passport({ issuer: 'AFG', primary: 'NOORI', given: 'ZAHRA', number: 'P1', birth: '90<<<<' });
  expect(documentOf(unknown.join('\n'))).not.toHaveProperty('birthOn');
});

const good = passport({ issuer: 'IND', primary: 'SHARMA', given: 'ASHA', number: 'Z1234567' });
const second = (change: (line: string) => string) => `${good[0]}\n${change(good[1] ?? '')}`;

test.each<[string, string, MrzFault]>([
  ['the number', second((line) => `Z1234568${line.slice(8)}`), { line: 2, field: 'number', fault: 'check-digit' }],
  [
    'the birthday',
    second((line) => line.replace('900214', '900215')),
    { line: 2, field: 'birth', fault: 'check-digit' },
  ],
  ['the end', second((line) => line.replace('310509', '310508')), { line: 2, field: 'expiry', fault: 'check-digit' }],
  [
    'the digit over all',
    second((line) => line.slice(0, 43) + ((Number(line[43]) + 1) % 10)),
    { line: 2, field: 'all', fault: 'check-digit' },
  ],
  ['a country', `P<ZZQ${good[0]?.slice(5)}\n${good[1]}`, { line: 1, field: 'issuer', fault: 'unknown' }],
  [
    'a letter',
    `${good[0]?.replace('SHARMA', 'SHАRMA')}\n${good[1]}`,
    { line: 1, field: 'characters', fault: 'unknown' },
  ],
  ['a line too short', `${good[0]}\n${good[1]?.slice(1)}`, { line: 2, field: 'lines', fault: 'length' }],
  ['one line only', good[0] ?? '', { line: 0, field: 'lines', fault: 'length' }],
  ['a visa', `V${good[0]?.slice(1)}\n${good[1]}`, { line: 1, field: 'type', fault: 'unknown' }],
  ['no name', `P<IND${'<'.repeat(39)}\n${good[1]}`, { line: 1, field: 'name', fault: 'missing' }],
  [
    'it has ended',
    passport({ issuer: 'IND', primary: 'A', given: 'B', number: 'Z1', expiry: '200101' }).join('\n'),
    { line: 2, field: 'expiry', fault: 'expired' },
  ],
  [
    'no such day',
    passport({ issuer: 'IND', primary: 'A', given: 'B', number: 'Z1', birth: '900231' }).join('\n'),
    { line: 2, field: 'birth', fault: 'date' },
  ],
])('what is wrong is named with its line: %s', (_, text, fault) => {
  expect(faultsOf(text)).toContainEqual(fault);
});

test.each(['', '\0', 'x'.repeat(10_000), '\u202eABC', '<'.repeat(88), '🂡'.repeat(44)])(
  'odd text is a fault: %#',
  (text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  },
);

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max });
const documents = fc.record({
  issuer: fc.constantFrom('IND', 'KAZ', 'UKR', 'EGY', 'GBO', 'XXA', 'XME'),
  primary: fc.array(letters(1, 8), { minLength: 1, maxLength: 2 }).map((words) => words.join('<')),
  given: fc.array(letters(1, 8), { maxLength: 2 }).map((words) => words.join('<')),
  number: fc.string({ unit: fc.constantFrom(...'ABCXYZ0123456789'), minLength: 1, maxLength: 9 }),
});

test('what is laid out as the standard says is read as it was', () => {
  fc.assert(
    fc.property(documents, fc.boolean(), (facts, card) => {
      const lines = card ? identityCard(facts) : passport(facts);
      expect(documentOf(lines.join('\n'))).toMatchObject({
        issuer: facts.issuer,
        number: facts.number,
        ...(card
          ? {}
          : { primaryName: facts.primary.replaceAll('<', ' '), givenNames: facts.given.replaceAll('<', ' ') }),
      });
    }),
  );
});

test('any single digit of the checked fields that is wrong is found', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.integer({ min: 1, max: 9 }), (facts, where, by) => {
      const [first = '', line = ''] = passport(facts);
      const digits = [...line].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
      const at = digits[where % digits.length] ?? 0;
      const wrong = line.slice(0, at) + ((Number(line[at]) + by) % 10) + line.slice(at + 1);
      expect(faultsOf(`${first}\n${wrong}`)).not.toEqual([]);
    }),
  );
});
