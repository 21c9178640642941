// SPDX-License-Identifier: Apache-2.0
/**
 * Messages and formats of one language over `Intl`. A message is a text with `{name}` places, or one text per plural
 * category of the language, chosen by the parameter `count`. No code is generated: a strict CSP holds.
 */
import type { Language } from '@stoa/kernel/contract';

import { isolated } from './isolated.ts';

export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Messages = Record<string, Message>;
export type Parameters = Readonly<Record<string, string | number>>;

/** Day before month in English; western digits in Arabic too: reference numbers and amounts are compared with documents that use them. */
const tagOf = (language: Language) => ({ en: 'en-GB', ru: 'ru', kk: 'kk', uk: 'uk', ar: 'ar-u-nu-latn' })[language];

export interface Formatter {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  t(key: string, parameters?: Parameters): string;
  has(key: string): boolean;
  /** Words one after another, with the comma of the language. */
  list(words: readonly string[]): string;
  /** `4.25` */
  number(value: number, digits?: number): string;
  /** 0.5 becomes `50%`. */
  percent(share: number): string;
  money(amountMinor: number, currency: string): string;
  /** `21 November 2026` of an instant in the country's time zone, or of a calendar date. */
  date(value: string): string;
  dateTime(value: string): string;
  /** `21 Nov` */
  shortDate(value: string): string;
  /** `2026-11` becomes `Nov 2026`. */
  month(value: string): string;
  /** Of seconds, in the largest unit that gives at least one: `3 hours`. */
  duration(seconds: number): string;
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** After Arabic letters `01-294/26` would read `294/26-01`: a number of parts keeps its order. */
const partedNumber = /[\p{N}\p{L}]*\p{N}(?:-[\p{N}\p{L}/]+)+/gu;
const fill = (text: string, parameters: Parameters, language: Language) =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = String(parameters[name] ?? place);
    return language === 'ar' ? value.replace(partedNumber, isolated) : value;
  });

/**
 * Browsers and Node know different locale data (Chromium may lack Kazakh): what the server wrote is kept and read back
 * when the page hydrates, so that both say the same.
 */
const recordedFormats =
  (recorded: Record<string, string>) => (value: string, options: object, format: () => string) => {
    const key = `${value} ${Object.values(options).join(' ')}`;
    recorded[key] ??= format();
    return recorded[key];
  };

export function createFormatter(
  language: Language,
  timeZone: string,
  messages: Messages,
  used?: (key: string, message: Message) => void,
  recorded: Record<string, string> = {},
): Formatter {
  const tag = tagOf(language);
  const plural = new Intl.PluralRules(tag);
  const written = recordedFormats(recorded);
  const dateFormat = (options: Intl.DateTimeFormatOptions) => (value: string) => {
    const calendar = /^\d{4}-\d{2}-\d{2}$/.test(value);
    const at = new Date(calendar ? `${value}T00:00:00Z` : value);
    if (Number.isNaN(at.getTime())) return value;
    const all = { ...options, timeZone: calendar ? 'UTC' : timeZone };
    return written(value, all, () => new Intl.DateTimeFormat(tag, all).format(at));
  };
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    written(String(value), options, () => new Intl.NumberFormat(tag, options).format(value));
  const monthFormat = dateFormat({ month: 'short', year: 'numeric' });
  return {
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    list: (words) => words.join(language === 'ar' ? '، ' : ', '),
    has: (key) => {
      const message = messages[key];
      if (message !== undefined) used?.(key, message);
      return message !== undefined;
    },
    t: (key, parameters = {}) => {
      const message = messages[key];
      if (message === undefined) return key;
      used?.(key, message);
      if (typeof message === 'string') return fill(message, parameters, language);
      const count = Number(parameters.count ?? 0);
      const text = message[plural.select(count)] ?? message.other ?? '';
      return fill(text, { ...parameters, count: number(count, {}) }, language);
    },
    number: (value, digits = 0) => number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    percent: (share) => number(share, { style: 'percent', maximumFractionDigits: 0 }),
    money: (amountMinor, currency) => {
      const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency,
      }).resolvedOptions();
      return number(amountMinor / 10 ** digits, { style: 'currency', currency });
    },
    date: dateFormat({ dateStyle: 'long' }),
    dateTime: dateFormat({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    shortDate: dateFormat({ day: 'numeric', month: 'short' }),
    month: (value) => monthFormat(`${value}-01`),
    duration: (seconds) => {
      const [unit, length] = units.find(([, least]) => seconds >= least) ?? (['second', 1] as const);
      const value = Math.round((seconds / length) * 10) / 10;
      return number(value, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 });
    },
  };
}
