// SPDX-License-Identifier: Apache-2.0
/** Whatever comes in whatever order and however often: never more taken than granted, and the movements say what stands. */
import { randomUUID } from 'node:crypto';
import { caseClosed } from '@stoa/cases/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patient } from '@stoa/kernel/testing';
import { enter } from '../src/ledger.ts';
import { b, freshHolder, grant, kind, passed, take } from './world.ts';

const keeper = 'GOV/1001/LABOUR';
const self = { kind: 'service', id: 'places' } as const;
const step = fc.record({
  what: fc.constantFrom('grant', 'take', 'take', 'wait', 'release', 'issued', 'refused'),
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  code: fc.constantFrom('7112', '2142'),
  places: fc.integer({ min: 1, max: 3 }),
  most: fc.option(fc.integer({ min: 0, max: 5 })),
});

test('the ledger always balances', { timeout: patient(120_000) }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const holder = freshHolder();
      const cases = new Map<string, string>();
      const caseOf = (key: string) => {
        const id = cases.get(key) ?? randomUUID();
        cases.set(key, id);
        return id;
      };
      for (const { what, key, code, places, most } of steps) {
        const named = `${holder} ${key}`;
        if (what === 'issued' || what === 'refused')
          await b.deliver(caseClosed, {
            ...{ caseId: caseOf(key), number: 'WP-1', serviceId: 'work-permit', version: 'v', outcome: what },
            closedAt: b.clock.now().toISOString(),
          });
        else {
          const request =
            what === 'grant'
              ? grant(code, places, { key: named, holder, most })
              : what === 'release'
                ? { do: 'release', key: named, kind, holder }
                : take(code, { key: named, holder, caseId: caseOf(key), waits: what === 'wait' });
          await b.module.tx(self, (tx) => enter(tx, keeper, request as never, randomUUID()));
        }
      }
      const pools = await b.sql<Record<'granted' | 'taken' | 'held' | 'still' | 'in' | 'out' | 'line', number>>(
        `select granted, taken,
           (select count(*)::integer from place where pool_id = p.id and state in ('held', 'kept')) as held,
           (select count(*)::integer from place where pool_id = p.id and state = 'waiting') as line,
           (select coalesce(sum(still), 0)::integer from granting where pool_id = p.id) as still,
           (select coalesce(sum(granted), 0)::integer from movement where pool_id = p.id) as in,
           (select coalesce(sum(taken), 0)::integer from movement where pool_id = p.id) as out
         from pool p where holder = $1`,
        [holder],
      );
      for (const { granted, taken, held, still, in: moved, out, line } of pools) {
        expect([held, out]).toEqual([taken, taken]);
        expect([still, moved]).toEqual([granted, granted]);
        expect(taken).toBeLessThanOrEqual(granted);
        // Nobody waits beside a place that is free.
        expect(line === 0 || taken === granted).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
  await passed();
});

test('the table itself takes no more than was granted', async () => {
  const holder = freshHolder();
  await b.module.tx(self, (tx) => enter(tx, keeper, grant('7112', 1, { holder }) as never, randomUUID()));
  await expect(b.sql('update pool set taken = 2 where holder = $1', [holder])).rejects.toThrow(/check/);
});
