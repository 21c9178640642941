// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { bench } from '../testing/index.ts';
import { openBill, sample } from './sample/sample.ts';

const b = await bench(sample);

test('what somebody else holds for too long is refused to be tried again, and nothing of it was done', async () => {
  const { id } = await b.call(openBill, { amountMinor: 4500 });
  const self = { kind: 'service', id: 'sample' } as const;
  await b.module.tx(self, async (holder) => {
    await holder.query('select 1 from bill where id = $1 for update', [id]);
    const late = b.module.tx(self, async (tx) => {
      await tx.query(`set local lock_timeout = '20ms'`);
      await tx.query('update bill set amount_minor = 1 where id = $1', [id]);
    });
    await expect(late).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'kernel.database-away',
      retryAfterSeconds: 2,
    });
  });
  expect(await b.sql('select amount_minor::integer as amount from bill where id = $1', [id])).toEqual([
    { amount: 4500 },
  ]);
});
