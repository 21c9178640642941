// SPDX-License-Identifier: Apache-2.0
/** The ledger of places for foreign workers, and how companies stand. */
import { companies, steppeBuild } from '@stoa/country-xm';
import { type QuotaEntry, quotaLedger, standingsFrom } from '@stoa/demo';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const inn = steppeBuild.inn;
const entry = (more: Partial<QuotaEntry> & Pick<QuotaEntry, 'key' | 'do'>): QuotaEntry => ({
  ...{ inn, occupation: '7112', places: 1, ...more },
});
const ledger = (earlier: readonly QuotaEntry[] = []) => {
  const kept: QuotaEntry[] = [];
  return { kept, quotas: quotaLedger(earlier, (one) => kept.push(one)) };
};

test('places are granted up to the share, used by permits and given back once', () => {
  const { kept, quotas } = ledger();
  expect(quotas.enter(entry({ key: 'WQ-1', do: 'grant', places: 3, most: 5 }))).toEqual({ content: { places: 3 } });
  expect(quotas.enter(entry({ key: 'WQ-2', do: 'grant', places: 3, most: 5 }))).toEqual({ content: { places: 2 } });
  expect(quotas.enter(entry({ key: 'WQ-3', do: 'grant', places: 1, most: 5 }))).toHaveProperty('rejection');
  expect(quotas.enter(entry({ key: 'WQ-4', do: 'grant', places: 4, most: null }))).toEqual({ content: { places: 4 } });
  expect(quotas.enter(entry({ key: 'WP-1', do: 'use', places: 9 }))).toEqual({ content: { places: 9 } });
  expect(quotas.enter(entry({ key: 'WP-2', do: 'use' }))).toHaveProperty('rejection');
  for (let again = 0; again < 2; again += 1)
    expect(quotas.enter(entry({ key: 'WP-1', do: 'return' }))).toEqual({ content: { places: 9 } });
  expect([quotas.left(inn, '7112'), quotas.held(inn), kept.length]).toEqual([9, 9, 5]);
  expect(quotas.enter(entry({ key: 'WP-9', do: 'return' }))).toHaveProperty('rejection');
});

test('two uses of the last place at once: one has it, the other is told that none is left', () => {
  const { quotas } = ledger([entry({ key: 'WQ-1', do: 'grant' })]);
  const answers = ['WP-1', 'WP-2'].map((key) => quotas.enter(entry({ key, do: 'use' })));
  expect(answers.filter(({ content }) => content)).toHaveLength(1);
  expect(quotas.left(inn, '7112')).toBe(0);
});

test('whatever comes in whatever order and however often, what is left is never below zero and never above what was granted', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    do: fc.constantFrom('grant' as const, 'use' as const, 'return' as const),
    occupation: fc.constantFrom('7112', '2142'),
    places: fc.integer({ min: 1, max: 4 }),
    most: fc.option(fc.integer({ min: 0, max: 6 })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { kept, quotas } = ledger();
      for (const one of steps) {
        const given = { ...one, inn };
        const first = quotas.enter(given);
        const held = quotas.held(inn);
        if (first.content) expect(quotas.enter(given)).toEqual(first);
        expect(quotas.held(inn)).toBe(held);
        for (const occupation of ['7112', '2142']) expect(quotas.left(inn, occupation)).toBeGreaterThanOrEqual(0);
        expect(quotas.left(inn, '7112') + quotas.left(inn, '2142')).toBeLessThanOrEqual(held);
      }
      const { quotas: again } = ledger(kept);
      for (const occupation of ['7112', '2142']) expect(again.left(inn, occupation)).toBe(quotas.left(inn, occupation));
    }),
  );
});

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
