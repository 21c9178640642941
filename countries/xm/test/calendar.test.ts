// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addWorkingDays,
  isWorkingDay,
  languages,
  localDate,
  movedDays,
  publicHolidays,
  startOfDate,
  timeZone,
  workingDaysBetween,
} from '../src/index.ts';

const date = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2032-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

test('Saturday, Sunday and public holidays are days off, an ordinary Wednesday is not', () => {
  expect(isWorkingDay('2026-11-21')).toBe(false);
  expect(isWorkingDay('2026-11-22')).toBe(false);
  expect(isWorkingDay('2026-12-16')).toBe(false);
  expect(isWorkingDay('2026-11-18')).toBe(true);
});

test('a holiday on a weekend moves the day off to the next working day (Labour Code of Meridia, article 84)', () => {
  expect(isWorkingDay('2026-03-09')).toBe(false);
  expect(isWorkingDay('2026-03-23')).toBe(false);
  expect(isWorkingDay('2026-03-24')).toBe(false);
  expect(isWorkingDay('2026-03-25')).toBe(true);
});

test('a moved day is off and the Saturday given for it is worked', () => {
  for (const moved of movedDays) {
    expect(isWorkingDay(moved.offOn)).toBe(false);
    expect(isWorkingDay(moved.workedOn)).toBe(true);
    expect(new Date(`${moved.workedOn}T00:00:00Z`).getUTCDay()).toBe(6);
  }
});

test('five working days from a Thursday before a long weekend end after it', () => {
  expect(addWorkingDays('2026-03-19', 1)).toBe('2026-03-25');
  expect(addWorkingDays('2026-11-19', 5)).toBe('2026-11-26');
  expect(addWorkingDays('2026-11-26', -5)).toBe('2026-11-19');
  expect(addWorkingDays('2026-11-21', 0)).toBe('2026-11-23');
  expect(addWorkingDays('2026-11-20', 0)).toBe('2026-11-20');
});

test('as many working days lie between a date and its sum as were added', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 300 }), (from, count) => {
      const end = addWorkingDays(from, count);
      expect(isWorkingDay(end)).toBe(true);
      expect(workingDaysBetween(from, end)).toBe(count);
      expect(workingDaysBetween(end, from)).toBe(-count);
    }),
  );
});

test('adding in two steps is adding at once', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (from, first, second) => {
      expect(addWorkingDays(addWorkingDays(from, first), second)).toBe(addWorkingDays(from, first + second));
    }),
  );
});

test('what is no calendar date or no whole number of days is refused', () => {
  for (const bad of ['2026-02-30', '2026-2-3', 'soon', '2026-11-21T00:00:00Z', ''])
    expect(() => isWorkingDay(bad)).toThrow(RangeError);
  expect(() => addWorkingDays('2026-11-20', 1.5)).toThrow(RangeError);
});

test('a date in Meridia begins five hours before it does in UTC, as the time zone says', () => {
  expect(startOfDate('2026-11-21').toISOString()).toBe('2026-11-20T19:00:00.000Z');
  expect(localDate(new Date('2026-11-20T18:59:59Z'))).toBe('2026-11-20');
  expect(localDate(new Date('2026-11-20T19:00:00Z'))).toBe('2026-11-21');
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    new Date('2026-11-20T19:00:00Z'),
  );
  expect(shown).toBe('2026-11-21');
});

test('every holiday has a name in each language', () => {
  for (const holiday of publicHolidays(2026))
    for (const language of languages) expect(holiday.name[language]).not.toBe('');
});
