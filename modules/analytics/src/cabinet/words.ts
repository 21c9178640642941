// SPDX-License-Identifier: Apache-2.0
import type { Language, LocalText } from '@stoa/kernel/contract';
import { languages } from '@stoa/kernel/contract';
import words from './words.json' with { type: 'json' };

export type Word = keyof typeof words;
type Values = Readonly<Record<string, string | number>>;

/** Words of reports and mails in one language, with their values; figures and months as they are written there. */
export function wordsIn(asked: string | undefined) {
  const language: Language = languages.find((one) => one === asked) ?? 'en';
  const say = (word: Word, values: Values = {}): string =>
    words[word][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return {
    ...{ language, say, number },
    percent: (share: number) => new Intl.NumberFormat(language, { style: 'percent' }).format(share),
    month: (month: string) =>
      new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01`),
      ),
    text: (local: LocalText) => local[language] ?? local.en,
  };
}
export type Words = ReturnType<typeof wordsIn>;

/** The same said in every language. */
export const inEvery = (say: (words: Words) => string): LocalText =>
  Object.fromEntries(languages.map((language) => [language, say(wordsIn(language))])) as unknown as LocalText;
