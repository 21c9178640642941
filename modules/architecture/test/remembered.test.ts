// SPDX-License-Identifier: Apache-2.0
/** What was counted once, and when it is counted again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { register } from './world.ts';

const { b, architect, ofLabour, ask, decide, change, adding, added } = await register();

const figures = () => b.call(contract.getFigures, {}, architect);
const landscape = () => b.call(contract.getLandscape, {}, architect);
/** An instant that nobody asked for before is counted, not remembered. */
let asked = Date.parse('2100-01-01');
const counted = () => b.call(contract.getFigures, { known: new Date(++asked).toISOString() }, architect);
const countedAreas = () => b.call(contract.getLandscape, { known: new Date(++asked).toISOString() }, architect);

test('whatever is written in whatever order, the overview is the one that counting gives', async () => {
  const objects: string[] = [];
  const stage = fc.constantFrom('planned', 'industrial', 'retired');
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), stage }),
    fc.record({ do: fc.constant('set' as const), stage, at: fc.nat(9) }),
    fc.record({ do: fc.constant('end' as const), at: fc.nat(9) }),
    fc.record({ do: fc.constant('gather' as const) }),
    fc.record({ do: fc.constant('decline' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      for (const one of steps) {
        const id = 'at' in one ? objects[one.at % Math.max(1, objects.length)] : undefined;
        if (one.do === 'add') objects.push(await added({ facts: { stage: one.stage } }));
        else if (one.do === 'gather') await b.call(contract.runAnalyses, {}, architect);
        else if (one.do === 'decline') await decide((await ask([adding()])).id, false);
        else if (id && one.do === 'end') {
          await change([{ do: 'end', id, from: '2025-01-01' }]);
          objects.splice(objects.indexOf(id), 1);
        } else if (id && one.do === 'set')
          await change([{ do: 'set', id, revision: 1000, facts: { stage: one.stage }, from: '2025-01-01' }]);
        expect(await figures()).toEqual(await counted());
      }
    }),
    { numRuns: 12 },
  );
});

test('an area of the landscape counts an object as soon as it automates it, and no longer when it does not', async () => {
  const area = await added({ kind: 'function', code: 'F-900', facts: { level: 'area' } });
  const object = await added({ facts: { stage: 'industrial', 'cost-year': 700 } });
  const of = async () => (await landscape()).areas.find(({ id }) => id === area);
  expect(await of()).toMatchObject({ objects: 0 });
  const ends = { kind: 'automates', fromId: object, toId: area, from: '2024-01-01' };
  await change([{ do: 'relate', ...ends }]);
  expect(await of()).toMatchObject({ objects: 1, costYear: 700 });
  expect(await landscape()).toEqual(await countedAreas());
  await change([{ do: 'part', ...ends, from: '2025-01-01' }]);
  expect(await of()).toMatchObject({ objects: 0 });
});

test('nobody is shown what was counted for somebody who sees more', async () => {
  await added({ kind: 'object', level: 2, facts: { stage: 'trial' } });
  const objectsOf = (answer: Awaited<ReturnType<typeof figures>>) =>
    answer.kinds.find(({ value }) => value === 'object')?.count ?? 0;
  const all = objectsOf(await figures());
  const ofOwner = objectsOf(await b.call(contract.getFigures, {}, ofLabour));
  const ofAnybody = objectsOf(await b.call(contract.getFigures, {}));
  expect(ofOwner).toBe(all);
  expect(ofAnybody).toBe(all - 1);
});
