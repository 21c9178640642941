// SPDX-License-Identifier: Apache-2.0
/** Months, as `YYYY-MM` for people and as their first day in the tables. */
const dayMs = 86_400_000;

/** First day of the month of a day. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
export const lastOfMonth = (day: string): string => shiftDay(monthOf(shiftDay(monthOf(day), 31)), -1);

/** `YYYY-MM` so many months later, earlier when negative. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** So many months that end with this one, oldest first. */
export const monthsUntil = (month: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => shiftMonth(month, at - count + 1));
