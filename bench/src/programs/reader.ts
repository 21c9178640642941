// SPDX-License-Identifier: Apache-2.0
/** The provider's program: `node reader.ts <connector URL>` takes requests out of its mailbox, answers and acknowledges them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { connectorClient } from '@stoa/exchange/contract';
import { batchedType, batchSize, informationType, providerId } from '../exchange-names.ts';

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

/** The other type: as many at once as there are. */
async function readBatches(): Promise<void> {
  for (;;) {
    const wanted = { type: batchedType, waitSeconds: 10, max: batchSize };
    const messages = await mailbox.nextRequests(wanted).catch(() => undefined);
    if (!messages) await wait(10);
    else {
      const answers = messages.map(({ replyTo }) => ({
        messageId: randomUUID(),
        to: replyTo,
        content: { found: true },
      }));
      await mailbox.sendResponses(answers);
      await mailbox.acknowledgeAll(messages.map(({ messageId }) => ({ messageId })));
    }
  }
}
for (let reader = 0; reader < 4; reader++) void readBatches();
for (let reader = 0; reader < atOnce; reader++) void read();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
