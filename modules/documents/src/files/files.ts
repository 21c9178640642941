// SPDX-License-Identifier: Apache-2.0
/** Files of a document: added and taken out while it is worked on, read by who may see it. */
import { audit, may, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { faultSentences, kindOfContent } from '@stoa/kernel/files';
import { chanceryOf } from '../access/resource.ts';
import { asReader } from '../access/seeing.ts';
import type * as contract from '../contract.ts';
import { demandFree, heldDocument, unknownDocument } from '../documents/documents.ts';
import { note } from '../history/store.ts';
import { findDocument } from '../documents/queries.ts';
import { setLock } from '../documents/store.ts';
import * as store from './store.ts';

export const most = 50;
/** Refuses: documents.file-refused. */
export function checkedFile(name: string, content: string): { name: string; mimeType: string; bytes: Buffer } {
  const bytes = Buffer.from(content, 'base64');
  const known = kindOfContent(name, bytes);
  return typeof known === 'string'
    ? refuse('invalid', 'documents.file-refused', `${name}: ${faultSentences[known]}`)
    : { name, mimeType: known.mimeType, bytes };
}

export const tooManyFiles = (): never =>
  refuse('conflict', 'documents.too-many-files', `A document has at most ${most} files.`);

export const nameOf = (tx: Tx) => (tx.principal.kind === 'person' ? tx.principal.name : '');

export async function addFile(
  tx: Tx,
  input: InputOf<typeof contract.addFile>,
): Promise<OutputOf<typeof contract.addFile>> {
  const document = await heldDocument(tx, input.id);
  demandFree(tx, document);
  const file = checkedFile(input.name, input.content);
  const present = (await store.filesOf(tx, document.id)).filter(({ version }) => version === document.version);
  if (present.length >= most) tooManyFiles();
  const added = await store.insertFile(
    tx,
    { documentId: document.id, version: document.version, addedBy: nameOf(tx) },
    { ...file, role: input.role },
  );
  await note(tx, document.id, { what: 'file-added', facts: { name: file.name } });
  return added;
}

/** Refuses: documents.file-unknown. */
export async function removeFile(tx: Tx, { id, fileId }: InputOf<typeof contract.removeFile>): Promise<{ id: string }> {
  const document = await heldDocument(tx, id);
  demandFree(tx, document);
  if (!(await store.removeFile(tx, id, fileId, document.version))) unknownFile();
  await note(tx, id, { what: 'file-removed' });
  return { id };
}

const unknownFile = (): never =>
  refuse('missing', 'documents.file-unknown', 'The document has no such file in its present version.');

export async function lock(tx: Tx, { id }: InputOf<typeof contract.lockDocument>): Promise<{ id: string }> {
  const document = await heldDocument(tx, id);
  demandFree(tx, document);
  if (tx.principal.kind === 'person') await setLock(tx, id, tx.principal);
  return { id };
}

/** Refuses: documents.locked. */
export async function unlock(tx: Tx, { id }: InputOf<typeof contract.unlockDocument>): Promise<{ id: string }> {
  const document = await heldDocument(tx, id);
  const own = tx.principal.kind === 'person' && tx.principal.id === document.lockedBy;
  if (document.lockedBy && !own && !may(tx, 'documents:register', chanceryOf(document.institutionId)))
    refuse('conflict', 'documents.locked', `${document.lockedByName} is working on it. A clerk can free it.`);
  await setLock(tx, id, null);
  return { id };
}

/** Refuses: documents.document-unknown, documents.file-unknown. */
async function fileOf(tx: Tx, { id, fileId }: InputOf<typeof contract.readFile>) {
  const document = (await findDocument(tx, id)) ?? unknownDocument();
  return (await store.contentOf(tx, document.id, fileId)) ?? unknownFile();
}
export async function readFile(
  tx: Tx,
  asked: InputOf<typeof contract.readFile>,
): Promise<OutputOf<typeof contract.readFile>> {
  const { file, bytes } = await fileOf(tx, asked);
  return { name: file.name, mimeType: file.mimeType, content: bytes.toString('base64') };
}

/** The bytes, for who sees the document. Refuses: documents.document-unknown, documents.file-unknown. */
export function fileFor(
  module: ModuleRuntime,
  principal: Principal,
  { id, fileId }: { id: string; fileId: string },
): Promise<{ name: string; mimeType: string; inline: boolean; bytes: Buffer }> {
  if (![id, fileId].every((one) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one))) unknownDocument();
  return module.tx(principal, async (tx) => {
    await asReader(tx);
    const found = await fileOf(tx, { id, fileId });
    await audit(tx, { action: 'documents.file-read', object: { type: 'document', id } });
    const known = kindOfContent(found.file.name, found.bytes);
    return { ...found.file, bytes: found.bytes, inline: typeof known === 'object' && known.inline };
  });
}
