// SPDX-License-Identifier: Apache-2.0
/** Looking through the register, and what becomes of what is found. */
import { authorise, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { type Finding, findingKinds, reportedKinds } from '../contract.ts';
import { unknownElement } from '../elements/elements.ts';
import * as elements from '../elements/queries.ts';
import { momentOf } from '../elements/reading.ts';
import { integrates, ownOrganisations, registerOf, sightOf } from '../elements/sight.ts';
import { gatherMarks } from '../elements/store.ts';
import { pairsOf } from '../similarity/score.ts';
import { type Found, type ObjectRow, objectsNow, selectFound } from './queries.ts';
import { articulationPoints } from './single-points.ts';
import * as store from './store.ts';

/** From this score on experts called two objects the same. */
const alikeFrom = 0.6;
/** Less than so many parts is nothing to speak of. */
const partsFrom = 4;

const costOf = ({ facts }: ObjectRow) => (typeof facts['cost-year'] === 'number' ? facts['cost-year'] : 0);

/** Pairs of objects that are alike; the cheaper one could be saved. */
function duplicates(objects: readonly ObjectRow[]): Found[] {
  const described = objects.map(({ functions, entities, name, facts }) => ({
    ...{ functions, entities, text: name as Record<string, string> },
    class: typeof facts.class === 'string' ? facts.class : undefined,
  }));
  return pairsOf(described, alikeFrom).flatMap(({ a, b, score }) => {
    const [one, other] = [objects[a], objects[b]];
    if (!one || !other) return [];
    const saving = Math.min(costOf(one), costOf(other));
    return [
      { kind: 'duplicate-object', elementId: one.id, otherId: other.id, score: score.total, saving, evidence: {} },
    ];
  });
}

function singlePoints(objects: readonly ObjectRow[]): Found[] {
  const known = new Set(objects.map(({ id }) => id));
  const joins = objects.flatMap(({ id, leads }) =>
    leads.filter((other) => known.has(other)).map((other) => [id, other] as const),
  );
  return [...articulationPoints(joins)]
    .filter(([, parts]) => parts >= partsFrom)
    .map(([elementId, parts]) => ({ kind: 'single-point', elementId, saving: 0, evidence: { dependents: parts } }));
}

export async function runAnalyses(tx: Tx): Promise<OutputOf<typeof contract.runAnalyses>> {
  await gatherMarks(tx);
  const today = momentOf(tx, {}).on;
  const objects = await objectsNow(tx, today);
  const all = [...(await selectFound(tx, today)), ...duplicates(objects), ...singlePoints(objects)];
  const kinds = findingKinds.filter((kind) => !reportedKinds.some((one) => one === kind));
  return { found: all.length, ...(await store.keepFound(tx, all, kinds)) };
}
/** What somebody may not see is reported by nobody: the reporter reads the register as a module. */
export async function reportFindings(
  tx: Tx,
  { kind, items }: InputOf<typeof contract.reportFindings>,
): Promise<OutputOf<typeof contract.reportFindings>> {
  const { added, gone } = await store.keepFound(
    tx,
    items.map((one) => ({ ...one, kind, saving: 0 })),
    [kind],
  );
  return { kind, added, gone };
}

type Named = Finding['element'];
const shownElement = ({ ownerId, ...row }: Omit<Named, 'ownerId'> & { ownerId: string | null }): Named => ({
  ...row,
  ...(ownerId ? { ownerId } : {}),
});

export async function listFindings(
  tx: Tx,
  asked: InputOf<typeof contract.listFindings>,
): Promise<OutputOf<typeof contract.listFindings>> {
  const own = ownOrganisations(tx);
  return pageOfRows(
    asked,
    (count) => store.listFindings(tx, momentOf(tx, {}), sightOf(tx), asked, asked.cursor, count),
    ({ element, other, fix, score, note, settledByName, foundAt, ...row }): Finding => ({
      ...row,
      foundAt: foundAt.toISOString(),
      element: shownElement(element),
      ...(other ? { other: shownElement(other) } : {}),
      ...(fix ? { fix: shownElement(fix) } : {}),
      ...(score === null ? {} : { score }),
      ...(note === null ? {} : { note }),
      ...(settledByName === null ? {} : { settledByName }),
      may: integrates(tx) || own.includes(element.ownerId ?? '') ? ['settle'] : [],
    }),
  );
}

export async function sumFindings(
  tx: Tx,
  { ownerId }: InputOf<typeof contract.sumFindings>,
): Promise<OutputOf<typeof contract.sumFindings>> {
  const ranAt = await store.lastRun(tx);
  return {
    ...(ranAt ? { ranAt: ranAt.toISOString() } : {}),
    sums: await store.sumFindings(tx, momentOf(tx, {}), sightOf(tx), ownerId),
  };
}

/** Refuses: architecture.finding-unknown, architecture.note-missing, architecture.element-unknown. */
export async function settleFinding(
  tx: Tx,
  { id, state, note, fixId }: InputOf<typeof contract.settleFinding>,
): Promise<{ id: string }> {
  const locked = await store.lockFinding(tx, id);
  const element = locked && (await elements.findElement(tx, momentOf(tx, {}), sightOf(tx), locked.elementId));
  if (!element) return refuse('missing', 'architecture.finding-unknown', 'There is no such finding, or it has gone.');
  authorise(tx, registerOf(element.ownerId ?? ''));
  if (state === 'dismissed' && !note)
    refuse('invalid', 'architecture.note-missing', 'Say why it is dismissed: whoever comes after reads it.');
  if (fixId && !(await elements.findElement(tx, momentOf(tx, {}), sightOf(tx), fixId))) unknownElement();
  const byName = tx.principal.kind === 'person' ? tx.principal.name : '';
  await store.settleFinding(tx, id, { state, note, fixId, byName });
  return { id };
}
