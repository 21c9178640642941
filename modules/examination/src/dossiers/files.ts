// SPDX-License-Identifier: Apache-2.0
/** Files of a dossier: added and taken out while it may be changed, read by whoever sees it. */
import { audit, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { faultSentences, kindOfContent } from '@stoa/kernel/files';
import type * as contract from '../contract.ts';
import { changeable } from '../states/table.ts';
import { idOf, nameOf, stateForbids, unknownDossier } from './moving.ts';
import { ownDossier, seenDossier } from './sight.ts';
import * as store from './store.ts';

const most = 30;
/** Refuses: examination.file-refused, examination.too-many-files. */
export async function addFile(
  tx: Tx,
  { id, name, content }: InputOf<typeof contract.addFile>,
): Promise<OutputOf<typeof contract.addFile>> {
  const dossier = await ownDossier(tx, id);
  if (!changeable.includes(dossier.state)) stateForbids(dossier.state);
  const bytes = Buffer.from(content, 'base64');
  const known = kindOfContent(name, bytes);
  if (typeof known === 'string')
    return refuse('invalid', 'examination.file-refused', `${name}: ${faultSentences[known]}`);
  if ((await store.filesOf(tx, id)).length >= most)
    refuse('conflict', 'examination.too-many-files', `A dossier has at most ${most} files. Put some of them together.`);
  await store.insertWorkedOn(tx, id, idOf(tx));
  return store.insertFile(
    tx,
    { dossierId: id, version: dossier.version + 1, addedBy: nameOf(tx) },
    { name, mimeType: known.mimeType, bytes },
  );
}

const unknownFile = (): never =>
  refuse('missing', 'examination.file-unknown', 'The dossier has no such file. Load the page again.');
/** Refuses: examination.file-unknown. */
export async function removeFile(tx: Tx, { id, fileId }: InputOf<typeof contract.removeFile>): Promise<{ id: string }> {
  const dossier = await ownDossier(tx, id);
  if (!changeable.includes(dossier.state)) stateForbids(dossier.state);
  if (!(await store.removeFile(tx, id, fileId))) unknownFile();
  return { id };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Refuses: examination.dossier-unknown, examination.file-unknown. */
export function fileFor(
  module: ModuleRuntime,
  principal: Principal,
  { id, fileId }: { id: string; fileId: string },
): Promise<{ name: string; mimeType: string; bytes: Buffer }> {
  if (![id, fileId].every((one) => uuid.test(one))) unknownDossier();
  return module.tx(principal, async (tx) => {
    await seenDossier(tx, id);
    const { file, bytes } = (await store.contentOf(tx, id, fileId)) ?? unknownFile();
    await audit(tx, { action: 'examination.file-read', object: { type: 'dossier', id } });
    return { name: file.name, mimeType: file.mimeType, bytes };
  });
}
