// SPDX-License-Identifier: Apache-2.0
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { enterDemoPlaces } from '../src/contract.ts';
import places from '../src/index.ts';

test('where there is no demo, nobody enters its places', async () => {
  const b = await benchWith({ STOA_DEMO: '0' }, places);
  const input = { keeper: 'XM/GOV/1001/LABOUR', at: b.clock.now().toISOString(), items: [] };
  await expect(b.call(enterDemoPlaces, input, { kind: 'service', id: 'demo' })).rejects.toMatchObject({
    code: 'places.demo-off',
  });
});
