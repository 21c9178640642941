// SPDX-License-Identifier: Apache-2.0
/** How companies stand. */
import { companies, steppeBuild } from '@stoa/country-xm';
import { standingsFrom } from '@stoa/demo';
import { expect, test } from 'vitest';

const inn = steppeBuild.inn;

test('there is a company of each level, a report moves the wages, and a level stands until the next', () => {
  const { find } = standingsFrom([], () => undefined);
  expect(find(inn)).toMatchObject({ level: 'amber', sector: 'construction', employees: 120, young: false });
  expect(new Set(companies().map((company) => find(company.inn)?.level))).toEqual(new Set(['green', 'amber', 'red']));
  const kept: Parameters<ReturnType<typeof standingsFrom>['enter']>[0][] = [];
  const standings = standingsFrom([], (one) => kept.push(one));
  expect(standings.enter({ inn, level: 'red' })).toEqual({ content: { level: 'red' } });
  expect(standings.enter({ inn, month: '2026-10', workers: 3, inTime: 2 })).toEqual({ content: { month: '2026-10' } });
  expect(standings.find(inn)).toMatchObject({ level: 'red', paidPercent: 66 });
  expect(standingsFrom(kept, () => undefined).find(inn)).toMatchObject({ level: 'red', paidPercent: 66 });
  expect(standings.enter({ inn: '0000000000', level: 'red' })).toHaveProperty('rejection');
});
