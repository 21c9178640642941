// SPDX-License-Identifier: Apache-2.0
/** Finding one of many options by what is typed: the same on the server and in the browser. */

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** More options than this are looked up, never scrolled. */
export const mostListed = 20;

/** Without case, accents and doubled blanks: how words are compared here. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u0640]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** A code such as `D4.3` is typed as it is written. */
const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Options in which every word typed begins a word, or is the value itself; those that begin with it come first. */
export function matching<O extends Option>(options: readonly O[], typed: string): O[] {
  const wanted = folded(typed);
  if (wanted === '') return [];
  const words = wordsOf(wanted);
  const found = options
    .map((option) => ({ option, text: folded(option.text) }))
    .filter(({ option, text }) => {
      const own = wordsOf(text);
      return (
        folded(option.value) === wanted ||
        (words.length > 0 && words.every((word) => own.some((part) => part.startsWith(word))))
      );
    });
  const begins = (text: string) => (text.startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => begins(a.text) - begins(b.text)).map(({ option }) => option);
}

export const optionOf = <O extends Option>(options: readonly O[], text: string): O | undefined =>
  options.find((option) => folded(option.text) === folded(text));
