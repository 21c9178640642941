// SPDX-License-Identifier: Apache-2.0
import {
  asciiEmail,
  codeText,
  dateFromParts,
  dateOfBound,
  dateText,
  digitsText,
  hiddenCharacter,
  identifierText,
  isCalendarDate,
  isDateBound,
  isDateOutside,
  nameText,
  numberText,
  phoneText,
} from '@stoa/kernel/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const anything = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'Yo1.-,/ Ｙ１²٣\u0308\u0338\u0301\u200b\u034f\u2011\u00a0\u202eßıİﬁ'),
  ),
  maxLength: 40,
});

test('whatever is typed is read without an error, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(anything, anything, anything, (text, month, day) => {
      for (const read of [identifierText, digitsText, phoneText, codeText, nameText])
        expect(read(read(text))).toBe(read(text));
      const number = numberText(text);
      if (number !== undefined) expect(numberText(String(number))).toBe(number);
      const date = dateText(text);
      if (date !== undefined) expect([isCalendarDate(date), dateText(date)]).toEqual([true, date]);
      dateFromParts(text, month, day);
      hiddenCharacter(text);
      const email = asciiEmail(text);
      if ('address' in email) expect(asciiEmail(email.address)).toEqual(email);
    }),
    { numRuns: 3000 },
  );
});

const scripts = ['0', '٠', '۰', '०', '০', '０', '๐', '𝟎', '𝟘', '𞥐'];
test('the digits of every script are kept, in their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(...scripts)), { minLength: 1, maxLength: 20 }),
      fc.constantFrom('', '\u200e', '\u00a0', '\u2011', '\u200b', '-', ' '),
      (digits, between) => {
        const typed = digits
          .map(([digit, zero]) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + digit))
          .join(between);
        expect(digitsText(typed)).toBe(digits.map(([digit]) => digit).join(''));
      },
    ),
  );
});

test.each([
  ['\u200e145-678-901 05\u202c', '145-678-901 05'],
  ['145\u2011678\u2212901\u00a005', '145-678-901 05'],
  ['IN\u2011\u00ad2014\u2060-\u200b048213\ufeff', 'IN-2014-048213'],
  ['١٤٥', '145'],
  ['ＡＢ－１２', 'AB-12'],
])('the identifier %j is %j', (typed, meant) => {
  expect(identifierText(typed)).toBe(meant);
});

test.each([
  ['12', 12],
  ['١٢', 12],
  ['۱۲٫۵', 12.5],
  ['\u200f12', 12],
  ['\u221212', -12],
  ['+3', 3],
  ['1,5', 1.5],
  ['1.5', 1.5],
  ['0,250', 0.25],
  ['12 000', 12_000],
  ['12\u00a0000,50', 12_000.5],
  ["1'000", 1000],
  ['-0', 0],
])('%j is the number %d', (typed, number) => {
  expect(numberText(typed)).toBe(number);
});

test.each([
  '',
  '0x0C',
  '1e1',
  '1 2',
  '1,000',
  '1.2.3',
  '--1',
  '.5',
  '5.',
  'Infinity',
  'NaN',
  '1_000',
  '1234567890123456',
  '½',
  '²',
])('%j is no number', (typed) => {
  expect(numberText(typed)).toBeUndefined();
});

test.each([
  ['K7QM-2PXR-90TD-AB1C', 'K7QM2PXR90TDAB1C'],
  ['k7qm 2pxr\u00a090td\u2013ab1c', 'K7QM2PXR90TDAB1C'],
  ['K7QM2PXR9OTDABIC', 'K7QM2PXR90TDAB1C'],
  ['K7QM2PXR9oTDABlC', 'K7QM2PXR90TDAB1C'],
  ['\u200fК7QМ-2PХR-٩0TD-АВ1С', 'K7QM2PXR90TDAB1C'],
])('the code %j is %s', (typed, code) => {
  expect(codeText(typed)).toBe(code);
});

