// SPDX-License-Identifier: Apache-2.0
/** What stands on papers, in the language of who asks for them. */
import { inLanguage, type Language, type LocalText } from '@stoa/kernel/contract';
import words from './words.json' with { type: 'json' };

export type Word = keyof typeof words;
const tags = { en: 'en-GB', ru: 'ru', kk: 'kk', uk: 'uk', ar: 'ar-u-nu-latn' } as const;

export interface Words {
  readonly language: Language;
  (word: Word, values?: Readonly<Record<string, string | number>>): string;
  /** Of a refusal by its code; its sentence where there are no words for it. */
  fault(code: string, sentence: string): string;
  /** `5 May 2026` of a calendar date. */
  date(day: string): string;
  text(text: LocalText): string;
}

export function wordsIn(language: Language): Words {
  const format = new Intl.DateTimeFormat(tags[language], { dateStyle: 'medium', timeZone: 'UTC' });
  const say = (word: Word, values: Readonly<Record<string, string | number>> = {}) =>
    inLanguage(words[word], language).replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
  return Object.assign(say, {
    language,
    fault: (code: string, sentence: string) => (`fault-${code}` in words ? say(`fault-${code}` as Word) : sentence),
    date: (day: string) => format.format(new Date(`${day}T00:00:00Z`)),
    text: (text: LocalText) => inLanguage(text, language),
  });
}
