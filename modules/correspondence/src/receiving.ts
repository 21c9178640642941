// SPDX-License-Identifier: Apache-2.0
/** What comes from other chanceries: checked, taken in once, and followed with receipts. */
import { hash } from 'node:crypto';
import { isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { hiddenCharacter } from '@stoa/kernel/text';
import { getDocument, moveDocument, takeIn } from '@stoa/documents/contract';
import type { ConnectorClient, DeliveredMessage } from '@stoa/exchange/contract';
import { institutionOf } from './chanceries.ts';
import { facing, isAdmitted } from './admission.ts';
import { unpack } from './container.ts';
import {
  type Answer,
  type Envelope,
  largestContainer,
  type Message,
  type Receipt,
  type Recall,
  type RefusalReason,
} from './contract.ts';
import * as queries from './queries.ts';
import { insertReceipt, keyOf, texts } from './receipts.ts';
import { advance } from './sending.ts';
import { isBack } from './states.ts';
import * as store from './store.ts';
import type { ArrivalRow } from './store.ts';

const system = { kind: 'system' } as const;
const taken: Answer = { taken: true };
const refusing = (code: RefusalReason, text = texts[code]): Answer => ({ refused: { code, text } });

/** Whose kind becomes which here: what one institution sends out, another one receives. */
const kinds: Readonly<Record<string, string>> = { outgoing: 'incoming' };

/** What to answer; the same message again is answered the same. */
export async function receive(
  module: ModuleRuntime,
  institutionId: string,
  client: ConnectorClient,
  message: DeliveredMessage,
): Promise<Answer> {
  const content = message.content as Message;
  const senderId = institutionOf(module, message.from);
  if (!senderId) return refusing('sender-unknown');
  if (!isReadable(content)) return refusing('message-invalid');
  return receiveAs(module, facing(senderId, institutionId), senderId, client, message, content);
}

/** What a clerk would see otherwise than it was written is not taken into a register. */
const isReadable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).every(isReadable)
    : typeof value !== 'string' || hiddenCharacter(value) === undefined;

async function receiveAs(
  module: ModuleRuntime,
  institutionId: string,
  senderId: string,
  client: ConnectorClient,
  message: DeliveredMessage,
  content: Message,
): Promise<Answer> {
  if ('receipt' in content) {
    await takeReceipt(module, institutionId, senderId, content.receipt, message.messageId);
    return taken;
  }
  if ('recall' in content) {
    await takeRecall(module, institutionId, senderId, content.recall, message.messageId);
    return taken;
  }
  return takeEnvelope(module, institutionId, senderId, client, message, content.envelope);
}

const takeReceipt = (
  module: ModuleRuntime,
  institutionId: string,
  addresseeId: string,
  receipt: Receipt,
  messageId: string,
) =>
  module.tx(system, (tx) =>
    advance(
      tx,
      receipt.envelopeId,
      { institutionId, addresseeId },
      {
        ...{ state: receipt.state, messageId },
        ...(receipt.number ? { number: receipt.number } : {}),
        ...(receipt.date ? { date: receipt.date } : {}),
        ...(receipt.reason ? { reason: receipt.reason } : {}),
      },
    ),
  );

async function takeEnvelope(
  module: ModuleRuntime,
  institutionId: string,
  senderId: string,
  client: ConnectorClient,
  message: DeliveredMessage,
  envelope: Envelope,
): Promise<Answer> {
  if (envelope.addressee.institutionId !== institutionId) return refusing('wrong-addressee');
  if (envelope.sender.institutionId !== senderId) return refusing('sender-unknown');
  const name = module.country.office(senderId)?.name.en ?? envelope.sender.name;
  const contentDigest = digestOf(envelope);
  const before = await module.tx(system, async (tx) => {
    const known = await store.lockArrival(tx, 'id', envelope.id);
    if (known && known.state !== 'arriving') return known;
    if (!(await isAdmitted(tx, institutionId)) || !(await isAdmitted(tx, senderId))) return 'not-admitted';
    await store.insertArrival(tx, {
      ...{ id: envelope.id, institutionId, senderId, state: 'arriving', sender: name, contentDigest },
      ...{ subject: envelope.subject, theirNumber: envelope.number, theirDate: envelope.date },
      messageId: message.messageId,
    });
    return store.lockArrival(tx, 'id', envelope.id);
  });
  if (before === 'not-admitted') return refusing('not-admitted');
  // An id that somebody else's envelope has already is no place for another one.
  if (!before || before.senderId !== senderId || before.institutionId !== institutionId) return refusing('tampered');
  if (before.state === 'refused' && before.reason) return { refused: before.reason };
  if (isBack(before.state)) return taken;
  // Whoever answers again for other content has said that it took what it never saw.
  const same = before.contentDigest ? before.contentDigest === contentDigest : await wasTaken(module, before, envelope);
  if (!same) return refusing('tampered');
  if (!before.contentDigest) await module.tx(system, (tx) => store.noteContent(tx, envelope.id, contentDigest));
  if (before.state !== 'arriving') return taken;
  const kind = kinds[envelope.kind];
  const files = kind ? await filesOf(module, client, message, envelope) : 'kind-unknown';
  const outcome =
    typeof files === 'string'
      ? refusing(files)
      : await enter(
          module,
          institutionId,
          { ...envelope, sender: { institutionId: senderId, name } },
          kind ?? '',
          files,
        );
  return module.tx(system, (tx) => settle(tx, envelope.id, outcome));
}

