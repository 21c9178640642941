// SPDX-License-Identifier: Apache-2.0
/** Dates as people write them, and the bounds that a date may have. Loads in a browser. */
import { languages } from '../contract.ts';
import { identifierText } from './typed.ts';

const dayMs = 86_400_000;

/** A month's word as it is compared: small letters, no points. */
const wordKey = (word: string): string => word.toLowerCase().replaceAll('.', '').trim();

/** Names of the months, whole and short, alone and beside a day, in every language; also the Levantine ones. */
const months: ReadonlyMap<string, number> = (() => {
  const names = new Map<string, number>();
  for (let month = 1; month <= 12; month += 1) {
    const at = new Date(Date.UTC(2024, month - 1, 2));
    for (const locale of [...languages, 'ar-SY', 'en-GB'])
      for (const style of ['long', 'short'] as const)
        for (const options of [{ month: style }, { day: 'numeric', month: style }] as const) {
          const parts = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).formatToParts(at);
          const name = wordKey(parts.find((part) => part.type === 'month')?.value ?? '');
          if (/\p{L}/u.test(name)) names.set(name, month);
        }
  }
  return names;
})();

/** A month from its number or its word in any of the languages; a beginning of at least three letters is enough. */
function monthOf(typed: string): number | undefined {
  if (/^\d{1,2}$/.test(typed)) return Number(typed);
  const key = wordKey(typed);
  const exact = months.get(key);
  if (exact || key.length < 3) return exact;
  const begun = new Set([...months].filter(([name]) => name.startsWith(key)).map(([, month]) => month));
  return begun.size === 1 ? [...begun][0] : undefined;
}

/** `YYYY-MM-DD` when the calendar has that day in the years that can be printed. */
function calendarDate(year: string, month: string, day: string): string | undefined {
  const number = monthOf(month);
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(day) || !number) return undefined;
  const date = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : undefined;
}

/** Whether it is a day of the calendar, `YYYY-MM-DD`. */
export function isCalendarDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date;
}

const instant =
  /^(\d{4}-\d{2}-\d{2})[t\s](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)$/i;

/** Whether it is an instant (RFC 3339) that a clock here and PostgreSQL both know: in the years 1 to 9999, no leap second. */
export function isInstant(text: string): boolean {
  const [, date] = instant.exec(text) ?? [];
  const year = new Date(text).getUTCFullYear();
  return date !== undefined && isCalendarDate(date) && year >= 1 && year <= 9999;
}

/** A date from three fields; what is no date stays readable as it was typed. */
export function dateFromParts(year: string, month: string, day: string): string {
  const [y, m, d] = [identifierText(year), identifierText(month), identifierText(day)];
  return calendarDate(y, m, d) ?? `${y}-${m}-${d}`;
}

/** `YYYY-MM-DD` from that form, from day, month and year in this order, or with the month as a word; undefined otherwise. */
export function dateText(text: string): string | undefined {
  const typed = identifierText(text)
    .replace(/(\d{4})\s*(?:г|ж|р|م)\.?$/u, '$1')
    .replaceAll('،', ',');
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(typed) ?? [];
  if (isoYear && isoMonth && isoDay) return calendarDate(isoYear, isoMonth, isoDay);
  const [, day, month, year] =
    /^(\d{1,2})\s*[-./\s]\s*(\d{1,2}|[\p{L}\p{M} ]+\.?)\s*[-./,\s]\s*(\d{4})$/u.exec(typed) ?? [];
  if (day && month && year) return calendarDate(year, month, day);
  const [, word, dayAfter, yearAfter] = /^([\p{L}\p{M} ]+)\.? (\d{1,2}),? (\d{4})$/u.exec(typed) ?? [];
  return word && dayAfter && yearAfter ? calendarDate(yearAfter, word, dayAfter) : undefined;
}

/** First and last day that the platform stores, prints and computes. */
export const firstDate = '1900-01-01';
export const lastDate = '9999-12-31';

/** What looks like a date or an instant but does not lie in the years that can be printed. */
export const isDateOutside = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^[+-]?\d{4,9}-\d{2}-\d{2}(?:T|$)/.test(value) &&
  !(value >= firstDate && value.slice(0, 10) <= lastDate && /^\d{4}-/.test(value));

/** A bound of a date field: a date, or `today` with days, months or years added or taken away: `today-120y`. */
export const dateBoundPattern = '^(?:\\d{4}-\\d{2}-\\d{2}|today(?:[+-]\\d{1,4}[dmy])?)$';
const bound = new RegExp(dateBoundPattern);

export const isDateBound = (text: string): boolean =>
  bound.test(text) && (text.startsWith('today') || (isCalendarDate(text) && !isDateOutside(text)));

/** The day a bound means on `today`; it never leaves the years that can be printed. */
export function dateOfBound(text: string, today: string): string {
  if (!text.startsWith('today')) return text;
  const [, sign, count, unit] = /^today([+-])(\d+)([dmy])$/.exec(text) ?? [];
  if (!count || !unit) return today;
  const by = Number(count) * (sign === '-' ? -1 : 1);
  const date = unit === 'd' ? addDays(today, by) : addMonths(today, unit === 'y' ? by * 12 : by);
  return date < firstDate ? firstDate : date > lastDate ? lastDate : date;
}

const addDays = (date: string, days: number): string =>
  isoDay(new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs));

/** The same day of another month, its last one where it is shorter. */
function addMonths(date: string, count: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const months = year * 12 + month - 1 + count;
  const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
  if (y < 1900) return firstDate;
  if (y > 9999) return lastDate;
  return isoDay(new Date(Date.UTC(y, m - 1, Math.min(day, new Date(Date.UTC(y, m, 0)).getUTCDate()))));
}

const isoDay = (at: Date): string => {
  const text = at.toISOString();
  return text.startsWith('+') ? lastDate : text.startsWith('-') ? firstDate : text.slice(0, 10);
};
