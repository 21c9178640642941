// SPDX-License-Identifier: Apache-2.0
/** SQL that reads elements as they hold on a day and were known at an instant, within what somebody may see. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Count, Facts } from '../contract.ts';
import type { Sight } from './sight.ts';
import { type VersionRow, versionColumns } from './store.ts';

export interface Moment {
  readonly on: string;
  /** Undefined for what is known now, which an index knows. */
  readonly known: Date | undefined;
}
export const at = (alias: string) =>
  `${alias}.valid_from <= $1 and (${alias}.valid_until is null or ${alias}.valid_until > $1)
   and case when $2::timestamptz is null then ${alias}.known_until is null
     else ${alias}.known_from <= $2 and (${alias}.known_until is null or ${alias}.known_until > $2) end`;
/** What was open once is closed with what it has become: no earlier day or instant shows it. What has no end is the last of it. */
export const sees = (alias: string) => `(${alias}.owner_id = any ($4) or ${alias}.level <= $3
   and (${alias}.known_until is null and ${alias}.valid_until is null or coalesce((select latest.level from element_version latest
     where latest.element_id = ${alias}.element_id and latest.known_until is null order by latest.valid_from desc limit 1), 0) <= $3))`;
export const seen = sees('v');
export const asked = ({ on, known }: Moment, { level, own }: Sight) => [on, known ?? null, level, own];

