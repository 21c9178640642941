// SPDX-License-Identifier: Apache-2.0
/** Elements as pages ask for them. */
import { authorise, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Element, Facts } from '../contract.ts';
import { kindOf, vocabulary } from '../vocabulary.ts';
import { unknownElement } from './elements.ts';
import * as queries from './queries.ts';
import { integrates, ownOrganisations, registerOf, sightOf } from './sight.ts';
import * as store from './store.ts';
import type { VersionRow } from './store.ts';

export const momentOf = (tx: Tx, { on, known }: { on?: string | undefined; known?: string | undefined }) => ({
  on: on ?? tx.module.country.calendar.localDate(tx.now),
  known: known ? new Date(known) : undefined,
});

export function shown(row: VersionRow, attested: Date | undefined): Element {
  return {
    ...{ id: row.elementId, kind: row.kind, code: row.code, name: row.name, facts: row.facts, level: row.level },
    ...{ provenance: row.provenance, confidence: row.confidence, revision: row.revision, validFrom: row.validFrom },
    ...(row.ownerId ? { ownerId: row.ownerId } : {}),
    ...(row.validUntil ? { validUntil: row.validUntil } : {}),
    knownFrom: row.knownFrom.toISOString(),
    ...(attested ? { attestedAt: attested.toISOString() } : {}),
  };
}

/** Refuses: architecture.field-unknown. */
function factOf(kind: string, asked: string | undefined): Facts | undefined {
  if (!asked) return undefined;
  const [code = '', ...rest] = asked.split(':');
  const value = rest.join(':');
  const field = vocabulary.fields[code];
  if (!field || !kindOf(kind).fields.includes(code))
    refuse('invalid', 'architecture.field-unknown', `Nothing called ${code} is kept of this. Ask for the vocabulary.`);
  if (field.type === 'flag') return { [code]: value === 'true' };
  return { [code]: field.type === 'number' || field.type === 'money' ? Number(value) : value };
}

export async function listElements(
  tx: Tx,
  asked: InputOf<typeof contract.listElements>,
): Promise<OutputOf<typeof contract.listElements>> {
  kindOf(asked.kind);
  const fact = factOf(asked.kind, asked.fact);
  const words = (asked.search ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const after = readCursor(asked.cursor, 'name')?.[0];
  let attested = new Map<string, Date>();
  return pageOfRows(
    asked,
    async (count) => {
      const filter = { kind: asked.kind, ownerId: asked.ownerId, words, fact };
      const rows = await queries.listElements(tx, momentOf(tx, asked), sightOf(tx), filter, after, count);
      attested = await queries.lastAttested(
        tx,
        rows.map(({ elementId }) => elementId),
      );
      return rows;
    },
    (row) => shown(row, attested.get(row.elementId)),
    (row) => writeCursor(row.code),
  );
}

export const listUnattested = (
  tx: Tx,
  { since, after, limit = 100 }: InputOf<typeof contract.listUnattested>,
): Promise<OutputOf<typeof contract.listUnattested>> =>
  queries.unattested(tx, momentOf(tx, {}), sightOf(tx), { since, after, limit });

/** Refuses: architecture.element-unknown. */
export async function getElement(
  tx: Tx,
  asked: InputOf<typeof contract.getElement>,
): Promise<OutputOf<typeof contract.getElement>> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  const row = (await queries.findElement(tx, moment, sight, asked.id)) ?? unknownElement();
  const [related, versions, attested] = [
    await queries.relationsOf(tx, moment, sight, asked.id),
    await queries.historyOf(tx, asked.id),
    await queries.lastAttested(tx, [asked.id]),
  ];
  const keeps = row.ownerId !== null && ownOrganisations(tx).includes(row.ownerId);
  return {
    ...shown(row, attested.get(asked.id)),
    relations: related.map(({ id, kind, facts, out, otherId, otherKind, code, name, ownerId, otherFacts }) => ({
      ...{ id, kind, facts, out },
      other: { id: otherId, kind: otherKind, code, name, facts: otherFacts, ...(ownerId ? { ownerId } : {}) },
    })),
    history: versions.map((one, index) => ({
      ...{
        revision: one.revision,
        validFrom: one.validFrom,
        byName: one.byName,
        knownFrom: one.knownFrom.toISOString(),
      },
      ...(one.validUntil ? { validUntil: one.validUntil } : {}),
      ...(one.knownUntil ? { knownUntil: one.knownUntil.toISOString() } : {}),
      changed: changedFields(
        versions.slice(0, index).findLast(({ revision }) => revision < one.revision),
        one,
      ),
    })),
    may: [...(keeps || integrates(tx) ? (['change'] as const) : []), ...(keeps ? (['attest'] as const) : [])],
  };
}

type Compared = Pick<VersionRow, 'name' | 'ownerId' | 'level' | 'facts'>;
/** `name`, `owner`, `level` and codes of facts that are not the same. */
export function changedFields(before: Compared | undefined, after: Compared): string[] {
  const facts = new Set([...Object.keys(before?.facts ?? {}), ...Object.keys(after.facts)]);
  return [
    ...(before && JSON.stringify(before.name) !== JSON.stringify(after.name) ? ['name'] : []),
    ...(before && before.ownerId !== after.ownerId ? ['owner'] : []),
    ...(before && before.level !== after.level ? ['level'] : []),
    ...[...facts].filter((code) => before?.facts[code] !== after.facts[code]),
  ];
}

/** Refuses: architecture.element-unknown, architecture.changed-meanwhile. */
export async function attestElement(
  tx: Tx,
  { id, revision }: InputOf<typeof contract.attestElement>,
): Promise<{ id: string }> {
  const row = (await queries.findElement(tx, momentOf(tx, {}), sightOf(tx), id)) ?? unknownElement();
  authorise(tx, registerOf(row.ownerId ?? ''));
  await store.lockElement(tx, id);
  if ((await store.lastRevision(tx, id)) !== revision)
    refuse('conflict', 'architecture.changed-meanwhile', 'It was changed while you looked. Look at it again.');
  await store.insertAttestation(tx, id, revision, tx.principal.kind === 'person' ? tx.principal.name : '');
  return { id };
}
