// SPDX-License-Identifier: Apache-2.0
/** What stands on papers, in the language of who asks for them. */
import { inLanguage, type Language, type LocalText } from '@stoa/kernel/contract';
import words from './words.json' with { type: 'json' };

const tags = { en: 'en-GB', ru: 'ru', kk: 'kk', uk: 'uk', ar: 'ar-u-nu-latn' } as const;

export function wordsIn(language: Language, timeZone: string) {
  const day = (zone: string) => new Intl.DateTimeFormat(tags[language], { dateStyle: 'medium', timeZone: zone });
  const [calendar, instants] = [day('UTC'), day(timeZone)];
  const say = (word: string, values: Readonly<Record<string, string | number>> = {}) => {
    const text = word in words ? inLanguage(words[word as keyof typeof words], language) : word;
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
  };
  return Object.assign(say, {
    language,
    text: (text: LocalText) => inLanguage(text, language),
    /** Of a calendar date, or of an instant where the country lives. */
    date: (value: string) =>
      value.length === 10 ? calendar.format(new Date(`${value}T00:00:00Z`)) : instants.format(new Date(value)),
    money: (amountMinor: number, currency: string) => {
      const format = new Intl.NumberFormat(tags[language], { style: 'currency', currency });
      return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
  });
}
export type Words = ReturnType<typeof wordsIn>;
