// SPDX-License-Identifier: Apache-2.0
/** Which text can stand on paper. What is typed is asked here before it is kept, and once more when it is set. */
import { isCovered } from './fonts.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Joiners shape letters of several scripts; beside anything else they only hide. */
const strayJoiners = /(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu;
const invisible = /(?!\u200c|\u200d|[\t\n\r])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\ufffc]/gu;
const otherSpaces = /[\p{Zs}\u2028\u2029]/gu;

/** Without what nobody sees: marks of order and direction, variation selectors, controls; each letter in one piece. */
export const visible = (text: string): string =>
  text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(strayJoiners, '')
    .replace(otherSpaces, (space) => (space === '\u00a0' ? space : ' '));

const isSettable = (grapheme: string, families?: number): boolean =>
  /^[\t\n\r ]+$/.test(grapheme) || isCovered(grapheme.replace(/[\u200c\u200d]/g, ''), families);

/** The first character of the text that no font at hand can draw; undefined where all can be. */
export function unprintable(text: string): string | undefined {
  for (const { segment } of graphemes.segment(visible(text))) if (!isSettable(segment)) return segment;
  return undefined;
}

/** `U+1F4CD`, one for each code point. */
export const codePoints = (characters: string): string =>
  Array.from(characters, (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(
    ' ',
  );

/** The text with `[U+…]` in place of what cannot be drawn by the first `families` fonts; `replaced` hears of each. */
export function settable(text: string, replaced: (character: string) => void, families?: number): string {
  let set = '';
  for (const { segment } of graphemes.segment(visible(text))) {
    const drawn = isSettable(segment, families);
    if (!drawn) replaced(segment);
    set += drawn ? segment : `[${codePoints(segment)}]`;
  }
  return set;
}
