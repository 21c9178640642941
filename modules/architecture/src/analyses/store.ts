// SPDX-License-Identifier: Apache-2.0
/** SQL that keeps findings. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Facts, FindingKind, FindingState } from '../contract.ts';
import { asked, at, type Moment, seen, sees } from '../elements/queries.ts';
import type { Sight } from '../elements/sight.ts';
import type { Found } from './queries.ts';

/** Of these kinds, what was found before and is not any more goes; what stays keeps its state. */
export async function keepFound(
  tx: Tx,
  all: readonly Found[],
  kinds: readonly FindingKind[],
): Promise<{ id: string; added: number; gone: number }> {
  const id = newId();
  await tx.query(
    `create temporary table found (id uuid, kind text, element_id uuid, other_id uuid, score numeric, saving bigint, evidence jsonb) on commit drop`,
  );
  const rows = all.map((one) => ({ ...one, id: newId(), otherId: one.otherId ?? one.elementId }));
  for (let from = 0; from < rows.length; from += 5000)
    await tx.query(
      `insert into found select id, kind, "elementId", "otherId", score, saving, evidence from jsonb_to_recordset($1::jsonb)
         as f(id uuid, kind text, "elementId" uuid, "otherId" uuid, score numeric, saving bigint, evidence jsonb)`,
      [JSON.stringify(rows.slice(from, from + 5000))],
    );
  const gone = await tx.query(
    `update finding set gone_at = $1 where gone_at is null and kind = any ($2) and not exists
       (select 1 from found f where f.kind = finding.kind and f.element_id = finding.element_id and f.other_id = finding.other_id)`,
    [tx.now, kinds],
  );
  await tx.query(
    `update finding set score = f.score, saving = f.saving, evidence = f.evidence, gone_at = null from found f
     where f.kind = finding.kind and f.element_id = finding.element_id and f.other_id = finding.other_id
       and (finding.gone_at is not null or (finding.score, finding.saving, finding.evidence) is distinct from (f.score, f.saving, f.evidence))`,
  );
  const added = await tx.query(
    `insert into finding (id, kind, element_id, other_id, score, saving, evidence, found_at)
     select f.id, f.kind, f.element_id, f.other_id, f.score, f.saving, f.evidence, $1 from found f on conflict do nothing`,
    [tx.now],
  );
  if (kinds.length > 1)
    await tx.query('insert into analysis_run (id, at, found) values ($1, $2, $3)', [id, tx.now, all.length]);
  return { id, added: added.rowCount ?? 0, gone: gone.rowCount ?? 0 };
}

interface NamedRow {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly name: LocalText;
  readonly ownerId: string | null;
}
export interface FindingRow {
  readonly id: string;
  readonly kind: FindingKind;
  readonly score: number | null;
  readonly saving: number;
  readonly evidence: Facts;
  readonly foundAt: Date;
  readonly state: FindingState;
  readonly note: string | null;
  readonly settledByName: string | null;
  readonly element: NamedRow;
  readonly other: NamedRow | null;
  readonly fix: NamedRow | null;
}
const named = (alias: string) =>
  `jsonb_build_object('id', ${alias}.element_id, 'kind', ${alias}.kind, 'code', ${alias}.code, 'name', ${alias}.name, 'ownerId', ${alias}.owner_id)`;
const joined = (alias: string) => `${sees(alias)} and ${at(alias)}`;

export interface FindingFilter {
  readonly kind?: FindingKind | undefined;
  readonly ownerId?: string | undefined;
  readonly state?: FindingState | undefined;
  readonly elementId?: string | undefined;
}
const chosen = `f.gone_at is null and ($5::text is null or f.kind = $5) and ($6::text is null or v.owner_id = $6)
  and ($7::text is null or f.state = $7)`;
const choices = ({ kind, ownerId, state }: FindingFilter) => [kind ?? null, ownerId ?? null, state ?? null];

/** A finding whose other side may not be seen is not shown. */
export async function listFindings(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  filter: FindingFilter,
  after: string | undefined,
  count: number,
): Promise<FindingRow[]> {
  const { rows } = await tx.query<FindingRow>(
    `select f.id, f.kind, f.score::float8 as score, f.saving::float8 as saving, f.evidence, f.found_at as "foundAt", f.state, f.note,
       f.settled_by_name as "settledByName", ${named('v')} as element,
       case when f.other_id <> f.element_id then ${named('o')} end as other,
       case when x.element_id is not null then ${named('x')} end as fix
     from (select * from finding where gone_at is null order by id desc offset 0) f
       join lateral (select v.* from element_version v where v.element_id = f.element_id and ${at('v')} and ${seen} limit 1) v on true
       join lateral (select o.* from element_version o where o.element_id = f.other_id and ${joined('o')} limit 1) o on true
       left join element_version x on x.element_id = f.fix_id and ${joined('x')}
     where ${chosen} and ($8::uuid is null or f.element_id = $8 or f.other_id = $8) and ($9::uuid is null or f.id < $9)
     order by f.id desc limit $10`,
    [...asked(moment, sight), ...choices(filter), filter.elementId ?? null, after ?? null, count],
  );
  return rows;
}

export const sumFindings = async (
  tx: Tx,
  moment: Moment,
  sight: Sight,
  ownerId: string | undefined,
): Promise<{ kind: FindingKind; state: FindingState; count: number; saving: number }[]> =>
  (
    await tx.query<{ kind: FindingKind; state: FindingState; count: number; saving: number }>(
      `select f.kind, f.state, count(*)::integer as count, sum(f.saving)::float8 as saving
       from finding f join element_version v on v.element_id = f.element_id and ${at('v')} and ${seen}
         join element_version o on o.element_id = f.other_id and ${joined('o')}
       where ${chosen} group by 1, 2 order by 1, 2`,
      [...asked(moment, sight), ...choices({ ownerId })],
    )
  ).rows;

export const lastRun = async (tx: Tx): Promise<Date | undefined> =>
  (await tx.query<{ at: Date }>('select at from analysis_run order by at desc limit 1')).rows[0]?.at;

export const lockFinding = async (tx: Tx, id: string): Promise<{ elementId: string } | undefined> =>
  (
    await tx.query<{ elementId: string }>(
      'select element_id as "elementId" from finding where id = $1 and gone_at is null for update',
      [id],
    )
  ).rows[0];
export const settleFinding = (
  tx: Tx,
  id: string,
  to: { state: FindingState; note: string | undefined; fixId: string | undefined; byName: string },
) =>
  tx.query(
    'update finding set state = $2, note = $3, fix_id = $4, settled_by_name = $5, settled_at = $6 where id = $1',
    [id, to.state, to.note ?? null, to.fixId ?? null, to.byName, tx.now],
  );
