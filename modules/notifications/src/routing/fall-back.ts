// SPDX-License-Identifier: Apache-2.0
/** What did not arrive by one channel goes on by the next. Bounces that come twice go on once: what is left is taken with the row. */
import { job } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { route } from './route.ts';
import { failedDelivery } from './store.ts';

export const fallBack = job(
  'notifications.fall-back',
  Type.Object({ deliveryId: Uuid }),
  async (tx, { deliveryId }) => {
    const failed = await failedDelivery(tx, deliveryId);
    if (failed?.messageId && failed.rest.length > 0)
      await route.enqueue(tx, { messageIds: [failed.messageId], only: [...failed.rest] });
  },
);
