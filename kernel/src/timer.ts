// SPDX-License-Identifier: Apache-2.0
import type { Calendar } from './country.ts';

const hourMs = 3_600_000;

/** Instant at which a timer set now is due: `P10WD` ends with the tenth working day, `P3D` and `PT12H` to the second. */
export function timerDueAt(calendar: Calendar, duration: string, now: Date): Date {
  const [, count = '0', unit = ''] = /^P(?:T)?(\d+)(WD|D|H|M|S)$/.exec(duration) ?? [];
  if (unit === 'WD') {
    const last = calendar.addWorkingDays(calendar.localDate(now), Number(count));
    return new Date(calendar.startOfDate(last).getTime() + 24 * hourMs);
  }
  const unitMs = { D: 24 * hourMs, H: hourMs, M: 60_000, S: 1000 }[unit];
  if (!unitMs) throw new Error(`not a timer's duration: ${duration}`);
  return new Date(now.getTime() + Number(count) * unitMs);
}
