// SPDX-License-Identifier: Apache-2.0
/** The elements most like one, or like what somebody describes, each with its score in parts. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import * as contract from '../contract.ts';
import { unknownElement } from '../elements/elements.ts';
import type { Moment } from '../elements/queries.ts';
import { momentOf } from '../elements/reading.ts';
import { type Sight, sightOf } from '../elements/sight.ts';
import { candidates, type ComparedRow, compared, namesOf } from './queries.ts';
import { type Described, parts, profileOf, scoreOf, weights, wordsOf } from './score.ts';

const described = ({ functions, entities, name, facts }: ComparedRow): Described => ({
  ...{ functions, entities, text: name as Record<string, string> },
  class: typeof facts.class === 'string' ? facts.class : undefined,
});

/** Refuses: architecture.element-unknown, architecture.nothing-to-compare. */
async function likeOf(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  { elementId, functions = [], entities = [], text = {}, class: kind }: InputOf<typeof contract.findSimilar>,
): Promise<Described> {
  if (elementId) {
    const [row] = await compared(tx, moment, sight, [elementId]);
    return row ? described(row) : unknownElement();
  }
  if (functions.length + entities.length + Object.keys(text).length === 0)
    refuse(
      'invalid',
      'architecture.nothing-to-compare',
      'Name an element, or say what it does, which data it knows or what it is called.',
    );
  return { functions, entities, text: text as Record<string, string>, class: kind };
}

export async function findSimilar(
  tx: Tx,
  input: InputOf<typeof contract.findSimilar>,
): Promise<OutputOf<typeof contract.findSimilar>> {
  const { elementId, kinds = contract.reusable, from = 0, limit = 20 } = input;
  const [moment, sight] = [momentOf(tx, input), sightOf(tx)];
  const like = await likeOf(tx, moment, sight, input);
  const words = [...new Set(Object.values(like.text).flatMap(wordsOf))].filter((word) => word.length > 3).slice(0, 60);
  const ids = await candidates(tx, moment, sight, { ...like, kinds, words });
  const rows = await compared(
    tx,
    moment,
    sight,
    ids.filter((id) => id !== elementId),
  );
  const profile = profileOf(like);
  const best = rows
    .map((row) => ({ row, score: scoreOf(profile, profileOf(described(row))) }))
    .filter(({ score }) => score.total > 0 && score.total >= from)
    .sort((a, b) => b.score.total - a.score.total || (a.row.code < b.row.code ? -1 : 1))
    .slice(0, limit);
  const names = await namesOf(tx, moment, sight, [...like.functions, ...like.entities]);
  const shared = (mine: readonly string[], theirs: readonly string[]) =>
    theirs.flatMap((id) => {
      const name = mine.includes(id) ? names.get(id) : undefined;
      return name ? [{ id, name }] : [];
    });
  return {
    items: best.map(({ row, score }) => ({
      element: {
        ...{ id: row.id, kind: row.kind, code: row.code, name: row.name, facts: row.facts },
        ...(row.ownerId ? { ownerId: row.ownerId } : {}),
      },
      score: score.total,
      parts: parts.map((part) => ({ part, weight: weights[part], score: score.parts[part] })),
      sharedFunctions: shared(like.functions, row.functions),
      sharedEntities: shared(like.entities, row.entities),
    })),
  };
}
