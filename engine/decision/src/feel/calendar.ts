// SPDX-License-Identifier: Apache-2.0
/** The proleptic Gregorian calendar for any year that FEEL can write (nine digits, before year 0 too). */

const floorDiv = (a: number, b: number): number => Math.floor(a / b);

/** Days since 1970-01-01. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = floorDiv(y, 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = floorDiv(153 * (month + (month > 2 ? -3 : 9)) + 2, 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear - 719_468;
}

export function dayFrom(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = floorDiv(z, 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = floorDiv(
    dayOfEra - floorDiv(dayOfEra, 1460) + floorDiv(dayOfEra, 36_524) - floorDiv(dayOfEra, 146_096),
    365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100));
  const mp = floorDiv(5 * dayOfYear + 2, 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const day = dayOfYear - floorDiv(153 * mp + 2, 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    let format: Intl.DateTimeFormat | undefined;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        era: 'short',
      });
    } catch {
      format = undefined;
    }
    if (formats.size > 600) formats.clear();
    formats.set(zone, format);
  }
  return formats.get(zone);
}

export const isZone = (zone: string): boolean => /^[A-Za-z]/u.test(zone) && formatOf(zone) !== undefined;

function offsetAt(zone: string, epochSeconds: number): number {
  const parts: Record<string, string> = {};
  for (const part of formatOf(zone)?.formatToParts(new Date(epochSeconds * 1000)) ?? []) parts[part.type] = part.value;
  const year = parts.era?.startsWith('B') ? 1 - Number(parts.year) : Number(parts.year);
  const local =
    daysOf(year, Number(parts.month), Number(parts.day)) * 86_400 +
    Number(parts.hour) * 3600 +
    Number(parts.minute) * 60 +
    Number(parts.second);
  return local - epochSeconds;
}

/** Outside what the platform's calendar holds, a year of the same shape stands in: 400 years repeat. */
function nearDays(days: number): number {
  if (Math.abs(days) <= 90_000_000) return days;
  const cycle = 146_097;
  return (((days % cycle) + cycle) % cycle) + (days < 0 ? -cycle * 5 : 0);
}

/** Seconds east of Greenwich at an instant, given as a day and a second in UTC. */
export const zoneOffsetAt = (zone: string, days: number, secondOfDay: number): number =>
  offsetAt(zone, nearDays(days) * 86_400 + secondOfDay);

/**
 * Seconds east of Greenwich of a wall-clock time in a zone. A time that a change of clocks skips counts with the
 * offset before it, one that comes twice is the first.
 */
export function zoneOffset(zone: string, days: number, secondOfDay: number): number {
  const local = nearDays(days) * 86_400 + secondOfDay;
  const before = offsetAt(zone, local - 86_400);
  if (offsetAt(zone, local - before) === before) return before;
  const after = offsetAt(zone, local + 86_400);
  return offsetAt(zone, local - after) === after ? after : before;
}
