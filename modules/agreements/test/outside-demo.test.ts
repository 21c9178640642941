// SPDX-License-Identifier: Apache-2.0
import catalogue from '@stoa/catalogue';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { enterDemoAgreements } from '../src/contract.ts';
import agreements from '../src/index.ts';

test('where there is no demo, nobody enters its agreements', async () => {
  const b = await benchWith({ STOA_DEMO: '0' }, agreements, catalogue);
  await expect(b.call(enterDemoAgreements, { items: [] }, { kind: 'service', id: 'demo' })).rejects.toMatchObject({
    code: 'agreements.demo-off',
  });
});
