// SPDX-License-Identifier: Apache-2.0
/**
 * Working-day calendar of Meridia. Dates are `YYYY-MM-DD`. Labour Code of Meridia, article 84: Saturday and Sunday are
 * days off; public holidays are days off; a holiday that falls on a day off moves that day off to the next working day;
 * the government may move a day off within a month (`movedDays`).
 */
import type { LocalText } from './local-text.ts';

/** Meridia keeps UTC+5 all year, and always did. */
export const timeZone = 'Etc/GMT-5';
export const utcOffsetMinutes = 300;
const dayMs = 86_400_000;

const holidays: readonly (readonly [monthDay: string, name: LocalText])[] = [
  ['01-01', { en: 'New Year', ru: 'Новый год', kk: 'Жаңа жыл', uk: 'Новий рік', ar: 'رأس السنة' }],
  ['01-02', { en: 'New Year', ru: 'Новый год', kk: 'Жаңа жыл', uk: 'Новий рік', ar: 'رأس السنة' }],
  [
    '03-08',
    {
      en: "Women's Day",
      ru: 'Международный женский день',
      kk: 'Халықаралық әйелдер күні',
      uk: 'Міжнародний жіночий день',
      ar: 'يوم المرأة',
    },
  ],
  ['03-21', { en: 'Nauryz', ru: 'Наурыз', kk: 'Наурыз мейрамы', uk: 'Науриз', ar: 'عيد النوروز' }],
  ['03-22', { en: 'Nauryz', ru: 'Наурыз', kk: 'Наурыз мейрамы', uk: 'Науриз', ar: 'عيد النوروز' }],
  ['05-01', { en: 'Unity Day', ru: 'День единства', kk: 'Бірлік күні', uk: 'День єдності', ar: 'يوم الوحدة' }],
  [
    '08-30',
    {
      en: 'Constitution Day',
      ru: 'День Конституции',
      kk: 'Конституция күні',
      uk: 'День Конституції',
      ar: 'يوم الدستور',
    },
  ],
  [
    '10-25',
    { en: 'Republic Day', ru: 'День Республики', kk: 'Республика күні', uk: 'День Республіки', ar: 'يوم الجمهورية' },
  ],
  [
    '12-16',
    {
      en: 'Independence Day',
      ru: 'День независимости',
      kk: 'Тәуелсіздік күні',
      uk: 'День незалежності',
      ar: 'يوم الاستقلال',
    },
  ],
];

/** Days the government moved: a working day off before or after a holiday, worked on the Saturday given. */
export const movedDays: readonly { readonly offOn: string; readonly workedOn: string }[] = [
  { offOn: '2025-01-03', workedOn: '2025-01-11' },
  { offOn: '2025-05-02', workedOn: '2025-05-17' },
  { offOn: '2026-03-20', workedOn: '2026-03-28' },
  { offOn: '2026-12-17', workedOn: '2026-12-12' },
  { offOn: '2027-08-31', workedOn: '2027-08-28' },
];
const movedOff = new Set(movedDays.map((day) => day.offOn));
const movedOn = new Set(movedDays.map((day) => day.workedOn));

export interface Holiday {
  readonly date: string;
  readonly name: LocalText;
}

/** Public holidays of a year, in order. */
export const publicHolidays = (year: number): readonly Holiday[] =>
  holidays.map(([monthDay, name]) => ({ date: `${String(year).padStart(4, '0')}-${monthDay}`, name }));

const toDay = (date: string): number => {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(day) || fromDay(day) !== date)
    throw new RangeError(`not a calendar date: ${date}`);
  return day;
};
const fromDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const isWeekend = (day: number): boolean => ((((day + 4) % 7) + 7) % 7) % 6 === 0;

const daysOffByYear = new Map<number, ReadonlySet<number>>();

/** Holidays of a year with the days off that they pushed to the next working day. */
function daysOff(year: number): ReadonlySet<number> {
  const known = daysOffByYear.get(year);
  if (known) return known;
  const off = new Set(publicHolidays(year).map((holiday) => toDay(holiday.date)));
  for (const day of off) {
    if (!isWeekend(day)) continue;
    let substitute = day;
    while (isWeekend(substitute) || off.has(substitute)) substitute += 1;
    off.add(substitute);
  }
  daysOffByYear.set(year, off);
  return off;
}

function isWorking(day: number): boolean {
  const date = fromDay(day);
  if (movedOn.has(date)) return true;
  return !isWeekend(day) && !movedOff.has(date) && !daysOff(Number(date.slice(0, 4))).has(day);
}

/** Whether public offices work on that date. Throws RangeError for what is no calendar date. */
export const isWorkingDay = (date: string): boolean => isWorking(toDay(date));

/**
 * The date `count` working days after `date` (before it when negative), `date` itself not counted. With 0: `date` when
 * it is a working day, otherwise the next one. Throws RangeError for what is no calendar date or no whole number.
 */
export function addWorkingDays(date: string, count: number): string {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a whole number of days: ${count}`);
  let day = toDay(date);
  const step = count < 0 ? -1 : 1;
  if (count === 0) while (!isWorking(day)) day += 1;
  for (let left = Math.abs(count); left > 0; ) {
    day += step;
    if (isWorking(day)) left -= 1;
  }
  return fromDay(day);
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: string, to: string): number {
  const start = toDay(from);
  const end = toDay(to);
  let count = 0;
  for (let day = Math.min(start, end) + 1; day <= Math.max(start, end); day += 1) if (isWorking(day)) count += 1;
  return end < start ? -count : count;
}

/** Calendar date in Meridia at an instant. */
export const localDate = (at: Date): string =>
  new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 10);

/** Instant at which a date begins in Meridia. */
export const startOfDate = (date: string): Date => new Date(toDay(date) * dayMs - utcOffsetMinutes * 60_000);
