// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { b, heldBy, inn, keyOf, numbers, worker } from './world.ts';

const demo = { kind: 'service', id: 'demo' } as const;
const power = {
  key: 'one',
  giver: { kind: 'organisation' as const, id: inn, name: { en: 'Steppe Build LLP' } as never },
  taker: { kind: 'person' as const, number: numbers.worker, name: 'Rahul Sharma' },
  role: 'accountant' as const,
  from: '2024-03-01T00:00:00.000Z',
  state: 'accepted' as const,
};
const enter = (powers: object[], who: object = demo) =>
  b.call(contract.enterDemoPowers, { powers } as never, who as never);

test('powers of the demo are entered once, as if they had been given then', async () => {
  const config = b.module.config as { demo: boolean };
  config.demo = true;
  const over = { ...power, key: 'two', role: 'agent', state: 'withdrawn', until: '2025-01-01T00:00:00.000Z' };
  expect(await enter([power, over])).toEqual({ entered: 2 });
  expect(await enter([power, over])).toEqual({ entered: 0 });
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toMatchObject([{ onBehalfOf: inn, from: power.from }]);
  const { items } = await b.call(contract.listPowers, { side: 'received' }, worker);
  expect(items.map(({ state }) => state).sort()).toEqual(['accepted', 'withdrawn']);
  config.demo = false;
  await expect(enter([power])).rejects.toMatchObject({ code: 'powers.demo-off' });
  await expect(enter([power], worker)).rejects.toMatchObject({ kind: 'forbidden' });
});
