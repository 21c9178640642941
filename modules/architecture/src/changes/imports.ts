// SPDX-License-Identifier: Apache-2.0
/** Elements and relations that come from elsewhere: a row is taken whole or refused with its reason; a second time changes nothing. */
import { isRefusal, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Facts, ImportedElement, ImportedRelation } from '../contract.ts';
import { putElement, relateElements, type Source, unknownElement } from '../elements/elements.ts';
import { idsOfCodes } from '../elements/queries.ts';
import { changedFields } from '../elements/reading.ts';
import * as store from '../elements/store.ts';
import type { Known } from '../elements/store.ts';
import { beginTrial, takeTurn, undoTrial } from './store.ts';
import { demandFacts, demandRelated, hierarchies, kindOf, relationKindOf } from '../vocabulary.ts';

type Asked = InputOf<typeof contract.importElements>;
type Outcome = 'added' | 'changed' | 'same';
const keyOf = ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`;

export async function importElements(tx: Tx, asked: Asked): Promise<OutputOf<typeof contract.importElements>> {
  const result: OutputOf<typeof contract.importElements> = { id: newId(), added: 0, changed: 0, same: 0, refused: [] };
  await takeTurn(tx);
  const places = [...asked.elements, ...asked.relations.flatMap(({ from, to }) => [from, to])];
  const ids = await idsOfCodes(tx, places);
  const taking = new Taking(tx, ids, asked.provenance);
  const each = async <Row>(
    what: 'element' | 'relation',
    rows: readonly Row[],
    take: (row: Row) => Promise<Outcome>,
  ) => {
    for (const [at, row] of rows.entries())
      try {
        result[await take(row)] += 1;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        result.refused.push({ what, row: at + 1, code: error.code, message: error.message });
      }
  };
  await beginTrial(tx);
  await each('element', asked.elements, (row) => taking.element(row));
  await taking.writeElements();
  await taking.lookUp(asked.relations);
  await each('relation', asked.relations, (row) => taking.relation(row));
  await taking.writeRelations();
  if (asked.dryRun) await undoTrial(tx);
  return result;
}

/** What is new is written in one statement at the end; what is there already, row by row. */
class Taking {
  readonly #tx: Tx;
  readonly #ids: Map<string, string>;
  readonly #provenance: Known['provenance'];
  readonly #source: Source;
  readonly #newElements: store.NewVersion[] = [];
  readonly #newRelations: (store.NewRelationVersion & { id: string })[] = [];
  #related = new Map<string, string>();

  constructor(tx: Tx, ids: Map<string, string>, provenance: Known['provenance']) {
    [this.#tx, this.#ids, this.#provenance] = [tx, ids, provenance];
    this.#source = { byName: tx.principal.kind === 'person' ? tx.principal.name : '', changeId: null };
  }

  async element(row: ImportedElement): Promise<Outcome> {
    const { kind, code, name, facts, level = 0, from, until } = row;
    demandFacts(kindOf(kind).fields, facts);
    if (until && until <= from)
      refuse('invalid', 'architecture.ends-before', 'It ends before it begins. Give a later day, or none.');
    const known: Known = {
      ...{ kind, code, name, facts, level, provenance: this.#provenance, ownerId: row.ownerId ?? null },
      confidence: this.#provenance === 'observed' ? 90 : 60,
    };
    const id = this.#ids.get(keyOf(row));
    if (!id) {
      const elementId = newId();
      this.#ids.set(keyOf(row), elementId);
      const days = { validFrom: from, validUntil: until ?? null };
      this.#newElements.push({ elementId, known, revision: 1, ...days, ...this.#source });
      return 'added';
    }
    // A second row of one that is new in this import.
    if (this.#newElements.some(({ elementId }) => elementId === id)) await this.writeElements();
    const now = (await store.presentVersions(this.#tx, id)).findLast(({ validFrom }) => validFrom <= from);
    if (now && changedFields(now, known).length === 0) return 'same';
    await putElement(this.#tx, { id, known, from, ...(until ? { until } : {}) }, this.#source);
    return 'changed';
  }

  async writeElements(): Promise<void> {
    const rows = this.#newElements.splice(0);
    if (rows.length === 0) return;
    const elements = rows.map(({ elementId, known: { kind, code } }) => ({ id: elementId, kind, code }));
    await store.insertElements(this.#tx, elements);
    await store.insertVersions(this.#tx, rows);
  }

  #endsOf({ kind, from, to }: ImportedRelation) {
    const [fromId, toId] = [this.#ids.get(keyOf(from)), this.#ids.get(keyOf(to))];
    return fromId && toId ? { kind, fromId, toId } : undefined;
  }

  async lookUp(rows: readonly ImportedRelation[]): Promise<void> {
    const ends = rows.flatMap((row) => this.#endsOf(row) ?? []);
    this.#related = await store.relationIds(this.#tx, ends);
  }

  async relation(row: ImportedRelation): Promise<Outcome> {
    const { kind, from, to, facts = {}, since } = row;
    demandFacts(relationKindOf(kind).fields, facts);
    demandRelated(kind, from.kind, to.kind);
    const ends = this.#endsOf(row);
    if (!ends) return unknownElement();
    const known = this.#related.get(store.keyOfEnds(ends));
    if (!known && !hierarchies.includes(kind)) {
      const id = newId();
      this.#related.set(store.keyOfEnds(ends), id);
      const version = { ...ends, relationId: id, facts, validFrom: since, validUntil: null };
      this.#newRelations.push({ id, ...version, ...this.#source });
      return 'added';
    }
    if (this.#newRelations.some(({ id }) => id === known)) await this.writeRelations();
    const now = known
      ? (await store.presentRelations(this.#tx, known)).findLast(({ validFrom }) => validFrom <= since)
      : undefined;
    if (now && sameFacts(now.facts, facts)) return 'same';
    const places = { ...ends, fromKind: from.kind, toKind: to.kind };
    await relateElements(this.#tx, places, { facts, from: since }, this.#source);
    return 'added';
  }

  async writeRelations(): Promise<void> {
    const rows = this.#newRelations.splice(0);
    if (rows.length === 0) return;
    await store.insertRelations(this.#tx, rows);
    await store.insertRelationVersions(this.#tx, rows);
  }
}

const sameFacts = (a: Facts, b: Facts) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((code) => a[code] === b[code]);
