// SPDX-License-Identifier: Apache-2.0
/** FEEL's dates, times and durations, with arithmetic. */
import { dayFrom, daysInMonth, daysOf, zoneOffset, zoneOffsetAt } from './calendar.ts';

export const secondNanos = 1_000_000_000n;
export const dayNanos = 86_400n * secondNanos;

/** An offset in seconds, the name of a zone, or none (local time). */
export type Zone = number | string | undefined;

export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
  get days(): number {
    return daysOf(this.year, this.month, this.day);
  }
  static ofDays(days: number): FeelDate {
    const { year, month, day } = dayFrom(days);
    return new FeelDate(year, month, day);
  }
  /** 31 January and a month is the last day of February. */
  plusMonths(months: number): FeelDate {
    const index = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(index / 12);
    const month = index - year * 12 + 1;
    return new FeelDate(year, month, Math.min(this.day, daysInMonth(year, month)));
  }
  toString(): string {
    const year = String(Math.abs(this.year)).padStart(4, '0');
    return `${this.year < 0 ? '-' : ''}${year}-${two(this.month)}-${two(this.day)}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

export class FeelTime {
  /** Since midnight. */
  readonly nanos: bigint;
  readonly zone: Zone;
  constructor(nanos: bigint, zone?: Zone) {
    this.nanos = nanos;
    this.zone = zone;
  }
  get secondOfDay(): number {
    return Number(this.nanos / secondNanos);
  }
  offsetOn(days: number): number | undefined {
    return typeof this.zone === 'string' ? zoneOffset(this.zone, days, this.secondOfDay) : this.zone;
  }
  /** Without a date a zone counts as it is today. */
  get offset(): number | undefined {
    return this.offsetOn(Math.floor(Date.now() / 86_400_000));
  }
  get utcNanos(): bigint {
    return this.nanos - BigInt(this.offset ?? 0) * secondNanos;
  }
  plus(nanos: bigint): FeelTime {
    return new FeelTime((((this.nanos + nanos) % dayNanos) + dayNanos) % dayNanos, this.zone);
  }
  toString(): string {
    return clock(this.nanos) + zoneText(this.zone);
  }
  toJSON(): string {
    return this.toString();
  }
}

export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;
  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }
  get offset(): number | undefined {
    return this.time.offsetOn(this.date.days);
  }
  /** Nanoseconds since 1970 in UTC; local times as if they were UTC. */
  get instant(): bigint {
    return this.local - BigInt(this.offset ?? 0) * secondNanos;
  }
  get local(): bigint {
    return BigInt(this.date.days) * dayNanos + this.time.nanos;
  }
  plus(nanos: bigint): FeelDateTime {
    const { zone } = this.time;
    if (typeof zone !== 'string') return FeelDateTime.ofLocal(this.local + nanos, zone);
    const instant = this.instant + nanos;
    const utc = FeelDateTime.ofLocal(instant, undefined);
    const offset = zoneOffsetAt(zone, utc.date.days, utc.time.secondOfDay);
    return FeelDateTime.ofLocal(instant + BigInt(offset) * secondNanos, zone);
  }
  plusMonths(months: number): FeelDateTime {
    return new FeelDateTime(this.date.plusMonths(months), this.time);
  }
  static ofLocal(local: bigint, zone: Zone): FeelDateTime {
    let days = local / dayNanos;
    let rest = local % dayNanos;
    if (rest < 0n) {
      rest += dayNanos;
      days -= 1n;
    }
    return new FeelDateTime(FeelDate.ofDays(Number(days)), new FeelTime(rest, zone));
  }
  toString(): string {
    return `${this.date}T${this.time}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

export class Months {
  readonly months: number;
  constructor(months: number) {
    this.months = months;
  }
  toString(): string {
    const all = Math.abs(this.months);
    const years = Math.floor(all / 12);
    const months = all % 12;
    const text = `${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
    return `${this.months < 0 ? '-' : ''}P${text || '0M'}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  get parts(): { days: bigint; hours: bigint; minutes: bigint; seconds: bigint; fraction: bigint } {
    const all = this.nanos < 0n ? -this.nanos : this.nanos;
    return {
      days: all / dayNanos,
      hours: (all / (3600n * secondNanos)) % 24n,
      minutes: (all / (60n * secondNanos)) % 60n,
      seconds: (all / secondNanos) % 60n,
      fraction: all % secondNanos,
    };
  }
  toString(): string {
    const { days, hours, minutes, seconds, fraction } = this.parts;
    const second = fraction ? `${seconds}${fractionText(fraction)}S` : seconds ? `${seconds}S` : '';
    const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${second}`;
    const text = `${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
    return `${this.nanos < 0n ? '-' : ''}P${text || 'T0S'}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

const two = (n: number | bigint): string => String(n).padStart(2, '0');
const fractionText = (nanos: bigint): string => (nanos ? `.${String(nanos).padStart(9, '0').replace(/0+$/u, '')}` : '');

function clock(nanos: bigint): string {
  const seconds = nanos / secondNanos;
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fractionText(nanos % secondNanos)}`;
}

function zoneText(zone: Zone): string {
  if (zone === undefined) return '';
  if (typeof zone === 'string') return `@${zone}`;
  if (zone === 0) return 'Z';
  const all = Math.abs(zone);
  const seconds = all % 60;
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(all / 3600))}:${two(Math.floor(all / 60) % 60)}${seconds ? `:${two(seconds)}` : ''}`;
}
