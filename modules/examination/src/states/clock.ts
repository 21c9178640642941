// SPDX-License-Identifier: Apache-2.0
/** Working days of an examination, what it stood left out. Pure. */
import type { Calendar } from '@stoa/kernel';

export interface Clock {
  /** Of all the times it ran before. */
  readonly used: number;
  /** The day since which it runs; null while it stands. */
  readonly since: string | null;
}

/** Never less than none: a clock that was put back takes no day away. */
const between = (calendar: Calendar, from: string, to: string): number =>
  Math.max(0, calendar.workingDaysBetween(from, to));
export const daysUsed = (calendar: Calendar, { used, since }: Clock, today: string): number =>
  used + (since === null ? 0 : between(calendar, since, today));

export const started = ({ used, since }: Clock, today: string): Clock => ({ used, since: since ?? today });
export const stopped = (calendar: Calendar, clock: Clock, today: string): Clock => ({
  used: daysUsed(calendar, clock, today),
  since: null,
});
/** The last day of the term, or of what is left of it; undefined while the clock stands. */
export const dueOn = (calendar: Calendar, { used, since }: Clock, term: number): string | undefined =>
  since === null ? undefined : calendar.addWorkingDays(since, term - used);
/** Working days until a day; less than none after it. */
export const daysUntil = (calendar: Calendar, today: string, day: string): number =>
  day >= today ? between(calendar, today, day) : -between(calendar, day, today);
