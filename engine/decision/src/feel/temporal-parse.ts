// SPDX-License-Identifier: Apache-2.0
import { daysInMonth, isZone } from './calendar.ts';
import { Duration, dayNanos, FeelDate, FeelDateTime, FeelTime, Months, secondNanos, type Zone } from './temporal.ts';

const furthestYear = 999_999_999;

export function dateFrom(year: number, month: number, day: number): FeelDate | null {
  if (![year, month, day].every(Number.isInteger) || Math.abs(year) > furthestYear) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return new FeelDate(year, month, day);
}

export function parseDate(text: string): FeelDate | null {
  const match = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/u.exec(text);
  return match && match[1] !== '-0000' ? dateFrom(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

export function timeFrom(hour: number, minute: number, nanos: bigint, zone: Zone): FeelTime | null {
  if (!(Number.isInteger(hour) && Number.isInteger(minute))) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || nanos < 0n || nanos >= 60n * secondNanos) return null;
  return new FeelTime(BigInt(hour * 3600 + minute * 60) * secondNanos + nanos, zone);
}

const timePattern = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@.+)?$/u;

export function parseTime(text: string): FeelTime | null {
  const match = timePattern.exec(text);
  if (!match) return null;
  const zone = match[5] === undefined ? undefined : parseZone(match[5]);
  if (zone === null) return null;
  const fraction = BigInt((match[4] ?? '').slice(0, 9).padEnd(9, '0'));
  return timeFrom(Number(match[1]), Number(match[2]), BigInt(match[3] as string) * secondNanos + fraction, zone);
}

function parseZone(text: string): Zone | null {
  if (text === 'Z') return 0;
  if (text.startsWith('@')) return isZone(text.slice(1)) ? text.slice(1) : null;
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  if (hours > 18 || minutes > 59 || seconds > 59 || (hours === 18 && minutes + seconds > 0)) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  if (at < 0) {
    const day = parseDate(text);
    return day && new FeelDateTime(day, new FeelTime(0n));
  }
  const date = parseDate(text.slice(0, at));
  const clock = text.slice(at + 1);
  // The end of a day is the beginning of the next.
  if (date && /^24:00:00(?:\.0+)?(?!\d)/u.test(clock)) {
    const begin = parseTime(clock.replace('24', '00'));
    return begin && new FeelDateTime(FeelDate.ofDays(date.days + 1), begin);
  }
  const time = parseTime(clock);
  return date && time && new FeelDateTime(date, time);
}

export function parseDuration(text: string): Months | Duration | null {
  if (text.length > 100) return null;
  const months = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/u.exec(text);
  if (months && (months[2] ?? months[3])) {
    const count = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return Number.isSafeInteger(count) ? new Months(months[1] ? -count : count) : null;
  }
  const match = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/u.exec(text);
  if (!match || !match.slice(2).some(Boolean) || text.endsWith('T')) return null;
  const [days, hours, minutes, seconds] = [2, 3, 4, 5].map((index) => BigInt(match[index] ?? 0)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const fraction = BigInt((match[6] ?? '').slice(0, 9).padEnd(9, '0'));
  const nanos = days * dayNanos + (hours * 3600n + minutes * 60n + seconds) * secondNanos + fraction;
  return new Duration(match[1] ? -nanos : nanos);
}

/** What stands after `@`. */
export const parseAt = (text: string): FeelDate | FeelTime | FeelDateTime | Months | Duration | null =>
  parseDate(text) ?? parseTime(text) ?? (text.includes('T') ? parseDateTime(text) : null) ?? parseDuration(text);
