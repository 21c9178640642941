// SPDX-License-Identifier: Apache-2.0
/** Files beside messages: kept in sealed chunks, claimed by the message that names them, gone with it. */
import { newId, refuse, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { AttachmentReference } from '../contract.ts';
import { openBody, sealBody } from '../log/index.ts';
import { mailboxLimits } from './limits.ts';
import { addChunk, addUpload, claimFile, markStored, removeUpload } from './store.ts';

/** Bytes of each chunk but the last. */
export const chunkBytes = 1024 * 1024;
const system: Principal = { kind: 'system' };

export interface StoredFile {
  readonly uploadId: string;
  readonly owner: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

const bytes = (name: string, count: number) => ({ pointer: `/${name}`, code: 'bytes', message: String(count) });

/**
 * Reserves room for an upload; undefined when this very file is stored under the id already.
 * Refusals about size carry the byte counts in `errors`.
 */
export async function beginUpload(
  tx: Tx,
  owner: string,
  id: string,
  digest: string,
  sizeBytes: number,
): Promise<StoredFile | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`attachments of ${owner}`]);
  if (await isStored(tx, owner, id, digest)) return undefined;
  const { attachmentBytes, attachmentQuotaBytes } = mailboxLimits(tx.module);
  if (sizeBytes > attachmentBytes)
    refuse('too-large', 'exchange.attachment-too-large', `An attachment has at most ${attachmentBytes} bytes.`, {
      errors: [bytes('permitted', attachmentBytes), bytes('real', sizeBytes)],
    });
  const { rows } = await tx.query<{ used: string }>(
    'select coalesce(sum(size_bytes), 0) as used from mailbox_attachment where owner_id = $1',
    [owner],
  );
  const remaining = attachmentQuotaBytes - Number(rows[0]?.used ?? 0);
  if (sizeBytes > remaining)
    refuse(
      'limit',
      'exchange.attachment-quota-exceeded',
      `${sizeBytes} bytes are more than the ${Math.max(0, remaining)} left of the quota of ${owner}.`,
      { errors: [bytes('remaining', Math.max(0, remaining)), bytes('real', sizeBytes)] },
    );
  const uploadId = newId();
  const file = { uploadId, owner, digest, sizeBytes };
  await addUpload(tx, id, file);
  return file;
}

async function isStored(tx: Tx, owner: string, id: string, digest: string): Promise<boolean> {
  const { rows } = await tx.query<{ owner_id: string; digest: string }>(
    'select owner_id, digest from mailbox_attachment where id = $1 and stored_at is not null',
    [id],
  );
  if (!rows[0]) return false;
  if (rows[0].owner_id !== owner || rows[0].digest !== digest)
    refuse('conflict', 'exchange.attachment-id-taken', 'This attachment id was used for another file. Make a new one.');
  return true;
}

export const storeChunk = (module: ModuleRuntime, file: StoredFile, number: number, content: Buffer) =>
  module.tx(system, (tx) => addChunk(tx, file.uploadId, number, sealBody(module.keys, file.owner, content)));

/** Gives the whole upload its id; false when the same file came first by another way. */
export async function finishUpload(tx: Tx, file: StoredFile, id: string): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`attachment ${id}`]);
  if (await isStored(tx, file.owner, id, file.digest)) {
    await removeUpload(tx, file.uploadId);
    return false;
  }
  await markStored(tx, file.uploadId);
  return true;
}

export const abandonUpload = (module: ModuleRuntime, file: StoredFile) =>
  module.tx(system, (tx) => removeUpload(tx, file.uploadId));

/** The file for the party the message went to; whoever sent it has it already. */
export async function attachmentFor(tx: Tx, reader: string, id: string): Promise<StoredFile> {
  const { rows } = await tx.query<StoredFile>(
    `select upload_id as "uploadId", owner_id as owner, digest, size_bytes as "sizeBytes" from mailbox_attachment
     where id = $1 and stored_at is not null and reader_id = $2`,
    [id, reader],
  );
  return (
    rows[0] ?? refuse('missing', 'exchange.attachment-unknown', 'No attachment of that id was sent to this subsystem.')
  );
}

export async function readChunk(module: ModuleRuntime, file: StoredFile, number: number): Promise<Buffer> {
  const { rows } = await module.tx(system, (tx) =>
    tx.prepared<{ content: Buffer }>(
      'exchange-attachment-read',
      'select content from mailbox_attachment_chunk where upload_id = $1 and number = $2',
      [file.uploadId, number],
    ),
  );
  if (!rows[0])
    refuse('missing', 'exchange.attachment-unknown', 'The attachment was removed together with its message.');
  return openBody(module.keys, file.owner, rows[0].content);
}

export async function* readFile(module: ModuleRuntime, file: StoredFile): AsyncGenerator<Buffer> {
  for (let number = 0; number * chunkBytes < file.sizeBytes; number++) yield await readChunk(module, file, number);
}

/** Binds the files that a message names to it; each must be whole, the sender's own, of that digest, and free. */
export async function claimAttachments(
  tx: Tx,
  owner: string,
  reader: string,
  message: { messageId: string; attachments?: readonly AttachmentReference[] },
): Promise<void> {
  for (const file of message.attachments ?? [])
    if (!(await claimFile(tx, message.messageId, reader, owner, file)))
      refuse(
        'invalid',
        'exchange.attachment-missing',
        `The attachment ${file.id} (${file.name}) was not uploaded, differs from its digest, or belongs to another message.`,
      );
}
