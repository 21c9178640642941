// SPDX-License-Identifier: Apache-2.0
/** A file is sent until the bank has it: the second time it comes the bank knows its message id, and pays nothing again. */
import { job, type ModuleRuntime } from '@stoa/kernel';
import { Type } from 'typebox';
import { askBank, hasBank } from './client.ts';
import { digestOf, fileOf } from './order.ts';
import * as store from './store.ts';

const system = { kind: 'system' } as const;

async function send(module: ModuleRuntime, { messageId }: { messageId: string }): Promise<void> {
  if (!hasBank(module)) throw new Error('STOA_TREASURY_BANK_URL is not set: nothing can be paid out');
  const { file, xml } = await module.tx(system, async (tx) => ({
    file: await store.findFile(tx, messageId),
    xml: await fileOf(tx, messageId),
  }));
  if (file?.state !== 'made') return;
  // Somebody changed rows in the database, past the two persons: nothing goes out before somebody looked.
  if (digestOf(xml) !== file.digest) {
    module.alarm('payouts.file-changed', { messageId });
    throw new Error(`file ${messageId} is not the one that was approved`);
  }
  const { status } = await askBank(module, '/v1/payment-files', xml);
  if (status >= 500 || status === 401 || status === 429) throw new Error(`the bank answered ${status}`);
  await module.tx(system, async (tx) => {
    // Taken now, or before (200, 202). It may have refused it whole (4xx): its report says why, and is asked for.
    await store.setSent(tx, messageId);
  });
  if (status >= 400) module.alarm('payouts.file-refused', { messageId, status });
}
export const sendFile = job('payouts.send-file', Type.Object({ messageId: Type.String() }), send, { tx: false });
