// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const { b, ann } = await world(() => ({ STOA_SMS_PROVIDERS: '' }));

test('an installation without a provider of SMS says so', async () => {
  await expect(b.call(contract.offerPhone, { phone: '+77271234567' }, ann)).rejects.toMatchObject({
    code: 'notifications.channel-off',
  });
});
