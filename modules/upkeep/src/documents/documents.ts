// SPDX-License-Identifier: Apache-2.0
/** Documents of objects: what the stage asks for, what is there. An object somebody may not see has none for them. */
import { type Element, getElement } from '@stoa/architecture/contract';
import { audit, authorise, may, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf, Principal } from '@stoa/kernel/contract';
import { faultSentences, kindOfContent } from '@stoa/kernel/files';
import type * as contract from '../contract.ts';
import { bodyOf, nameOf } from '../people.ts';
import * as store from '../store.ts';
import data from './required.json' with { type: 'json' };

export const kinds: Readonly<Record<string, LocalText>> = data.kinds;
const stages: Readonly<Record<string, readonly string[]>> = data.stages;
export const requiredAt = (stage: unknown): readonly string[] => stages[String(stage)] ?? [];

/** Asked of the register as whoever acts. */
async function objectOf(tx: Tx, id: string): Promise<Pick<Element, 'id' | 'facts' | 'ownerId'>> {
  const element = await tx.call(getElement, { id });
  if (element.kind !== 'object')
    refuse('invalid', 'upkeep.not-an-object', 'Only information objects of the register have such documents.');
  return element;
}
/** Refuses: architecture.element-unknown, upkeep.not-an-object. */
export async function listDocuments(
  tx: Tx,
  { id }: InputOf<typeof contract.listDocuments>,
): Promise<OutputOf<typeof contract.listDocuments>> {
  const { facts, ownerId = '' } = await objectOf(tx, id);
  const reads = may(tx, 'upkeep:look', bodyOf(ownerId));
  const rows = await store.documentsOf(tx, id);
  const required = requiredAt(facts.stage);
  const list = Object.entries(kinds).map(([kind, title]) => ({
    ...{ kind, title, required: required.includes(kind) },
    versions: rows
      .filter((one) => one.kind === kind)
      .map(({ id: documentId, version, at, name, size, sha256, byName }) => ({
        ...{ id: documentId, version, at: at.toISOString(), ...(reads ? { name, size, sha256, byName } : {}) },
      })),
  }));
  return {
    id,
    ...(facts.stage ? { stage: String(facts.stage) } : {}),
    kinds: list.filter((one) => one.required || one.versions.length > 0 || reads),
    missing: list.filter((one) => one.required && one.versions.length === 0).length,
    may: [
      ...(may(tx, 'upkeep:keep', bodyOf(ownerId)) ? (['add'] as const) : []),
      ...(reads ? (['read'] as const) : []),
    ],
  };
}
/** Refuses as the operation declares. */
export async function addDocument(
  tx: Tx,
  { id, kind, name, content }: InputOf<typeof contract.addDocument>,
): Promise<OutputOf<typeof contract.addDocument>> {
  const { ownerId = '' } = await objectOf(tx, id);
  authorise(tx, bodyOf(ownerId));
  if (!kinds[kind])
    refuse('invalid', 'upkeep.kind-unknown', 'There is no such kind of document. Choose one of the list.');
  const bytes = Buffer.from(content, 'base64');
  const known = kindOfContent(name, bytes);
  if (typeof known === 'string') return refuse('invalid', 'upkeep.file-refused', `${name}: ${faultSentences[known]}`);
  const { mimeType } = known;
  const version = await store.insertDocument(tx, { elementId: id, kind, name, mimeType, bytes, byName: nameOf(tx) });
  return { id, kind, version };
}

const unknown = (): never =>
  refuse('missing', 'upkeep.document-unknown', 'There is no such document, or it is not for you to read.');
/** Whoever may not read it is told the same as of one that is not there. */
export const readDocument = (module: ModuleRuntime, principal: Principal, id: string) =>
  module.tx(principal, async (tx) => {
    const found = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await store.contentOf(tx, id) : undefined;
    if (!found) return unknown();
    const element = await tx.call(getElement, { id: found.elementId }).catch(unknown);
    if (!may(tx, 'upkeep:look', bodyOf(element.ownerId ?? ''))) unknown();
    await audit(tx, { action: 'upkeep.document-read', object: { type: 'element', id: found.elementId } });
    return { name: found.name, mimeType: found.mimeType, bytes: found.content };
  });