/** Of what a document is; names of institutions and what it answers may be written otherwise when it is sent again. */
const digestOf = ({ number, date, kind, subject, label, files }: Envelope): string =>
  hash(
    'sha256',
    JSON.stringify([number, date, kind, subject, label, files.map(({ name, sha256, role }) => [name, sha256, role])]),
  );

/** Of what came before digests were kept: what stands in the registers says what was taken. Later files of a clerk may stand beside it. */
async function wasTaken(
  module: ModuleRuntime,
  { theirNumber, theirDate, subject, documentId }: ArrivalRow,
  envelope: Envelope,
): Promise<boolean> {
  if (theirNumber !== envelope.number || theirDate !== envelope.date || subject !== envelope.subject) return false;
  if (!documentId) return true;
  const { files, earlierFiles } = await module.call(getDocument, { id: documentId });
  const known = new Set([...files, ...earlierFiles].map(({ sha256 }) => sha256));
  return envelope.files.every(({ sha256 }) => known.has(sha256));
}

type Files = Exclude<Awaited<ReturnType<typeof unpack>>, string>;

async function filesOf(
  module: ModuleRuntime,
  client: ConnectorClient,
  { attachments = [] }: DeliveredMessage,
  envelope: Envelope,
): Promise<Files | RefusalReason> {
  const [attachment, ...others] = attachments;
  if (!attachment || others.length > 0) return 'damaged';
  const bytes = await download(client, attachment.id);
  if (!bytes) return 'too-large';
  if (`sha-256=:${hash('sha256', bytes, 'base64')}:` !== attachment.digest) return 'damaged';
  return unpack(module, envelope, bytes);
}

/** Undefined as soon as it is larger than a container may be. */
async function download(client: ConnectorClient, id: string): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of await client.downloadAttachment(id)) {
    size += part.length;
    if (size > largestContainer) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** In the register of documents; undefined answers say how. */
async function enter(
  module: ModuleRuntime,
  institutionId: string,
  envelope: Envelope,
  kind: string,
  files: Files,
): Promise<Answer | { documentId: string }> {
  const { sender, replyTo, sheets } = envelope;
  const answered =
    replyTo &&
    (await module.tx(system, (tx) =>
      queries.answeredDocument(tx, institutionId, sender.institutionId, replyTo.number),
    ));
  try {
    const { id: documentId } = await module.call(takeIn, {
      ...{ institutionId, key: keyOf(envelope.id), source: 'exchange', kind, subject: envelope.subject },
      ...{ language: envelope.language, label: envelope.label },
      correspondents: [{ organisationId: sender.institutionId, name: sender.name }],
      ...{ theirNumber: envelope.number, theirDate: envelope.date },
      ...(sheets ? { card: { sheets } } : {}),
      ...(answered ? { replyTo: answered } : {}),
      files: files.map(({ name, content }, index) => ({
        name: name.split('/').at(-1) ?? name,
        mimeType: envelope.files[index]?.mimeType ?? 'application/octet-stream',
        content: Buffer.from(content).toString('base64'),
        role: envelope.files[index]?.role ?? 'annex',
      })),
    });
    return { documentId };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === 'documents.file-refused') return refusing('file-refused', error.message);
    if (error.code === 'documents.kind-unknown') return refusing('kind-unknown');
    if (error.kind === 'invalid') return refusing('message-invalid', error.message);
    throw error;
  }
}

async function settle(tx: Tx, id: string, outcome: Answer | { documentId: string }): Promise<Answer> {
  const arrival = await store.lockArrival(tx, 'id', id);
  if (!arrival) throw new Error('an arrival that was written is there');
  if ('refused' in outcome) {
    await store.setArrival(tx, arrival, { state: 'refused', reason: outcome.refused });
    return outcome;
  }
  // A clerk may have been faster: then it is registered already.
  const state = arrival.state === 'arriving' ? 'delivered' : arrival.state;
  if ('documentId' in outcome) await store.setArrival(tx, arrival, { state, documentId: outcome.documentId });
  return taken;
}

/** Before it has a number it goes back; afterwards the chancery sees that it is asked for. */
async function takeRecall(
  module: ModuleRuntime,
  institutionId: string,
  senderId: string,
  { envelopeId, reason }: Recall,
  messageId: string,
): Promise<void> {
  const arrival = await module.tx(system, async (tx) => {
    const known = await store.lockArrival(tx, 'id', envelopeId);
    if (known) return known;
    // It came before the envelope, which will find itself recalled.
    await store.insertArrival(tx, {
      ...{ id: envelopeId, institutionId, senderId, state: 'recalled', sender: '', subject: '', messageId },
    });
    await insertReceipt(tx, { id: envelopeId, institutionId, senderId }, { state: 'recalled' });
    return undefined;
  });
  if (!arrival || arrival.senderId !== senderId || arrival.institutionId !== institutionId) return;
  if (isBack(arrival.state)) return;
  if (arrival.state === 'arriving') throw new Error('an envelope that is being taken in is recalled after it');
  await module.tx(system, (tx) => store.noteRecallAsked(tx, envelopeId));
  if (arrival.state === 'delivered') await takeBack(module, arrival, reason);
}

/** What becomes of it comes back as an event (`tellMoved`); once a clerk was faster, the recall stays a question. */
async function takeBack(module: ModuleRuntime, arrival: ArrivalRow, reason: string): Promise<void> {
  try {
    await module.call(moveDocument, {
      ...{ id: arrival.documentId ?? '', to: 'cancelled', what: 'recalled', byName: arrival.sender },
      ...{ facts: { reason }, key: `recall:${arrival.id}` },
    });
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'documents.state-forbids') throw error;
  }
}
