// SPDX-License-Identifier: Apache-2.0
/** What providers say of messages after they took them. */
import type { Tx } from '@stoa/kernel';
import { tellSender } from '../api/callbacks.ts';
import { setEmailStates } from '../store.ts';
import { tellReceipt } from '../notices.ts';
import { count, keepEarly, knowsRef, lockRefs, type ReceiptRow, receive } from './store.ts';

type State = 'delivered' | 'failed-permanent' | 'failed-temporary';
type Where = { readonly id: string } | { readonly provider: string; readonly ref: string };

/** Told twice or out of order, it changes nothing twice. A receipt quicker than our own note waits for it. */
export async function takeReceipt(
  tx: Tx,
  where: Where,
  state: State,
  reason: string | undefined,
): Promise<ReceiptRow | undefined> {
  if ('ref' in where) await lockRefs(tx, where.provider, [where.ref]);
  const row = await receive(tx, where, state, reason);
  if (!row) {
    if ('ref' in where && !(await knowsRef(tx, where.provider, where.ref)))
      await keepEarly(tx, where.provider, where.ref, state, reason);
    return undefined;
  }
  const late = row.before === 'failed-temporary';
  await count(tx, [
    {
      ...{ template: row.templateCode ?? '', channel: row.channel },
      ...(state === 'delivered' ? { delivered: 1, failed: late ? -1 : 0 } : { failed: 1 }),
    },
  ]);
  if (state !== 'delivered' && row.messageId && row.rest.length > 0)
    await tx.enqueue('notifications.fall-back', { deliveryId: row.id });
  if (row.channel === 'email' && row.messageId && state !== 'delivered')
    await setEmailStates(tx, [{ id: row.messageId, state: 'failed' }]);
  if (row.sender) await tellSender(tx, row.id, state);
  if (row.messageId) await tellReceipt(tx, row.messageId, row.channel, state);
  return row;
}
