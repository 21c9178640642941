// SPDX-License-Identifier: Apache-2.0
/** What is done to single characters before a typed value is read. Loads in a browser. */

/** Characters that nobody sees: format characters, controls, variation selectors. Line ends and tabs are blanks; U+0000 stays, to be refused. */
const invisible = /(?![\0\t\n\v\f\r])[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
const dashes = /[\u002d\u058a\u05be\u1806\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\ufe58\ufe63\uff0d]/g;

export const withoutInvisible = (text: string): string => text.replace(invisible, '');
export const withPlainDashes = (text: string): string => text.replace(dashes, '-');
/** Every kind of blank as one plain blank, none at the ends. */
export const withPlainBlanks = (text: string): string => text.replace(/[\s\u2800]+/g, ' ').trim();

/** Of what somebody else wrote, what can be seen of it: nothing that turns words round, on one line. */
export const plainLine = (text: string): string => withPlainBlanks(withoutInvisible(text));

const isDigit = (codePoint: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(codePoint));

/** Unicode keeps the digits of a script in a row of ten that begins with zero; rows may follow one another. */
function digitValue(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let first = codePoint;
  while (isDigit(first - 1)) first -= 1;
  return String((codePoint - first) % 10);
}

/** Digits of any script as 0 to 9. */
export const withPlainDigits = (text: string): string => text.replace(/(?![0-9])\p{Nd}/gu, digitValue);

/** Full-width forms of Latin letters and signs, as East Asian keyboards give them. */
export const withPlainWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** How a person is told of a character: `U+202E`. */
export const characterName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