test.each([
  ['2027-03-02', '2027-03-02'],
  ['2.3.2027', '2027-03-02'],
  ['02/03/2027', '2027-03-02'],
  ['٢.٣.٢٠٢٧', '2027-03-02'],
  ['2 March 2027', '2027-03-02'],
  ['March 2, 2027', '2027-03-02'],
  ['2 mar 2027', '2027-03-02'],
  ['2 марта 2027 г.', '2027-03-02'],
  ['2 наурыз 2027', '2027-03-02'],
  ['2 березня 2027', '2027-03-02'],
  ['٢ مارس ٢٠٢٧', '2027-03-02'],
  ['٢ كانون الثاني ٢٠٢٧', '2027-01-02'],
  ['29.2.2028', '2028-02-29'],
])('%j is the date %s', (typed, date) => {
  expect(dateText(typed)).toBe(date);
});

test.each([
  '',
  '29.2.2027',
  '31.4.2027',
  '2.3.27',
  '2 m 2027',
  '2 ma 2027',
  '0.1.2027',
  'yesterday',
  '2027-13-01',
  '12027-01-01',
])('%j is no date', (typed) => {
  expect(dateText(typed)).toBeUndefined();
});

test('three fields are a date, with a month in words; what is none stays as it was typed', () => {
  expect(dateFromParts('2027', 'Қаңтар', '٥')).toBe('2027-01-05');
  expect(dateFromParts('2027', 'січня', ' 5')).toBe('2027-01-05');
  expect(dateFromParts('2027', '13', '5')).toBe('2027-13-5');
  expect(dateFromParts('27', 'soon', '')).toBe('27-soon-');
});

test('bounds of dates follow today and stay within the years that can be printed', () => {
  expect(dateOfBound('today', '2026-11-28')).toBe('2026-11-28');
  expect(dateOfBound('today+5y', '2028-02-29')).toBe('2033-02-28');
  expect(dateOfBound('today-1m', '2026-03-31')).toBe('2026-02-28');
  expect(dateOfBound('today+30d', '2026-12-15')).toBe('2027-01-14');
  expect(dateOfBound('today-120y', '2010-01-01')).toBe('1900-01-01');
  expect(dateOfBound('today+9999y', '2026-11-28')).toBe('9999-12-31');
  expect(dateOfBound('today+9999d', '9999-12-01')).toBe('9999-12-31');
  expect(['today', 'today-120y', '2020-01-31'].map(isDateBound)).toEqual([true, true, true]);
  expect(['tomorrow', 'today+1w', '2020-02-31', '1899-01-01', ''].map(isDateBound)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['1899-12-31', '10001-01-01', '+010001-01-01', '0020-01-01T00:00:00Z'].map(isDateOutside)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['1900-01-01', '9999-12-31', '9999-12-31T23:59:59Z', 'IN-2014', 12].map(isDateOutside)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('what hides or turns text round is named; joiners, break hints and flags are let through', () => {
  expect(hiddenCharacter('Omar\u202eramO')).toBe('U+202E');
  expect(hiddenCharacter('Omar\u2067')).toBe('U+2067');
  expect(hiddenCharacter('a\u0007b')).toBe('U+0007');
  expect(hiddenCharacter('a\u{e0041}b')).toBe('U+E0041');
  expect(hiddenCharacter('می\u200cخواهم')).toBeUndefined();
  expect(
    hiddenCharacter('Two\nlines\tand 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} \u2764\ufe0f'),
  ).toBeUndefined();
  expect(nameText(' Se\u00adit\u200bkali\ufeff ')).toBe('Seitkali');
});

test.each([
  ['hr@почта.рф', 'hr@xn--80a1acny.xn--p1ai'],
  ['hr@ПОЧТА.рф', 'hr@xn--80a1acny.xn--p1ai'],
  ['a.b+c@example.org', 'a.b+c@example.org'],
  [' a@مثال.إختبار ', 'a@xn--mgbh0fb.xn--kgbechtv'],
  ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
  ['\u200eHr@Example.org', 'Hr@example.org'],
])('the address %j goes to %s', (typed, address) => {
  expect(asciiEmail(typed)).toEqual({ address });
});

test('an address is refused with what is wrong with it', () => {
  expect(asciiEmail('почта@example.org')).toEqual({ fault: 'local-part' });
  for (const wrong of [
    '',
    'a',
    '@example.org',
    'a@',
    'a@b',
    'a@1.2',
    'a b@example.org',
    'a@exa mple.org',
    'a@b/c.org',
    'a@@b.org',
    '.a@b.org',
    'a@-b.org',
    'a@127.0.0.1',
  ])
    expect(asciiEmail(wrong), wrong).toEqual({ fault: 'form' });
});
