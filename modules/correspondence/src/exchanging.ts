// SPDX-License-Identifier: Apache-2.0
/** Every few seconds each chancery of this installation sends what is due and reads its mailbox. */
import { hash, randomUUID } from 'node:crypto';
import { type ModuleRuntime } from '@stoa/kernel';
import { type ConnectorClient, type DeliveredResponse, ExchangeError } from '@stoa/exchange/contract';
import { practiceOf } from './admission.ts';
import { connectors } from './chanceries.ts';
import { pack } from './container.ts';
import { type Answer, messageType } from './contract.ts';
import * as queries from './queries.ts';
import { receive } from './receiving.ts';
import { advance } from './sending.ts';
import * as store from './store.ts';
import type { MessageRow } from './store.ts';

const system = { kind: 'system' } as const;
const most = 50;
const [firstWaitMs, longestWaitMs] = [2_000, 15 * 60_000];

/** One institution whose connector is away holds up no other one. */
export async function exchangeAll(module: ModuleRuntime): Promise<void> {
  await Promise.all(
    [...connectors(module)].map(async ([institutionId, client]) => {
      await sendDue(module, institutionId, client);
      await quietly(module, institutionId, () => readMailbox(module, institutionId, client));
    }),
  );
}

/** What an institution says, and what it says in practice, goes by the same chancery. */
const bothOf = (institutionId: string) => [institutionId, practiceOf(institutionId)];

async function quietly(module: ModuleRuntime, institutionId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    module.log.warn({ institutionId, error: String(error) }, 'mailbox was not read; it is tried again');
  }
}

async function sendDue(module: ModuleRuntime, institutionId: string, client: ConnectorClient): Promise<void> {
  const due = await module.tx(system, (tx) => queries.dueMessages(tx, bothOf(institutionId), most));
  for (const message of due) {
    try {
      await send(module, client, message);
      await module.tx(system, async (tx) => {
        await store.markSent(tx, message.id);
        if (message.what === 'envelope')
          await advance(tx, message.about, undefined, { state: 'sent', messageId: message.id });
      });
    } catch (error) {
      const wait = Math.min(firstWaitMs * 2 ** message.tries, longestWaitMs);
      const why = error instanceof ExchangeError ? error.code : 'correspondence.not-packed';
      module.log.warn({ message: message.id, error: String(error) }, 'message was not sent; it is tried again');
      await module.tx(system, (tx) => store.markHindered(tx, message.id, why, new Date(tx.now.getTime() + wait)));
      // The connector is away: the others would wait for it in vain.
      if (error instanceof ExchangeError && error.status >= 500) return;
    }
  }
}

async function send(module: ModuleRuntime, client: ConnectorClient, message: MessageRow): Promise<void> {
  const { id: messageId, toId, about, content } = message;
  const attachments = 'envelope' in content ? [await attach(module, client, message, content.envelope)] : undefined;
  try {
    await client.sendRequest({
      ...{ messageId, type: messageType(toId), content, issue: about },
      ...(attachments ? { attachments } : {}),
    });
  } catch (error) {
    // Only this row sends under this id: an earlier attempt got through, with another attachment.
    if (!(error instanceof ExchangeError) || error.code !== 'exchange.message-id-taken') throw error;
  }
}

async function attach(
  module: ModuleRuntime,
  client: ConnectorClient,
  { about }: MessageRow,
  envelope: Parameters<typeof pack>[1]['envelope'],
) {
  const copy = await module.tx(system, (tx) => store.lockCopy(tx, about));
  if (!copy) throw new Error(`there is no copy ${about}`);
  const bytes = await pack(module, { documentId: copy.documentId, envelope, at: copy.createdAt });
  const digest = `sha-256=:${hash('sha256', bytes, 'base64')}:`;
  const id = randomUUID();
  await client.uploadAttachment({ id, digest }, new Blob([bytes]));
  return { id, digest, mimeType: 'application/vnd.etsi.asic-e+zip', name: `${about}.asice` };
}

async function readMailbox(module: ModuleRuntime, institutionId: string, client: ConnectorClient): Promise<void> {
  for (let read = 0; read < most; read += 1) {
    const response = await client.nextResponse();
    if (!response) break;
    await takeAnswer(module, institutionId, response);
    await client.acknowledge(response.messageId);
  }
  for (let read = 0; read < most; read += 1) {
    const message = await client.nextRequest(messageType(institutionId));
    if (!message) break;
    const answer = await receive(module, institutionId, client, message);
    await client.sendResponse({ messageId: answerIdOf(message.messageId), to: message.replyTo, content: answer });
    await client.acknowledge(message.messageId);
  }
}

/** Of every request its own: an answer given twice is one. */
function answerIdOf(messageId: string): string {
  const hex = hash('sha256', `answer to ${messageId}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The answer to an envelope says that it was delivered, or why not. */
const takeAnswer = (module: ModuleRuntime, institutionId: string, response: DeliveredResponse) =>
  module.tx(system, async (tx) => {
    const message = await store.markAnswered(tx, response.requestId);
    if (!message || !bothOf(institutionId).includes(message.fromId) || message.what !== 'envelope') return;
    const answer = response.content as Answer | undefined;
    const by = { institutionId: message.fromId, addresseeId: message.toId };
    const { messageId } = response;
    if (answer && 'taken' in answer) await advance(tx, message.about, by, { state: 'delivered', messageId });
    else {
      const told = { code: 'message-invalid' as const, text: response.rejection?.description.slice(0, 1000) ?? '' };
      await advance(tx, message.about, by, { state: 'refused', reason: answer?.refused ?? told, messageId });
    }
  });
