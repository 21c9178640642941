// SPDX-License-Identifier: Apache-2.0
/** When timers of a process are due (BPMN 2.0, table 10.101; ISO 8601), in calendar time or in working days (`P10WD`). */
import type { Calendar } from '../country.ts';
import { isCalendarDate, isInstant } from '../text/date.ts';

const hourMs = 3_600_000;
const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
/** The years that can be printed; later than that nothing is waited for. */
const latest = Date.UTC(9999, 11, 31);

/** What a timer says that nobody can wait for: the message is for whoever drew it. */
export class TimerFault extends Error {
  override name = 'TimerFault';
}

/** Instant at which a timer set now is due: `P10WD` ends with the tenth working day, `P1DT12H` to the second. */
export function timerDueAt(calendar: Calendar, duration: string, now: Date): Date {
  const [, workingDays] = /^P(\d{1,6})WD$/.exec(duration) ?? [];
  if (workingDays) {
    const last = calendar.addWorkingDays(calendar.localDate(now), Number(workingDays));
    return new Date(calendar.startOfDate(last).getTime() + 24 * hourMs);
  }
  const match = /\d/.test(duration) && !duration.endsWith('T') ? parts.exec(duration) : null;
  if (!match) throw new TimerFault(`"${duration}" is no duration: write it as PT12H, P3D or P10WD (working days)`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const due = new Date(now);
  if (years || months) {
    const day = due.getUTCDate();
    due.setUTCMonth(due.getUTCMonth() + years * 12 + months, 1);
    const last = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
    due.setUTCDate(Math.min(day, last));
  }
  const at = due.getTime() + ((weeks * 7 + days) * 24 + hours) * hourMs + minutes * 60_000 + seconds * 1000;
  if (!(at <= latest)) throw new TimerFault(`"${duration}" ends after the year 9999`);
  return new Date(at);
}

/** A date of the calendar begins where the service is given; an instant is what it says. */
export function dateDueAt(calendar: Calendar, date: string): Date {
  if (isCalendarDate(date)) return calendar.startOfDate(date);
  if (isInstant(date)) return new Date(date);
  throw new TimerFault(`"${date}" is no date: write it as 2027-03-01 or 2027-03-01T09:00:00+05:00`);
}

export interface Repeated {
  readonly dueAt: Date;
  readonly every: string;
  /** How often still after this one; null is without end. */
  readonly remaining: number | null;
}

/** `R3/PT1H` three times, `R/P1D` without end, `R3/2027-03-01T09:00:00Z/P1D` from an instant on. */
export function cycleDueAt(calendar: Calendar, cycle: string, now: Date): Repeated {
  const [, count, from, every] = /^R(\d{0,6})\/(?:([^/P][^/]*)\/)?(P[^/]+)$/.exec(cycle) ?? [];
  if (count === undefined || !every || count === '0')
    throw new TimerFault(`"${cycle}" is no repetition: write it as R3/PT1H (three times) or R/P1D (every day)`);
  const first = from ? dateDueAt(calendar, from) : timerDueAt(calendar, every, now);
  if (timerDueAt(calendar, every, first) <= first) throw new TimerFault(`"${cycle}" repeats without a pause`);
  return { dueAt: first, every, remaining: count === '' ? null : Number(count) - 1 };
}
