// SPDX-License-Identifier: Apache-2.0
/**
 * The one reading of what a person types or pastes, by kind of value. The same for forms, interfaces and search. Loads in a
 * browser.
 */
import {
  characterName,
  withoutInvisible,
  withPlainBlanks,
  withPlainDashes,
  withPlainDigits,
  withPlainWidth,
} from './characters.ts';

/** Once more after characters are gone: what stood apart may belong together. */
const composed = (text: string): string => text.normalize('NFC');

const plain = (text: string): string =>
  composed(withPlainBlanks(withPlainDigits(withPlainDashes(withPlainWidth(withoutInvisible(composed(text)))))));

/** A number of a document, an account or a person: letters and separators stay, what nobody sees goes. */
export const identifierText = (text: string): string => plain(text);

/** The digits of an identifier that is nothing but digits, without the separators people write between them. */
export const digitsText = (text: string): string => composed(plain(text).replace(/[\s./-]/g, ''));

/** A telephone number as it is written: digits, one leading plus, blanks, brackets and dashes. */
export const phoneText = (text: string): string => withPlainBlanks(plain(text).replaceAll('.', ' '));

const number = /^([+-]?)(\d{1,15}|\d{1,3}(?:[ '’\u066c]\d{3}){1,4})(?:[.,\u066b](\d{1,15}))?$/;

/**
 * A decimal number: sign, digits (in groups of three if at all) and a fraction after a point, a comma or the Arabic one.
 * Undefined for anything else, `0x0C` and `1e1` included, and for `1,000`: it is a thousand to one reader and one to the
 * next.
 */
export function numberText(text: string): number | undefined {
  const typed = plain(text);
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(typed)) return undefined;
  const [, sign, whole, fraction] = number.exec(typed) ?? [];
  if (whole === undefined) return undefined;
  const digits = whole.replace(/\D/g, '');
  if (digits.length + (fraction?.length ?? 0) > 15) return undefined;
  const value = Number(`${sign === '-' ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}`);
  return value === 0 ? 0 : value;
}

/** Letters of other alphabets that look like the Latin ones a code is printed in. */
const latinTwins: Readonly<Record<string, string>> = Object.fromEntries(
  [...'АВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'].map((letter, index) => [
    letter,
    [...'ABEKMHOPCTXYIJSABEZHIKMNOPTYX'][index] ?? '',
  ]),
);

/**
 * A code of letters and digits as it was given out: separators and what nobody sees go, capital letters, O is 0, I and L
 * are 1.
 */
export const codeText = (text: string): string =>
  composed(
    plain(text)
      .toUpperCase()
      .replace(/[\p{P}\p{Z}\p{Cf}]/gu, '')
      .replace(/[\u0370-\u04ff]/g, (letter) => latinTwins[letter] ?? letter)
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
  );

/** The same in groups of four, as it stands on paper. */
export const groupedCode = (code: string): string => code.match(/.{1,4}/gu)?.join('-') ?? '';

/** Marks that only tell a program where a line may end: they carry nothing and are pasted unseen. */
const breakHints = /[\u00ad\u200b\u2060\ufeff]/g;
/** What turns the order of other characters round, or hides among them. Joiners and selectors belong to writing. */
const hidden = /(?!\u200c|\u200d|[\t\n\r\u0600-\u0605\u06dd\u08e2])[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0\u2028\u2029]/u;
/** Flags of regions are an emoji and tag characters; they are no text of a name but hide nothing. */
const tags = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]+\u{e007f}/gu;

/** The first character of a name or text that is not to be seen, as `U+202E`; undefined when all can be. */
export function hiddenCharacter(text: string): string | undefined {
  const found = hidden.exec(text.replace(breakHints, '').replace(tags, ''))?.[0];
  if (found !== undefined) return characterName(found);
  // Joiners and selectors join and select something: alone they are a text that says nothing.
  const [first] = text.trim();
  return first !== undefined && withPlainBlanks(withoutInvisible(text)) === '' ? characterName(first) : undefined;
}

/** A name or free text: composed, without break hints; what `hiddenCharacter` finds stays, to be refused by name. */
export const nameText = (text: string): string => composed(text.replace(breakHints, '')).trim();
