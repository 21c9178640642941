// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { counterOffices, isWorkingDay, localDate } from '../src/index.ts';

/** Noon of a working day, and the night before a holiday. */
const noon = Date.parse('2026-11-20T07:00:00Z');
const sunday = Date.parse('2026-11-21T22:00:00Z');

test('three front offices have four weeks of visits, also on a day on which they are shut', () => {
  for (const now of [noon, sunday]) {
    const offices = counterOffices(now);
    expect(offices.map(({ officeId }) => officeId)).toEqual(
      ['XM-01', 'XM-02', 'XM-03'].map((r) => `${r}-FRONT-OFFICE-1`),
    );
    const today = localDate(new Date(now));
    for (const { visits } of offices) {
      expect(visits.filter(({ at }) => localDate(new Date(at)) === today).length).toBeGreaterThan(0);
      expect(visits.length).toBeGreaterThan(100);
      expect(visits.length).toBeLessThan(500);
      expect(new Set(visits.map(({ state }) => state))).toEqual(new Set(['ended', 'refused', 'failed']));
      for (const { at, minutes } of visits) {
        expect(Date.parse(at) + minutes * 60_000).toBeLessThanOrEqual(now);
        const date = localDate(new Date(at));
        expect(date === today || isWorkingDay(date)).toBe(true);
      }
    }
  }
});

test('a visit that was there stays the same one as the days go by', () => {
  const later = new Map(counterOffices(noon + 4 * 86_400_000).flatMap(({ visits }) => visits.map((v) => [v.key, v])));
  const kept = counterOffices(noon).flatMap(({ visits }) => visits.filter(({ key }) => later.has(key)));
  expect(kept.length).toBeGreaterThan(200);
  for (const visit of kept) expect(later.get(visit.key)).toEqual(visit);
});
