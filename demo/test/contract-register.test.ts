// SPDX-License-Identifier: Apache-2.0
/** The register of employment contracts: what it takes, what it does not, and what it still knows after a stop. */
import { technicianContract } from '@stoa/country-xm';
import { contractsFrom } from '@stoa/demo';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const { employer, worker, number } = technicianContract;
type Entry = Parameters<ReturnType<typeof contractsFrom>['enter']>[0];
const entry = (more: Partial<Entry> = {}): Entry => ({
  ...{ do: 'enter', number: 'EC-2026-000001', employer, worker, region: 'XM-01' },
  ...{ terms: { occupation: '2142', wage: 1800, hours: 40 }, ...more },
});
const register = (earlier: readonly Entry[] = []) => {
  const kept: Entry[] = [];
  return { kept, contracts: contractsFrom([technicianContract], earlier, (one) => kept.push(one)) };
};

test('a contract is entered once, changed and ended; the same entry again changes nothing', () => {
  const { kept, contracts } = register();
  expect(contracts.enter(entry())).toEqual({ content: { number: 'EC-2026-000001' } });
  expect(contracts.enter(entry())).toEqual({ content: { number: 'EC-2026-000001' } });
  expect(contracts.enter(entry({ terms: { wage: 1 } }))).toMatchObject({ rejection: { code: 'FAILURE' } });
  expect(contracts.enter(entry({ do: 'amend', number, terms: { wage: 1700 } }))).toMatchObject({ content: { number } });
  expect(contracts.find(number)).toMatchObject({ wage: 1700, occupation: '3112', state: 'active' });
  const end = entry({ do: 'end', number, terms: { endsOn: '2026-12-31' } });
  expect([contracts.enter(end), contracts.enter(end)]).toEqual([{ content: { number } }, { content: { number } }]);
  expect(contracts.find(number)?.state).toBe('ended');
  expect(contracts.enter(entry({ do: 'amend', number }))).toMatchObject({ rejection: { code: 'FAILURE' } });
  expect(kept).toHaveLength(3);
});

test('a contract that is not there, or of other sides, is neither changed nor ended', () => {
  const { kept, contracts } = register();
  const others = { ...employer, inn: '0105234524' };
  for (const what of ['amend', 'end'] as const) {
    expect(contracts.enter(entry({ do: what, number: 'EC-2026-009999' }))).toHaveProperty('rejection');
    expect(contracts.enter(entry({ do: what, number, employer: others }))).toHaveProperty('rejection');
  }
  expect(kept).toEqual([]);
});

test('whatever is asked in whatever order, what was kept makes the same register again, and nothing ended comes back', () => {
  const asked = fc.record({
    what: fc.constantFrom('enter' as const, 'amend' as const, 'end' as const),
    at: fc.constantFrom('EC-2026-000001', 'EC-2026-000002', number),
    wage: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 30 }), (steps) => {
      const { kept, contracts } = register();
      const ended = new Set<string>();
      for (const { what, at, wage } of steps) {
        const answer = contracts.enter(entry({ do: what, number: at, terms: { wage } }));
        const last = contracts.find(at);
        if (ended.has(at)) expect(last?.state).toBe('ended');
        if (what === 'end' && answer.content) ended.add(at);
      }
      const { contracts: again } = register(kept);
      for (const at of ['EC-2026-000001', 'EC-2026-000002', number]) expect(again.find(at)).toEqual(contracts.find(at));
    }),
  );
});
