// SPDX-License-Identifier: Apache-2.0
/** Terms in working hours and days. Pure. */
import type { Calendar } from '@stoa/kernel';

/** A working day has eight hours, from nine o'clock; the break is not counted. */
export const opensAt = 9;
export const hoursADay = 8;
const hour = 3_600_000;
const dayAfter = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10);
const works = (calendar: Calendar, date: string) => calendar.workingDaysBetween(dayAfter(date, -1), date) === 1;

/** The instant at which so many working hours have passed. */
export function addWorkingHours(calendar: Calendar, from: Date, hours: number): Date {
  let left = hours * hour;
  for (let date = calendar.localDate(from); ; date = dayAfter(date, 1)) {
    if (!works(calendar, date)) continue;
    const opens = calendar.startOfDate(date).getTime() + opensAt * hour;
    const begins = Math.max(opens, from.getTime());
    const room = Math.max(0, opens + hoursADay * hour - begins);
    if (left <= room) return new Date(begins + left);
    left -= room;
  }
}

/** What is due on a day is due until it ends. */
export const endOfDay = (calendar: Calendar, date: string): Date => calendar.startOfDate(dayAfter(date, 1));

/** The same day so many months later, or the month's last; moved to a working day. */
export function monthsLater(calendar: Calendar, date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const target = last.toISOString().slice(0, 8) + String(Math.min(day, last.getUTCDate())).padStart(2, '0');
  return works(calendar, target) ? target : calendar.addWorkingDays(target, 1);
}
