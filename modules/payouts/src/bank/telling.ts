// SPDX-License-Identifier: Apache-2.0
/** Whoever was to be paid and was not is told, and what to do. */
import { job, type Tx } from '@stoa/kernel';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import type { WholePayout } from '../batches/store.ts';
import texts from './texts.json' with { type: 'json' };

export const telling = job(
  'payouts.tell-person',
  Type.Object({ id: Type.String(), personKey: Type.String() }),
  async (module, { id, personKey }) => {
    const { subject, body } = texts.returned;
    await module.call(notify, { key: `payout back ${id}`, to: { personKey }, subject, body, link: '/cabinet/payouts' });
  },
  { tx: false },
);
export async function tellPerson(tx: Tx, { id, whose }: Pick<WholePayout, 'id' | 'whose'>): Promise<void> {
  if (whose.kind === 'person') await telling.enqueue(tx, { id, personKey: whose.key }, { key: id });
}
