// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { authorise, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf } from '../access/resource.ts';
import { asModule } from '../access/seeing.ts';
import type * as contract from '../contract.ts';
import { unknownDocument } from '../documents/documents.ts';
import { findBySource } from '../documents/queries.ts';
import { lockDocument } from '../documents/store.ts';
import { checkedFile, most, nameOf, tooManyFiles } from '../files/files.ts';
import { filesOf, insertFile } from '../files/store.ts';
import { note } from '../history/store.ts';
import { sourceKey } from './imports.ts';

/** Refuses: documents.document-unknown, documents.file-refused, documents.too-many-files. */
export async function importFile(
  tx: Tx,
  { institutionId, source, key, name, role, content }: InputOf<typeof contract.importFile>,
): Promise<OutputOf<typeof contract.importFile>> {
  authorise(tx, chanceryOf(institutionId));
  await asModule(tx);
  const found = (await findBySource(tx, institutionId, sourceKey(source, key))) ?? unknownDocument();
  const { id: documentId, version } = (await lockDocument(tx, found)) ?? unknownDocument();
  const file = checkedFile(name, content);
  const digest = hash('sha256', file.bytes, 'hex');
  const present = await filesOf(tx, documentId);
  const same = present.find((one) => one.name === name && one.sha256 === digest);
  if (same) return { documentId, file: same, known: true };
  if (present.length >= most) tooManyFiles();
  const added = await insertFile(tx, { documentId, version, addedBy: nameOf(tx) }, { ...file, role });
  await note(tx, documentId, { what: 'file-added', facts: { name } });
  return { documentId, file: added, known: false };
}
