// SPDX-License-Identifier: Apache-2.0
/** SQL of what is compared: who shares a function, an entity or words, and what each of them does and knows. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Facts } from '../contract.ts';
import { asked, at, type Moment, seen } from '../elements/queries.ts';
import type { Sight } from '../elements/sight.ts';

export interface ComparedRow {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly name: LocalText;
  readonly ownerId: string | null;
  readonly facts: Facts;
  readonly functions: string[];
  readonly entities: string[];
}
const related = (kind: string) =>
  `array(select r.to_id::text from relation_version r where r.from_id = v.element_id and r.kind = '${kind}' and ${at('r')})`;

export async function compared(tx: Tx, moment: Moment, sight: Sight, ids: readonly string[]): Promise<ComparedRow[]> {
  const { rows } = await tx.query<ComparedRow>(
    `select v.element_id as id, v.kind, v.code, v.name, v.owner_id as "ownerId", v.facts,
       ${related('automates')} as functions, ${related('accesses')} as entities
     from element_version v where ${at('v')} and ${seen} and v.element_id = any ($5)`,
    [...asked(moment, sight), ids],
  );
  return rows;
}

/** So many by what they share, and so many by words, which match more. */
const byShared = 2000;
const byWords = 300;
export async function candidates(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  like: {
    kinds: readonly string[];
    functions: readonly string[];
    entities: readonly string[];
    words: readonly string[];
  },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `(select r.from_id as id from relation_version r join element_version v on v.element_id = r.from_id
        where r.to_id = any ($6) and r.kind in ('automates', 'accesses') and ${at('r')} and ${at('v')} and ${seen} and v.kind = any ($5)
        group by 1 order by count(*) desc, 1 limit ${byShared})
     union
     (select v.element_id from element_version v
        where ${at('v')} and ${seen} and v.kind = any ($5) and to_tsvector('simple', v.words) @@ to_tsquery('simple', $7)
        order by ts_rank(to_tsvector('simple', v.words), to_tsquery('simple', $7)) desc, v.element_id limit ${byWords})`,
    [
      ...[...asked(moment, sight), like.kinds, [...like.functions, ...like.entities]],
      like.words.map((word) => `'${word}'`).join(' | '),
    ],
  );
  return rows.map(({ id }) => id);
}

export const namesOf = async (
  tx: Tx,
  moment: Moment,
  sight: Sight,
  ids: readonly string[],
): Promise<Map<string, LocalText>> =>
  new Map(
    (
      await tx.query<{ id: string; name: LocalText }>(
        `select v.element_id as id, v.name from element_version v where ${at('v')} and ${seen} and v.element_id = any ($5)`,
        [...asked(moment, sight), ids],
      )
    ).rows.map(({ id, name }) => [id, name]),
  );
