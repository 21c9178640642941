// SPDX-License-Identifier: Apache-2.0
/** Cards that departments send over the exchange, taken from the Quality Agency's own mailbox. */
import { hash } from 'node:crypto';
import {
  type ConnectorClient,
  connectorClient,
  type DeliveredMessage,
  type MailboxResponse,
} from '@stoa/exchange/contract';
import { complaints, describeError, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { RenderedServiceCard } from './contract.ts';
import { submitCard } from './intake.ts';
import { answerTo, isCard } from './queries.ts';
import { readSettings } from './settings.ts';
import { insertIntake } from './store.ts';

type Answer = Pick<MailboxResponse, 'rejection' | 'status'>;

const atOnce = 100;
const self = { kind: 'service', id: 'quality' } as const;

/** The same request is always answered by the same message (UUID version 8 of RFC 9562, from the request's id). */
export function answerId(requestId: string): string {
  const hex = hash('sha256', `stoa quality answer ${requestId}`, 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Takes what waits; a message is acknowledged only after its card is committed and its answer sent. */
export async function takeCards(module: ModuleRuntime): Promise<void> {
  const { connectorUrl, connectorToken } = readSettings(module);
  if (!connectorUrl) return;
  const { qualitySubsystem, renderedService } = module.country.exchange;
  const connector = connectorClient(connectorUrl, qualitySubsystem, connectorToken);
  for (let taken = 0; taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(renderedService);
    if (!message) return;
    await takeCard(module, connector, message).catch((error: unknown) => {
      // Its lease runs out and it comes again; the messages behind it need not wait.
      module.log.warn({ err: describeError(error), message: message.messageId }, 'a card could not be taken in');
    });
  }
}

async function takeCard(module: ModuleRuntime, connector: ConnectorClient, message: DeliveredMessage): Promise<void> {
  const answer = await module.tx(self, (tx) => receiveCard(tx, message));
  await connector.sendResponse({ messageId: answerId(message.messageId), to: message.replyTo, ...answer });
  await connector.acknowledge(message.messageId);
}

/** Takes the card in, once for each message; answers what its sender is told, every time the same. */
export async function receiveCard(tx: Tx, message: Pick<DeliveredMessage, 'messageId' | 'from' | 'content'>) {
  const known = await answerTo(tx, message.messageId);
  if (known) return known as Answer;
  const answer = await answerFor(tx, message);
  await insertIntake(tx, message.messageId, message.from, answer);
  return answer;
}

/** The card bears the message's id. */
async function answerFor(
  tx: Tx,
  { messageId, from, content }: Pick<DeliveredMessage, 'messageId' | 'from' | 'content'>,
): Promise<Answer> {
  const wrong = complaints(RenderedServiceCard, content);
  if (wrong.length > 0)
    return rejected(
      `does not fit the type: ${wrong.map(({ pointer, message }) => `${pointer} ${message}`).join('; ')}`,
    );
  // Departments may have handed in a card under this id by another way: then this is another one.
  const id = (await isCard(tx, messageId)) ? undefined : messageId;
  const { state, reasons } = await submitCard(tx, from, content as RenderedServiceCard, id);
  if (state === 'REJECTED' || state === 'DUPLICATE') return rejected(reasons.join(', '));
  const held = state === 'QUARANTINED' ? `; held: ${reasons.join(', ')}` : '';
  return { status: { code: 0, description: `accepted${held}` } };
}

const rejected = (why: string): Answer => ({
  rejection: { code: 'FAILURE', description: `The card was not accepted: ${why}`.slice(0, 2000) },
});
