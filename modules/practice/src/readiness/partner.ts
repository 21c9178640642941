// SPDX-License-Identifier: Apache-2.0
/** The practice partner: a chancery of this installation that speaks with practice institutions alone. */
import { hash, randomUUID } from 'node:crypto';
import {
  type Envelope,
  getParticipant,
  type Message,
  messageType,
  practicePartner,
} from '@stoa/correspondence/contract';
import { type ConnectorClient, connectorClient, type DeliveredMessage, ExchangeError } from '@stoa/exchange/contract';
import { idOf, type ModuleRuntime } from '@stoa/kernel';
import { openContainer, packContainer } from '@stoa/kernel/asic';
import { sealFiles, verifyFile } from '@stoa/signing/contract';
import * as store from './store.ts';

const system = { kind: 'system' } as const;
const most = 50;

export const hasPartner = ({ config }: ModuleRuntime): boolean => Boolean(config.env.STOA_PRACTICE_CONNECTOR_URL);

export async function partnerClient(module: ModuleRuntime): Promise<ConnectorClient | undefined> {
  const { STOA_PRACTICE_CONNECTOR_URL: url, STOA_PRACTICE_CONNECTOR_TOKEN: token } = module.config.env;
  if (!url) return undefined;
  const { subsystem } = await module.call(getParticipant, { institutionId: practicePartner });
  return subsystem ? connectorClient(url, subsystem, token) : undefined;
}

/** Everything that waits for the partner, written down before it is acknowledged. */
export async function readMailbox(module: ModuleRuntime, client: ConnectorClient): Promise<void> {
  for (let read = 0; read < most; read += 1) {
    const answer = await client.nextResponse();
    if (!answer) break;
    const { messageId: id, requestId, from: sender, content, rejection } = answer;
    const kept = { id, requestId, what: 'answer' as const, envelopeId: null, sender };
    await module.tx(system, (tx) => store.keepMessage(tx, { ...kept, content: content ?? { rejection } }));
    await client.acknowledge(id);
  }
  for (let read = 0; read < most; read += 1) {
    const message = await client.nextRequest(messageType(practicePartner));
    if (!message) break;
    await takeMessage(module, client, message);
    const { messageId } = message;
    await client.sendResponse({
      messageId: idOf(`answer to ${messageId}`),
      to: message.replyTo,
      content: { taken: true },
    });
    await client.acknowledge(messageId);
  }
}

async function takeMessage(module: ModuleRuntime, client: ConnectorClient, message: DeliveredMessage): Promise<void> {
  const content = message.content as Message;
  const kept = { id: message.messageId, requestId: null, sender: message.from };
  if ('envelope' in content) {
    const verdict = await verdictOn(module, client, message, content.envelope);
    const whole = { ...content, verdict };
    const { id: envelopeId } = content.envelope;
    await module.tx(system, (tx) => store.keepMessage(tx, { ...kept, what: 'envelope', envelopeId, content: whole }));
  } else {
    const what = 'receipt' in content ? ('receipt' as const) : ('recall' as const);
    const { envelopeId } = 'receipt' in content ? content.receipt : content.recall;
    await module.tx(system, (tx) => store.keepMessage(tx, { ...kept, what, envelopeId, content }));
  }
}

/** What is wrong with a container that was sent, as a code; `whole` where nothing is. */
async function verdictOn(
  module: ModuleRuntime,
  client: ConnectorClient,
  { attachments = [] }: DeliveredMessage,
  { files, sender }: Envelope,
): Promise<string> {
  const [attachment] = attachments;
  if (!attachment) return 'container-missing';
  const parts: Uint8Array[] = [];
  for await (const part of await client.downloadAttachment(attachment.id)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const container = openContainer(bytes);
  if (!container) return 'container-damaged';
  for (const { name, sha256 } of files)
    if (hash('sha256', container.files.get(name) ?? new Uint8Array(), 'hex') !== sha256) return 'files-differ';
  const { verdict, signatures } = await module.call(verifyFile, { content: bytes.toString('base64') });
  if (verdict === 'bad') return 'signature-bad';
  return signatures.some(({ organisation }) => organisation === sender.institutionId) ? 'whole' : 'seal-missing';
}

export interface File {
  readonly name: string;
  readonly content: Buffer;
}
const mimeType = 'application/pdf';
export const factsOf = ({ name, content }: File) => ({
  ...{ name, mimeType, size: content.length, sha256: hash('sha256', content, 'hex'), role: 'main' as const },
});

/** Sealed by the partner; what is packed may differ from what was sealed. */
export async function containerOf(module: ModuleRuntime, sealed: File, packed = sealed): Promise<Uint8Array> {
  const { xml } = await module.call(sealFiles, {
    ...{ reference: `practice:${randomUUID()}`, organisationId: practicePartner },
    files: [sealed].map((file) => ({ name: file.name, mimeType, sha256: factsOf(file).sha256 })),
  });
  return packContainer([{ ...packed, mimeType }], [xml], module.clock.now());
}

/** The same message sent again is one. */
export async function sendMessage(
  client: ConnectorClient,
  to: string,
  message: { readonly id: string; readonly content: Message; readonly container?: Uint8Array | undefined },
): Promise<void> {
  const attachments = [];
  if (message.container) {
    const digest = `sha-256=:${hash('sha256', message.container, 'base64')}:`;
    const about = { id: randomUUID(), digest, mimeType: 'application/vnd.etsi.asic-e+zip', name: 'copy.asice' };
    await client.uploadAttachment(about, new Blob([new Uint8Array(message.container)]));
    attachments.push(about);
  }
  try {
    await client.sendRequest({
      ...{ messageId: message.id, type: messageType(to), content: message.content },
      ...(attachments.length > 0 ? { attachments } : {}),
    });
  } catch (error) {
    if (!(error instanceof ExchangeError) || error.code !== 'exchange.message-id-taken') throw error;
  }
}
