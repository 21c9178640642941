// SPDX-License-Identifier: Apache-2.0
import type { ConnectorClient } from '@stoa/exchange/contract';
import type { Folder } from './folder.ts';

/** Writes each waiting response of that type to answers/ and then takes it off the mailbox; one that comes again is written again. */
export async function keepAnswers(
  client: ConnectorClient,
  type: string,
  folder: Folder,
  stopping: AbortSignal,
): Promise<void> {
  await folder.makeFolders('answers');
  while (!stopping.aborted) {
    const answer = await client.nextResponse(type);
    if (!answer) return;
    if (!/^[0-9a-f-]{36}$/i.test(answer.messageId)) throw new Error('the hub gave an answer without a proper id');
    await folder.writeText(`answers/${answer.messageId}.json`, JSON.stringify(answer, null, 1));
    await client.acknowledge(answer.messageId);
  }
}
