// SPDX-License-Identifier: Apache-2.0
/**
 * The cabinet on the exchange (as GEPS): notices of departments come as messages, are put into the inbox of whom they are
 * for, and answered: delivered, or no account. Where the sender wants to know, it is told when one was read.
 */
import { hash } from 'node:crypto';
import { type ConnectorClient, connectorClient, type DeliveredMessage } from '@stoa/exchange/contract';
import { findContact } from '@stoa/identity/contract';
import { complaints, describeError, job, type ModuleRuntime, personKey, type Tx } from '@stoa/kernel';
import { Instant, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { type Channel, Notice, type NoticeAnswer } from './contract.ts';
import { ChannelName } from './contract/matters.ts';
import { notify } from './inbox.ts';
import { noteNotice, noticeOf } from './store.ts';

const self = { kind: 'service', id: 'notifications' } as const;
const atOnce = 100;

function portalConnector(module: ModuleRuntime): ConnectorClient | undefined {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  const { platformSubsystem } = module.country.exchange;
  return url ? connectorClient(url, platformSubsystem, token) : undefined;
}

export async function takeNotices(module: ModuleRuntime): Promise<void> {
  const connector = portalConnector(module);
  if (!connector) return;
  for (let taken = 0; taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(module.country.exchange.notice);
    if (!message) return;
    await takeNotice(module, connector, message).catch((error: unknown) => {
      // Its lease runs out and it comes again; the messages behind it need not wait.
      module.log.warn({ err: describeError(error), message: message.messageId }, 'a notice could not be taken in');
    });
  }
}

async function takeNotice(module: ModuleRuntime, connector: ConnectorClient, message: DeliveredMessage): Promise<void> {
  const wrong = complaints(Notice, message.content);
  const answer =
    wrong.length > 0
      ? { rejection: { code: 'FAILURE' as const, description: `does not fit the type: ${wrong[0]?.pointer}` } }
      : { content: await deliver(module, message, message.content as Static<typeof Notice>) };
  await connector.sendResponse({ messageId: idOf('answer', message.messageId), to: message.replyTo, ...answer });
  await connector.acknowledge(message.messageId);
}

/** The same key of the same sender is delivered once. */
async function deliver(
  module: ModuleRuntime,
  { messageId, from }: Pick<DeliveredMessage, 'messageId' | 'from'>,
  { key, to, readTo, ...texts }: Static<typeof Notice>,
): Promise<Static<typeof NoticeAnswer>> {
  const { country } = module;
  const known = 'number' in to ? personKey(module, country.schemeOf(country.personScheme), to.number) : to.pseudonym;
  const at = module.clock.now().toISOString();
  if (!(await module.call(findContact, { personKey: known })).known) return { outcome: 'no-account', at };
  await module.tx(self, async (tx) => {
    const { id } = await notify(tx, { key: `${from} ${key}`, to: { personKey: known }, ...texts });
    await noteNotice(tx, id, messageId, readTo);
  });
  return { outcome: 'delivered', at };
}

/** Tells the sender of the reading, or of a receipt; the same is always told by the same message. */
export const tellRead = job(
  'notifications.tell-read',
  Type.Object({
    ...{ noticeId: Uuid, type: Type.String(), readAt: Type.Optional(Instant), channel: Type.Optional(ChannelName) },
    ...{ outcome: Type.Optional(Type.String()), at: Type.Optional(Instant) },
  }),
  async (module, { type, ...content }) => {
    const what = content.readAt ? 'read' : `${content.channel} ${content.outcome}`;
    await portalConnector(module)?.sendRequest({ messageId: idOf(what, content.noticeId), type, content });
  },
  { tx: false },
);

/** What the provider of a channel said of a copy of a notice. */
export async function tellReceipt(tx: Tx, messageId: string, channel: Channel, state: string): Promise<void> {
  const notice = await noticeOf(tx, messageId);
  if (!notice) return;
  const outcome = state === 'delivered' ? 'delivered' : 'failed';
  const key = `${notice.noticeId} ${channel} ${outcome}`;
  await tellRead.enqueue(tx, { ...notice, channel, outcome, at: tx.now.toISOString() }, { key });
}

/** The senders have nothing to say to it but that they know. */
export async function takeReceipts(module: ModuleRuntime): Promise<void> {
  const connector = portalConnector(module);
  for (let taken = 0; connector && taken < atOnce; taken += 1) {
    const response = await connector.nextResponse(module.country.exchange.noticeRead);
    if (!response) return;
    await connector.acknowledge(response.messageId);
  }
}

/** Always the same for the same message (UUID version 8 of RFC 9562). */
function idOf(what: string, messageId: string): string {
  const hex = hash('sha256', `stoa cabinet ${what} ${messageId}`, 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
