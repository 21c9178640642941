// SPDX-License-Identifier: Apache-2.0
/** What is written into the register, by a change or an import: each from a day on. */
import { refuse, type Tx } from '@stoa/kernel';
import { demandRelated, hierarchies } from '../vocabulary.ts';
import * as store from './store.ts';
import type { Ends, Known, VersionRow } from './store.ts';
import { endFrom, writeFrom } from './times.ts';

export interface Source {
  readonly byName: string;
  readonly changeId: string | null;
}

export const unknownElement = (): never =>
  refuse('missing', 'architecture.element-unknown', 'There is no such element, or it is not for you to see.');

/** Everything of it as it is from that day on; answers its revision. */
export async function putElement(
  tx: Tx,
  { id, known, from, until = null }: { id: string; known: Known; from: string; until?: string | null },
  source: Source,
): Promise<number> {
  const { forget, keep, add } = writeFrom(await store.presentVersions(tx, id), from);
  const revision = (await store.lastRevision(tx, id)) + 1;
  await store.forgetVersions(
    tx,
    forget.map((one) => one.id),
  );
  for (const { of, validUntil } of keep) await keepVersion(tx, of, validUntil, source);
  // Never over the next that is planned already.
  const last = add?.validUntil ?? null;
  const validUntil = until && (!last || until < last) ? until : last;
  await store.insertVersions(tx, [{ elementId: id, known, revision, validFrom: from, validUntil, ...source }]);
  return revision;
}

/** What was known stays as it was known, under its own revision and author. */
const keepVersion = (tx: Tx, of: VersionRow, validUntil: string, { changeId }: Source) =>
  store.insertVersions(tx, [
    {
      ...{ elementId: of.elementId, known: of, revision: of.revision },
      ...{ validFrom: of.validFrom, validUntil, byName: of.byName, changeId },
    },
  ]);

/** It and what relates to it are no more from that day on. */
export async function endElement(tx: Tx, id: string, from: string, source: Source): Promise<void> {
  const { forget, keep } = endFrom(await store.presentVersions(tx, id), from);
  if (forget.length === 0) unknownElement();
  await store.forgetVersions(
    tx,
    forget.map((one) => one.id),
  );
  for (const { of, validUntil } of keep) await keepVersion(tx, of, validUntil, source);
  for (const one of await store.relationsOfElement(tx, id)) await partElements(tx, one, from, source);
}

/** Refuses: architecture.relation-wrong, architecture.cycle. */
export async function relateElements(
  tx: Tx,
  ends: Ends & { fromKind: string; toKind: string },
  { facts, from }: { facts: Known['facts']; from: string },
  source: Source,
): Promise<void> {
  const { kind, fromId, toId } = ends;
  demandRelated(kind, ends.fromKind, ends.toKind);
  if (hierarchies.includes(kind) && (await store.leadsTo(tx, kind, toId, fromId)))
    refuse(
      'invalid',
      'architecture.cycle',
      'It would come back to where it begins. Say what is part of what in one direction.',
    );
  const relationId = await store.lockRelation(tx, ends);
  const { forget, keep, add } = writeFrom(await store.presentRelations(tx, relationId), from);
  await store.forgetRelations(
    tx,
    forget.map((one) => one.id),
  );
  for (const { of, validUntil } of keep) await store.insertRelationVersions(tx, [{ ...of, validUntil, ...source }]);
  const validUntil = add?.validUntil ?? null;
  await store.insertRelationVersions(tx, [
    { ...{ relationId, kind, fromId, toId, facts, validFrom: from, validUntil }, ...source },
  ]);
}

export async function partElements(tx: Tx, ends: Ends, from: string, source: Source): Promise<void> {
  const relationId = await store.lockRelation(tx, ends);
  const { forget, keep } = endFrom(await store.presentRelations(tx, relationId), from);
  await store.forgetRelations(
    tx,
    forget.map((one) => one.id),
  );
  for (const { of, validUntil } of keep) await store.insertRelationVersions(tx, [{ ...of, validUntil, ...source }]);
}