export interface Filter {
  readonly kind: string;
  readonly ownerId?: string | undefined;
  readonly words: readonly string[];
  readonly fact?: Facts | undefined;
}
export async function listElements(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  filter: Filter,
  after: string | undefined,
  count: number,
): Promise<VersionRow[]> {
  const { rows } = await tx.query<VersionRow>(
    `select ${versionColumns} from element_version v
     where ${at('v')} and ${seen} and v.kind = $5 and ($6::text is null or v.owner_id = $6)
       and ($7::text[] = '{}' or v.words like all ($7)) and ($8::jsonb is null or v.facts @> $8)
       and ($9::text is null or v.code > $9)
     order by v.code limit $10`,
    [
      ...[...asked(moment, sight), filter.kind, filter.ownerId ?? null],
      filter.words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`),
      ...[filter.fact ? JSON.stringify(filter.fact) : null, after ?? null, count],
    ],
  );
  return rows;
}

export async function findElement(tx: Tx, moment: Moment, sight: Sight, id: string): Promise<VersionRow | undefined> {
  const { rows } = await tx.query<VersionRow>(
    `select ${versionColumns} from element_version v where ${at('v')} and ${seen} and v.element_id = $5`,
    [...asked(moment, sight), id],
  );
  return rows[0];
}

export interface RelatedRow {
  readonly id: string;
  readonly kind: string;
  readonly facts: Facts;
  readonly out: boolean;
  readonly otherId: string;
  readonly otherKind: string;
  readonly code: string;
  readonly name: LocalText;
  readonly ownerId: string | null;
  readonly otherFacts: Facts;
}
export async function relationsOf(tx: Tx, moment: Moment, sight: Sight, id: string): Promise<RelatedRow[]> {
  const { rows } = await tx.query<RelatedRow>(
    `select r.relation_id as id, r.kind, r.facts, r.from_id = $5 as out, v.element_id as "otherId", v.kind as "otherKind", v.code, v.name,
       v.owner_id as "ownerId", v.facts as "otherFacts"
     from relation_version r join element_version v on v.element_id = case when r.from_id = $5 then r.to_id else r.from_id end
     where (r.from_id = $5 or r.to_id = $5) and ${at('r')} and ${at('v')} and ${seen}
     order by r.kind, v.code limit 1000`,
    [...asked(moment, sight), id],
  );
  return rows;
}

export const historyOf = async (tx: Tx, id: string): Promise<VersionRow[]> =>
  (
    await tx.query<VersionRow>(
      `select ${versionColumns} from element_version v where element_id = $1 order by known_from, revision, valid_from limit 500`,
      [id],
    )
  ).rows;

export const lastAttested = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Date>> =>
  new Map(
    (
      await tx.query<{ id: string; at: Date }>(
        'select element_id as id, max(at) as at from attestation where element_id = any ($1) group by 1',
        [ids],
      )
    ).rows.map(({ id, at: when }) => [id, when]),
  );

/** Kinds of elements by id, whether or not they hold now; in the order of ids. */
export const kindsOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map(
    (
      await tx.query<{ id: string; kind: string }>('select id, kind from element where id = any ($1) order by id', [
        ids,
      ])
    ).rows.map(({ id, kind }) => [id, kind]),
  );
export const idsOfCodes = async (
  tx: Tx,
  places: readonly { readonly kind: string; readonly code: string }[],
): Promise<Map<string, string>> =>
  new Map(
    (
      await tx.query<{ id: string; kind: string; code: string }>(
        `select e.id, e.kind, e.code from element e join jsonb_to_recordset($1::jsonb) as p(kind text, code text) using (kind, code)`,
        [JSON.stringify(places.map(({ kind, code }) => ({ kind, code })))],
      )
    ).rows.map(({ id, kind, code }) => [`${kind} ${code}`, id]),
  );

/** Elements by kind, and how many keep any: one look at the index. */
export async function countKinds(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  ownerId: string | undefined,
): Promise<{ kinds: Count[]; owners: number }> {
  const { rows } = await tx.query<Count & { owners: number }>(
    `with kept as (select v.kind, v.owner_id, count(*) as count from element_version v
       where ${at('v')} and ${seen} and ($5::text is null or v.owner_id = $5) group by 1, 2)
     select kind as value, sum(count)::integer as count, (select count(distinct owner_id)::integer from kept) as owners
     from kept group by 1 order by 2 desc, 1`,
    [...asked(moment, sight), ownerId ?? null],
  );
  return { kinds: rows.map(({ value, count }) => ({ value, count })), owners: rows[0]?.owners ?? 0 };
}
/** Each object counts once a field: all fields in one look. */
export const countFacts = async (
  tx: Tx,
  moment: Moment,
  sight: Sight,
  { ownerId, fields }: { ownerId: string | undefined; fields: readonly string[] },
): Promise<(Count & { readonly field: string })[]> =>
  (
    await tx.query<Count & { field: string }>(
      `with object as materialized (select ${fields.map((_, at) => `coalesce(v.facts ->> $${at + 6}, '') as f${at}`).join(', ')}
         from element_version v where ${at('v')} and ${seen} and ($5::text is null or v.owner_id = $5) and v.kind = 'object')
       ${fields.map((_, at) => `select $${at + 6}::text as field, f${at} as value, count(*)::integer as count from object group by 2`).join(' union all ')}
       order by 1, 3 desc, 2`,
      [...asked(moment, sight), ownerId ?? null, ...fields],
    )
  ).rows;
/** By the instant at which it came to be known, whether or not it still is; $1 and $2 say nothing here. */
export const feedAfter = async (
  tx: Tx,
  moment: Moment,
  sight: Sight,
  { knownFrom, id, until }: { knownFrom: string | undefined; id: string | undefined; until: Date },
  count: number,
): Promise<VersionRow[]> =>
  (
    await tx.query<VersionRow>(
      `select ${versionColumns} from element_version v where $1::date is not null and $2::timestamptz is null and ${seen}
         and ($5::timestamptz is null or (v.known_from, v.id) > ($5, $6::uuid)) and v.known_from < $7
       order by v.known_from, v.id limit $8`,
      [...asked({ ...moment, known: undefined }, sight), knownFrom ?? null, id ?? null, until, count],
    )
  ).rows;

type NoneRow = Pick<VersionRow, 'kind' | 'code' | 'name' | 'ownerId'> & { readonly id: string };

/** How many have which value of a fact, or lead to which code by a relation; each counts once among those that have any. */
export async function countMapped(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  of: { kind: string; by: string; isFact: boolean; values: readonly string[]; ownerId?: string | undefined },
): Promise<{ total: number; mapped: number; counts: Count[]; none: NoneRow[] }> {
  const pairs = of.isFact
    ? `select e.id, e.facts ->> $7 as value from e where e.facts ->> $7 = any ($8)`
    : `select distinct r.from_id as id, o.code as value from e join relation_version r on r.from_id = e.id
         join element_version o on o.element_id = r.to_id
       where r.kind = $7 and o.code = any ($8) and ${at('r')} and ${at('o')} and ${sees('o')}`;
  const { rows } = await tx.query<{ total: number; mapped: number; counts: Count[]; none: NoneRow[] }>(
    `with e as materialized (select v.element_id as id, v.kind, v.code, v.name, v.owner_id, v.facts from element_version v
         where ${at('v')} and ${seen} and v.kind = $5 and ($6::text is null or v.owner_id = $6)),
       pair as materialized (${pairs})
     select (select count(*)::integer from e) as total, (select count(distinct id)::integer from pair) as mapped,
       coalesce((select jsonb_agg(c) from (select value, count(*)::integer as count from pair group by 1 order by 1) c), '[]') as counts,
       coalesce((select jsonb_agg(n) from (select id, kind, code, name, owner_id as "ownerId" from e
         where id not in (select id from pair) order by code limit 20) n), '[]') as none`,
    [...asked(moment, sight), of.kind, of.ownerId ?? null, of.by, of.values],
  );
  return rows[0] ?? { total: 0, mapped: 0, counts: [], none: [] };
}
/** Objects with an owner whose last attestation, or their first day where there is none, is not after `since`; and by owner how many. */
export async function unattested(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  { since, after, limit }: { since: string; after: string | undefined; limit: number },
) {
  const due = `select v.element_id as id, v.code, v.name, v.owner_id as "ownerId",
      coalesce((select max(a.at)::date from attestation a where a.element_id = v.element_id), v.valid_from) as "lastOn"
    from element_version v where ${at('v')} and ${seen} and v.kind = 'object' and v.owner_id is not null
      and v.facts ->> 'stage' is distinct from 'retired'`;
  const values = [...asked(moment, sight), since];
  const { rows: items } = await tx.query<{
    id: string;
    code: string;
    name: LocalText;
    ownerId: string;
    lastOn: string;
  }>(`select * from (${due}) d where "lastOn" <= $5 and ($6::text is null or code > $6) order by code limit $7`, [
    ...values,
    after ?? null,
    limit,
  ]);
  const { rows: owners } = await tx.query<Count>(
    `select "ownerId" as value, count(*)::integer as count from (${due}) d where "lastOn" <= $5 group by 1 order by 2 desc, 1`,
    values,
  );
  return { items, owners };
}
