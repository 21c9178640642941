// SPDX-License-Identifier: Apache-2.0
/** Elements and relations that come from elsewhere: a row is taken whole or refused with its reason; a second time changes nothing. */
import { isRefusal, newId, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { ImportedElement, ImportedRelation } from '../contract.ts';
import { putElement, relateElements, unknownElement } from '../elements/elements.ts';
import { idsOfCodes } from '../elements/queries.ts';
import { insertElement, type Known, presentRelations, presentVersions, relationId } from '../elements/store.ts';
import { changedFields } from '../elements/reading.ts';
import { demandFacts, demandRelated, kindOf, relationKindOf } from '../vocabulary.ts';

type Asked = InputOf<typeof contract.importElements>;
type Outcome = 'added' | 'changed' | 'same';
const keyOf = ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`;

export async function importElements(tx: Tx, asked: Asked): Promise<OutputOf<typeof contract.importElements>> {
  const result: OutputOf<typeof contract.importElements> = { id: newId(), added: 0, changed: 0, same: 0, refused: [] };
  const places = [...asked.elements, ...asked.relations.flatMap(({ from, to }) => [from, to])];
  const ids = await idsOfCodes(tx, places);
  const source = { byName: tx.principal.kind === 'person' ? tx.principal.name : '', changeId: null };
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
  await tx.query('savepoint importing');
  await each('element', asked.elements, (row) => takeElement(tx, row, { ids, source, provenance: asked.provenance }));
  await each('relation', asked.relations, (row) => takeRelation(tx, row, ids, source));
  if (asked.dryRun) await tx.query('rollback to savepoint importing');
  return result;
}

interface Taking {
  readonly ids: Map<string, string>;
  readonly source: { readonly byName: string; readonly changeId: null };
  readonly provenance: Known['provenance'];
}
async function takeElement(tx: Tx, row: ImportedElement, { ids, source, provenance }: Taking): Promise<Outcome> {
  const { kind, code, name, facts, level = 0, from, until } = row;
  demandFacts(kindOf(kind).fields, facts);
  const known: Known = {
    ...{ kind, code, name, facts, level, provenance, confidence: provenance === 'observed' ? 90 : 60 },
    ownerId: row.ownerId ?? null,
  };
  const before = ids.get(keyOf(row));
  const id = before ?? newId();
  if (before) {
    const now = (await presentVersions(tx, id)).findLast(({ validFrom }) => validFrom <= from);
    if (now && changedFields(now, known).length === 0) return 'same';
  } else {
    await insertElement(tx, { id, kind, code });
    ids.set(keyOf(row), id);
  }
  await putElement(tx, { id, known, from, ...(until ? { until } : {}) }, source);
  return before ? 'changed' : 'added';
}

async function takeRelation(
  tx: Tx,
  { kind, from, to, facts = {}, since }: ImportedRelation,
  ids: Taking['ids'],
  source: Taking['source'],
): Promise<Outcome> {
  demandFacts(relationKindOf(kind).fields, facts);
  demandRelated(kind, from.kind, to.kind);
  const [fromId, toId] = [ids.get(keyOf(from)), ids.get(keyOf(to))];
  if (!fromId || !toId) return unknownElement();
  const known = await relationId(tx, { kind, fromId, toId });
  const now = known && (await presentRelations(tx, known)).findLast(({ validFrom }) => validFrom <= since);
  if (now && JSON.stringify(now.facts) === JSON.stringify(facts)) return 'same';
  await relateElements(
    tx,
    { kind, fromId, toId, fromKind: from.kind, toKind: to.kind },
    { facts, from: since },
    source,
  );
  return 'added';
}
