// SPDX-License-Identifier: Apache-2.0
/** Reference models: read in a version, compared, measured by the register, written as a draft and published by a second person. */
import { countElements } from '@stoa/architecture/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { type ModelCode, modelCodes } from '../contract.ts';
import { given, integrates, person, today } from '../people.ts';
import words from './models.json' with { type: 'json' };
import * as store from './store.ts';
import type { VersionRow } from './store.ts';
import { changesBetween, countsBelow, isCircle } from './tree.ts';

const facts = words as unknown as Readonly<Record<ModelCode, { title: LocalText; kind: string; by: string }>>;
const unknownModel = (): never =>
  refuse('missing', 'norms.model-unknown', 'There is no such version of the model. Look at the list of models.');
const draftMissing = (): never =>
  refuse('conflict', 'norms.draft-missing', 'There is no draft of the model. Begin the next version first.');

const shown = ({ version, entries, writtenByName, at, note, from, publishedByName }: VersionRow) => ({
  ...{ version, entries, writtenByName, at: at.toISOString(), ...given({ note, from, publishedByName }) },
});
const currentOf = (rows: readonly VersionRow[], on: string) => rows.find(({ from }) => from !== null && from <= on);
/** Drafts are seen by those who write them. */
async function found(
  tx: Tx,
  { code, version, on }: { code: string; version?: number | undefined; on?: string | undefined },
): Promise<VersionRow> {
  const rows = await store.versions(tx, code);
  const row = version ? rows.find((one) => one.version === version) : currentOf(rows, on ?? today(tx));
  return row && (row.from !== null || integrates(tx)) ? row : unknownModel();
}

export async function listModels(tx: Tx): Promise<OutputOf<typeof contract.listModels>> {
  const rows = await store.versions(tx);
  const writes = integrates(tx);
  return {
    items: modelCodes.map((code) => {
      const own = rows.filter(({ model }) => model === code);
      return {
        ...{ code, ...facts[code] },
        versions: own.filter(({ from }) => from !== null || writes).map(shown),
        ...given({ current: currentOf(own, today(tx))?.version }),
      };
    }),
    may: writes ? ['write'] : [],
  };
}
/** Refuses: norms.model-unknown. */
export async function getModel(
  tx: Tx,
  asked: InputOf<typeof contract.getModel>,
): Promise<OutputOf<typeof contract.getModel>> {
  const row = await found(tx, asked);
  const writes = row.from === null && integrates(tx);
  return {
    ...{ code: asked.code, title: facts[asked.code].title, ...shown(row) },
    list: await store.entriesOf(tx, row.id),
    may: writes ? ['write', ...(row.writtenBy.includes(person(tx).id) ? [] : (['publish'] as const))] : [],
  };
}
/** Refuses: norms.model-unknown. */
export async function compareModel(
  tx: Tx,
  { code, from, to }: InputOf<typeof contract.compareModel>,
): Promise<OutputOf<typeof contract.compareModel>> {
  const [before, after] = [await found(tx, { code, version: from }), await found(tx, { code, version: to })];
  return { items: changesBetween(await store.entriesOf(tx, before.id), await store.entriesOf(tx, after.id)) };
}
/** Refuses: norms.model-unknown. Asks the register as whoever asks. */
export async function getCoverage(
  tx: Tx,
  { code, version, ownerId, on }: InputOf<typeof contract.getCoverage>,
): Promise<OutputOf<typeof contract.getCoverage>> {
  const row = await found(tx, { code, version, on });
  const entries = await store.entriesOf(tx, row.id);
  const { kind, by } = facts[code];
  const values = [...new Set(entries.flatMap(({ maps }) => maps))].slice(0, 500);
  const counted = await tx.call(countElements, { kind, by, values, ...given({ ownerId, on }) });
  const sums = countsBelow(entries, counted.counts);
  return {
    ...{ version: row.version, kind, total: counted.total, mapped: counted.mapped, none: counted.none },
    counts: entries.map((one) => ({ code: one.code, count: sums.get(one.code) ?? 0 })),
  };
}

/** Refuses: norms.draft-there. */
export async function draftModel(
  tx: Tx,
  { code, note }: InputOf<typeof contract.draftModel>,
): Promise<OutputOf<typeof contract.draftModel>> {
  const [last] = await store.versions(tx, code);
  const version = (last?.version ?? 0) + 1;
  const id = await store.insertVersion(tx, { model: code, version, note, by: person(tx) });
  if (!id) return refuse('conflict', 'norms.draft-there', 'Somebody has begun the next version already. Open it.');
  if (last) await store.copyEntries(tx, last.id, id);
  return { code, version };
}
/** Refuses as the operation declares. */
export async function setEntry(
  tx: Tx,
  { code, entry, parent, title, maps = [] }: InputOf<typeof contract.setEntry>,
): Promise<OutputOf<typeof contract.setEntry>> {
  const draft = (await store.lockDraft(tx, code)) ?? draftMissing();
  const entries = await store.entriesOf(tx, draft.id);
  const has = (one: string) => entries.some((other) => other.code === one);
  if ((!title && !has(entry)) || (parent && !has(parent)))
    refuse('missing', 'norms.entry-unknown', 'The draft has no entry of this code. Load the page again.');
  if (parent && title && isCircle(entries, entry, parent))
    refuse('invalid', 'norms.entry-circle', 'An entry is not below itself. Choose another one above it.');
  if (!title && entries.some((one) => one.parent === entry))
    refuse('conflict', 'norms.entry-has-children', 'There are entries below it. Move or remove those first.');
  if (title) await store.setEntry(tx, draft.id, { code: entry, title, maps, ...(parent ? { parent } : {}) });
  else await store.dropEntry(tx, draft.id, entry);
  await store.setWriter(tx, draft.id, person(tx));
  return { code, version: draft.version };
}
/** Refuses as the operation declares. */
export async function publishModel(
  tx: Tx,
  { code, from }: InputOf<typeof contract.publishModel>,
): Promise<OutputOf<typeof contract.publishModel>> {
  const draft = (await store.lockDraft(tx, code)) ?? draftMissing();
  const { id, name } = person(tx);
  if (draft.writtenBy.includes(id))
    refuse('forbidden', 'norms.own-draft', 'You wrote in this draft. Somebody who did not publishes it.');
  if (draft.entries === 0) refuse('conflict', 'norms.model-empty', 'The draft has no entries yet. Write some first.');
  const before = (await store.versions(tx, code)).find((one) => one.from !== null);
  if (from < today(tx) || (before?.from && from <= before.from))
    refuse('invalid', 'norms.day-past', 'The day has to be today or later, and after the one of the version before.');
  await store.publish(tx, draft.id, { from, byName: name });
  return { code, version: draft.version };
}
