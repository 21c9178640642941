// SPDX-License-Identifier: Apache-2.0
/** Attachments as signed requests whose bodies are streamed: the signature covers the digest, the digest the file. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isRefusal, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { checkArchive } from './archive-check.ts';
import {
  abandonUpload,
  attachmentFor,
  beginUpload,
  chunkBytes,
  finishUpload,
  readFile,
  storeChunk,
  type StoredFile,
} from './attachments.ts';
import { type Answer, json, type Message, type Request } from '../messages/index.ts';
import { refusedAnswer, requestEntry, writeMessages } from '../log/index.ts';
import type { MailboxParts } from './endpoint.ts';
import { refusedEntry, storedEntry } from './operations.ts';

type FileParts = Omit<MailboxParts, 'turns'>;
const system: Principal = { kind: 'system' };

export const isAttachmentPath = (target: string | undefined): boolean =>
  target?.startsWith('/mailbox/attachments/') ?? false;

/** Answers a PUT or GET of `/mailbox/attachments/{uuid}`. */
export async function attachmentRequest(hub: FileParts, incoming: Message, upload: Request['body']): Promise<Answer> {
  try {
    const id = /^\/mailbox\/attachments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(incoming.target)?.[1];
    if (id && incoming.method === 'PUT') return await store(hub, incoming, id, upload);
    if (id && incoming.method === 'GET') return await fetchFile(hub, incoming, id);
    refuse('missing', 'exchange.no-such-address', 'The mailbox has no such address.');
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await drain(upload);
    return refusedAnswer(hub.record, incoming, error, refusedEntry(hub, incoming, error.code));
  }
}

/** Clients break off an upload that is answered before its end, and would not see the answer. */
async function drain(upload: Request['body']): Promise<void> {
  if (upload instanceof Readable) await finished(upload.resume(), { writable: false }).catch(() => undefined);
}

async function store(hub: FileParts, incoming: Message, id: string, upload: Request['body']): Promise<Answer> {
  const digest = incoming.headers['content-digest'] ?? '';
  const length = incoming.headers['content-length'] ?? '';
  if (!/^sha-256=:[A-Za-z0-9+/]{43}=:$/.test(digest) || !/^\d{1,15}$/.test(length))
    refuse(
      'invalid',
      'exchange.message-invalid',
      'An attachment needs a Content-Length and a Content-Digest of sha-256.',
    );
  const { module } = hub;
  const file = await module.tx(system, (tx) => beginUpload(tx, incoming.client, id, digest, Number(length)));
  let alreadySent = true;
  if (file) {
    try {
      await storeBody(hub, file, upload);
      await checkArchive(module, file);
      alreadySent = !(await module.tx(system, async (tx) => {
        const first = await finishUpload(tx, file, id);
        const facts = { bodyApart: true, attachment: id, sizeBytes: file.sizeBytes };
        const about = { target: 'attachment', messageId: id, issue: undefined };
        if (first) await writeMessages(tx, [storedEntry(incoming, about, facts)]);
        return first;
      }));
    } catch (error) {
      await abandonUpload(module, file);
      throw error;
    }
  } else await drain(upload);
  return json(200, { id, alreadySent });
}

/** Writes the body away in chunks as it comes. */
async function storeBody({ module }: FileParts, file: StoredFile, upload: Request['body']): Promise<void> {
  const digest = createHash('sha256');
  let waiting: Buffer[] = [];
  let size = 0;
  let number = 0;
  const flush = async () => {
    await storeChunk(module, file, number++, Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  for await (let part of (upload instanceof Readable ? upload : [upload]) as AsyncIterable<Buffer>) {
    digest.update(part);
    while (size + part.length >= chunkBytes) {
      const fits = chunkBytes - size;
      waiting.push(part.subarray(0, fits));
      part = part.subarray(fits);
      await flush();
    }
    if (part.length > 0) waiting.push(part);
    size += part.length;
  }
  if (size > 0) await flush();
  if (file.digest !== `sha-256=:${digest.digest('base64')}:`)
    refuse('invalid', 'exchange.attachment-digest-differs', 'The file does not fit its Content-Digest. Send it again.');
}

async function fetchFile(hub: FileParts, incoming: Message, id: string): Promise<Answer> {
  const file = await hub.module.tx(system, (tx) => attachmentFor(tx, incoming.client, id));
  await hub.record(requestEntry(incoming, 'mailbox', 'attachment', { facts: { attachment: id } }));
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'content-digest': file.digest },
    body: { size: file.sizeBytes, bytes: undefined, read: () => readFile(hub.module, file) },
  };
}
