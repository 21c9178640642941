// SPDX-License-Identifier: Apache-2.0
/** What the modules of work and of correspondence ask; each may be asked again and answers as the first time. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { endReaders, putReaders } from '../access/store.ts';
import type * as contract from '../contract.ts';
import { checkCard, move, pageOfDocument, unknownDocument } from '../documents/documents.ts';
import { note } from '../history/store.ts';
import { documentsById, findBySource, findDocument } from '../documents/queries.ts';
import { summaryOf } from '../documents/shown.ts';
import { insertDocument, insertLink, lockDocument, newVersion } from '../documents/store.ts';
import { checkedFile } from '../files/files.ts';
import { contentOf, filesOf, insertFile } from '../files/store.ts';
import { kindOf, rulesOf, today } from '../norms/norms.ts';
import { signaturesOf } from '../signing/store.ts';

/** Refuses: documents.kind-unknown, documents.file-refused. */
export async function takeIn(
  tx: Tx,
  input: InputOf<typeof contract.takeIn>,
): Promise<OutputOf<typeof contract.takeIn>> {
  const { institutionId, key } = input;
  const kind = kindOf(await rulesOf(tx, institutionId), input.kind);
  const card = input.card ?? {};
  checkCard(kind, card);
  const files = input.files.map((file) => ({ ...checkedFile(file.name, file.content), role: file.role }));
  const byName = input.correspondents[0]?.name ?? '';
  const id = await insertDocument(tx, {
    ...{ institutionId, kind: kind.code, direction: kind.direction, state: 'received', label: input.label },
    ...{ language: input.language ?? 'en', source: input.source, sourceKey: key },
    ...{ subject: input.subject, correspondents: input.correspondents, card },
    ...{ theirNumber: input.theirNumber ?? null, theirDate: input.theirDate ?? null, dueOn: input.dueOn ?? null },
    ...{ authorId: null, authorName: byName },
  });
  if (!id) return { id: (await findBySource(tx, institutionId, key)) ?? unknownDocument(), isNew: false };
  for (const file of files) await insertFile(tx, { documentId: id, version: 1, addedBy: byName }, file);
  if (input.replyTo && (await findDocument(tx, input.replyTo))?.institutionId === institutionId)
    await insertLink(tx, id, input.replyTo, 'reply');
  await note(tx, id, { what: 'received', byName, facts: { source: input.source } });
  return { id, isNew: true };
}

export async function openTo(tx: Tx, input: InputOf<typeof contract.openTo>): Promise<{ id: string }> {
  const document = (await findDocument(tx, input.id)) ?? unknownDocument();
  if (input.ended) await endReaders(tx, document.id, input.posts, input.work);
  else await putReaders(tx, document.id, input.posts, input.work, input.why);
  return { id: document.id };
}

/** Refuses: documents.state-forbids. */
export async function moveDocument(
  tx: Tx,
  input: InputOf<typeof contract.moveDocument>,
): Promise<OutputOf<typeof contract.moveDocument>> {
  const document = (await lockDocument(tx, input.id)) ?? unknownDocument();
  const { byName, byPost, as, inPlaceOf, facts, key, what, to = document.state } = input;
  if (!(await note(tx, document.id, { what, byName, byPost, as, inPlaceOf, facts, key })))
    return { id: document.id, state: document.state };
  if (document.state !== to) await move(tx, document, to, document.sourceKey ?? undefined, input.dueOn);
  const signed = (await signaturesOf(tx, input.id)).some(({ version }) => version === document.version);
  if (input.newVersion || (to === 'draft' && signed)) await newVersion(tx, document.id);
  return { id: document.id, state: to };
}

export async function lookUp(
  tx: Tx,
  { ids }: InputOf<typeof contract.lookUp>,
): Promise<OutputOf<typeof contract.lookUp>> {
  return { items: (await documentsById(tx, ids)).map((row) => summaryOf(row, today(tx))) };
}

const tooLarge = 40 * 1024 * 1024;

export async function exportDocument(
  tx: Tx,
  { id }: InputOf<typeof contract.exportDocument>,
): Promise<OutputOf<typeof contract.exportDocument>> {
  const document = (await findDocument(tx, id)) ?? unknownDocument();
  const files = (await filesOf(tx, id)).filter(({ version }) => version === document.version);
  if (files.reduce((sum, { size }) => sum + size, 0) > tooLarge)
    refuse(
      'too-large',
      'documents.too-large',
      'The files of this document are too large together. Send some of them apart.',
    );
  const contents: OutputOf<typeof contract.exportDocument>['contents'] = [];
  for (const file of files) {
    const found = await contentOf(tx, id, file.id);
    if (found) contents.push({ fileId: file.id, content: found.bytes.toString('base64') });
  }
  return { document: await pageOfDocument(tx, document), contents };
}
