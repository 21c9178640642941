// SPDX-License-Identifier: Apache-2.0
/** Tells the software of an organisation what became of its messages: signed (Standard Webhooks), again until it answers 2xx. */
import { createHmac } from 'node:crypto';
import { job, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { notifyStates } from '../contract/software.ts';
import { DeliveryState } from '../contract/matters.ts';
import { guardedPost } from '../channels/guarded-post.ts';
import { callbackSecret } from './senders.ts';
import { findOwn, sender } from './store.ts';

export const tellSender = (tx: Tx, deliveryId: string, state: string): Promise<void> =>
  tx.enqueue('notifications.call-back', { deliveryId, state }, { key: `${deliveryId} ${state}` });

/** Its id is always the same for the same state of the same message: whoever is told twice knows it. */
export const callBack = job(
  'notifications.call-back',
  Type.Object({ deliveryId: Uuid, state: DeliveryState }),
  async (module, { deliveryId, state }) => {
    const found = await module.tx({ kind: 'system' }, async (tx) => {
      const row = await findOwn(tx, deliveryId);
      return row && { row, to: await sender(tx, row.sender) };
    });
    if (!found?.to?.callbackUrl) return;
    const { row, to } = found;
    const body = JSON.stringify({
      ...{ id: row.id, reference: row.reference, status: notifyStates[state], reason: row.reason },
      ...{ notification_type: row.channel, created_at: row.acceptedAt.toISOString() },
      ...{ sent_at: row.sentAt?.toISOString() ?? null, completed_at: row.settledAt?.toISOString() ?? null },
      ...{ template_id: row.templateCode, template_version: row.templateVersion },
    });
    const [id, seconds] = [`${row.id}.${state}`, Math.floor(module.clock.now().getTime() / 1000)];
    const mac = createHmac('sha256', callbackSecret(module, row.sender))
      .update(`${id}.${seconds}.${body}`)
      .digest('base64');
    const status = await guardedPost(
      module,
      to.callbackUrl ?? '',
      {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'webhook-id': id },
        ...{ 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${mac}` },
      },
      body,
    );
    if (status < 200 || status > 299) throw new Error(`the sender's address answered ${status}`);
  },
  { tx: false },
);
