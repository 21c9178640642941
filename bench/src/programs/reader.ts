// SPDX-License-Identifier: Apache-2.0
/** The provider's program: `node reader.ts <connector URL>` takes requests out of its mailbox, answers and acknowledges them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { connectorClient } from '@stoa/exchange/contract';
import { informationType, providerId } from '../exchange-names.ts';

const atOnce = 16;
const mailbox = connectorClient(process.argv[2] ?? '', providerId);
async function read(): Promise<void> {
  for (;;) {
    const message = await mailbox.nextRequest({ type: informationType, waitSeconds: 10 }).catch(() => undefined);
    if (!message) await wait(10);
    else {
      await mailbox.sendResponse({ messageId: randomUUID(), to: message.replyTo, content: { found: true } });
      await mailbox.acknowledge(message.messageId);
    }
  }
}
for (let reader = 0; reader < atOnce; reader++) void read();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
