// SPDX-License-Identifier: Apache-2.0
/** How words are made alike before they are compared in a search. Loads in a browser. */
import type { Language } from '../contract.ts';
import { withoutInvisible, withPlainDashes, withPlainDigits } from './characters.ts';

const maxWords = 10;
const maxLetters = 60;

// Arabic: alef forms, alef maqsura, teh marbuta, hamza carriers; Persian keyboards' yeh and kaf.
const arabic: readonly (readonly [RegExp, string])[] = [
  [/[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g, ''],
  [/[\u0622\u0623\u0625\u0671]/g, '\u0627'],
  [/[\u0649\u06cc\u0626]/g, '\u064a'],
  [/\u0629/g, '\u0647'],
  [/\u0624/g, '\u0648'],
  [/\u06a9/g, '\u0643'],
];

/** Composed, small, without what nobody sees; dashes and blanks of every kind are one. */
export function searchText(text: string): string {
  const composed = withPlainDashes(withPlainDigits(withoutInvisible(text.normalize('NFKC')))).toLowerCase();
  return arabic
    .reduce((folded, [from, to]) => folded.replace(from, to), composed)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Letters and digits of a text as words; everything else separates. */
export const wordsOf = (text: string): string[] =>
  (searchText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => word.slice(0, maxLetters));

/** The words of a question: not more than ten, each once. */
export const askedWords = (text: string): string[] => [...new Set(wordsOf(text))].slice(0, maxWords);

const pairs = (from: string, to: string): readonly (readonly [string, string])[] => {
  const targets = [...to];
  return [...from].map((letter, index) => [letter, targets[index] ?? '']);
};
/** Letters of the Kazakh and Ukrainian alphabets as people type them on a Russian keyboard. */
const onRussianKeyboard = new Map(pairs('әғқңөұүһіїєґёй', 'агкноуухииегеи'));
/** Small Cyrillic letters, and those whose capitals do, look like these Latin ones. */
const looksLatin = new Map(pairs('авекмнорстухијѕ', 'abekmhopctyxijs'));
const looksCyrillic = new Map(pairs('abekmhopctyxij', 'авекмнорстухіј'));

const mapped = (word: string, letters: ReadonlyMap<string, string>): string =>
  word.replace(/\p{L}/gu, (letter) => letters.get(letter) ?? letter);

/**
 * What stays of a word when letters that people take for one another are one: Kazakh and Ukrainian letters are their
 * Russian neighbours, Cyrillic letters the Latin ones they look like, accents are gone.
 */
export const skeletonOf = (word: string): string =>
  mapped(
    mapped(unmixed(word.normalize('NFC')), onRussianKeyboard)
      .normalize('NFD')
      .replace(/\p{Mn}/gu, ''),
    looksLatin,
  );

/** A word of two alphabets in the one that most of its letters belong to: what stemmers can read. */
export function unmixed(word: string): string {
  const [latin, cyrillic] = [/\p{Script=Latin}/gu, /\p{Script=Cyrillic}/gu].map(
    (script) => word.match(script)?.length ?? 0,
  );
  if (!latin || !cyrillic) return word;
  return mapped(word, cyrillic >= latin ? looksCyrillic : looksLatin);
}

const suffixes = (list: string): readonly string[] =>
  [...new Set(list.split(' ').map(skeletonOf))].sort((a, b) => b.length - a.length);

// Kazakh joins endings one after another: number, person, case.
const kazakh = suffixes(
  'лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке на не да де та те нда нде дан ден тан тен нан нен ' +
    'ны ні ды ді ты ті мен бен пен ы і сы сі ым ім ың ің мыз міз ымыз іміз ыңыз іңіз ын ін сын сін ына іне сына сіне ' +
    'ында інде сында сінде ынан інен сынан сінен ының інің сының сінің ларын лерін дарын дерін тарын терін дағы дегі тағы тегі ' +
    'а е у ға н',
);
// Ukrainian: cases of nouns and adjectives, and what verbs end in when asked for with them.
const ukrainian = suffixes(
  'а я у ю і ї о е є и й ь ою ею єю ом ем єм ам ям ами ями ах ях ів їв ей ові еві єві ами ин ині ині ний ня ню ням нями нях ' +
    'ий ого ому им их ими ій ої ою ої ая яя ее іх',
);

const vowel = /[аеиоуыэюяaeioyіiиэүұө]/;

const keepsRoot = (stem: string): boolean => stem.length >= 3 && vowel.test(stem);

/** The word without its longest ending. */
function withoutEnding(word: string, endings: readonly string[]): string {
  const ending = endings.find((one) => word.endsWith(one) && keepsRoot(word.slice(0, -one.length)));
  return ending ? word.slice(0, -ending.length) : word;
}

/**
 * Everything the word may be without up to three endings: where one ends in letters that are an ending too (-ты, -ы), only
 * a dictionary could tell which it is.
 */
function possibleStems(word: string, endings: readonly string[], most = 3): string[] {
  if (most === 0) return [word];
  const shorter = endings.filter((one) => word.endsWith(one)).map((one) => word.slice(0, -one.length));
  return [word, ...shorter.filter(keepsRoot).flatMap((stem) => possibleStems(stem, endings, most - 1))];
}

/** In closed syllables Ukrainian has i where open ones have o or e, and a vowel that comes and goes: дозвіл, дозволу; довідка, довідок. */
const settled = (stem: string): string => stem.replace(/[oe](?=k$)/, '').replace(/[ieo](?=[^aeioyіиюя]$)/, 'o');
/** Kazakh voices p, k before endings that begin with a vowel: мектеп, мектебі. */
const unvoiced = (stem: string): string => stem.replace(/б$|b$/, 'п').replace(/г$/, 'k').replace(/п$/, 'п');

/** Stems of a word in the languages that PostgreSQL has no stemmer for; each is a token of its own. */
export function ownStems(word: string, languages: readonly Language[] = ['kk', 'uk']): string[] {
  const skeleton = skeletonOf(word);
  if (!/\p{Script=Cyrillic}/u.test(word) || skeleton.length < 4) return [];
  return languages.flatMap((language) => {
    if (language === 'kk') return [...new Set(possibleStems(skeleton, kazakh).map((stem) => `kk:${unvoiced(stem)}`))];
    if (language === 'uk') return [`uk:${settled(withoutEnding(skeleton, ukrainian))}`];
    return [];
  });
}

/** Groups of three letters, beginning and end marked, by which words that were mistyped are found again. */
export function trigramsOf(word: string): string[] {
  const letters = [...`  ${word} `];
  return [...new Set(letters.slice(2).map((_, index) => letters.slice(index, index + 3).join('')))];
}

/** Letters left out, put in, exchanged or swapped with their neighbour (optimal string alignment). */
export function mistakesBetween(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of from.entries()) {
    const row = [i + 1];
    for (const [j, other] of to.entries()) {
      const swapped =
        i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === other ? (before[j - 1] ?? 0) + 1 : Infinity;
      row.push(
        Math.min((last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (last[j] ?? 0) + (letter === other ? 0 : 1), swapped),
      );
    }
    [before, last] = [last, row];
  }
  return last[to.length] ?? 0;
}

/** How many mistakes a word of this length may have and still be meant. */
export const mistakesAllowed = (word: string): number => {
  const { length } = [...word];
  return length < 4 || /^\d+$/.test(word) ? 0 : length < 8 ? 1 : 2;
};
