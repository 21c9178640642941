// SPDX-License-Identifier: Apache-2.0
/** SQL that reads. */
import type { Tx } from '@stoa/kernel';
import { type Language, type LocalText, practicePrefix } from '@stoa/kernel/contract';
import { listSearchValues } from '@stoa/kernel/text';
import type { Asked, HeldDuty, Organisation, OrganisationFacts } from './contract.ts';
import type { Touched } from './store.ts';

export const localDate = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

type Nullable<Row> = { [Name in keyof Row]: Row[Name] | null };
export const present = <Row extends object>(row: Nullable<Row>): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;

const organisationColumns = `id, revision, kind, sphere, name, inn, ogrn, kpp, address, region_code as "regionCode",
  parent_id as "parentId", successor_id as "successorId", from_on as "from", until_on as "until"`;

export async function findOrganisation(tx: Tx, id: string): Promise<Organisation | undefined> {
  const sql = `select ${organisationColumns} from organisation where id = $1`;
  return (await tx.query<Nullable<Organisation>>(sql, [id])).rows.map(present<Organisation>)[0];
}

/** Who has these numbers, or had them on the day; whoever exists then goes before who has ended. */
export async function organisationOfNumbers(
  tx: Tx,
  { inn, ogrn, kpp, on }: Record<'inn' | 'ogrn' | 'kpp' | 'on', string>,
) {
  const { rows } = await tx.query<Nullable<Organisation>>(
    `select ${organisationColumns} from organisation
     where ${works('id')} and (inn = $1 and ogrn = $2 and kpp = $3 or id in (
       select organisation_id from organisation_fact f where f.valid_from <= $4::date
         and f.facts ->> 'inn' = $1 and f.facts ->> 'ogrn' = $2 and f.facts ->> 'kpp' = $3))
     order by (until_on is not null and until_on <= $4::date), id limit 1`,
    [inn, ogrn, kpp, on],
  );
  return rows.map(present<Organisation>)[0];
}

export interface DirectoryFilter {
  readonly search?: string | undefined;
  readonly sphere?: string | undefined;
  readonly kind?: string | undefined;
  readonly regionCode?: string | undefined;
  readonly ended?: boolean | undefined;
  readonly by?: Language | undefined;
}

/** Practice institutions are found by their id alone. */
const works = (column: string) => `not starts_with(${column}, '${practicePrefix}')`;
const nameIn = (table: string) =>
  `case when $9::text is null then '' else lower(coalesce(${table}.name->>$9, ${table}.name->>'en')) end`;

/** By id or by name, after the last one shown. */
export async function listOrganisations(
  tx: Tx,
  filter: DirectoryFilter,
  after: string | null,
  today: string,
  count: number,
): Promise<Organisation[]> {
  const [words] = listSearchValues(filter.search);
  const { rows } = await tx.query<Nullable<Organisation>>(
    `select ${organisationColumns} from organisation g
     where ($1::text is null or (${nameIn('g')}, id) > (select ${nameIn('l')}, l.id from organisation l where l.id = $1)) and ($2::text[] is null or words ilike all ($2))
       and ($3::text is null or sphere = $3) and ($4::text is null or kind = $4)
       and ($5::text is null or region_code = $5 or region_code like $5 || '-%')
       and ($6::boolean or until_on is null or until_on > $7::date) and ${works('id')}
     order by ${nameIn('g')}, id limit $8`,
    [
      ...[after, words, filter.sphere ?? null, filter.kind ?? null, filter.regionCode ?? null],
      ...[filter.ended ?? false, today, count, filter.by ?? null],
    ],
  );
  return rows.map(present<Organisation>);
}

export async function organisationsWhere(tx: Tx, column: 'parent_id' | 'successor_id', id: string) {
  const sql = `select ${organisationColumns} from organisation where ${column} = $1 order by until_on desc nulls first, id`;
  return (await tx.query<Nullable<Organisation>>(sql, [id])).rows.map(present<Organisation>);
}

interface Fact {
  readonly revision: number;
  readonly validFrom: string;
  readonly knownAt: Date;
  readonly facts: OrganisationFacts;
}

export async function factsOf(tx: Tx, id: string): Promise<Fact[]> {
  const sql = `select revision, valid_from as "validFrom", known_at as "knownAt", facts
    from organisation_fact where organisation_id = $1 order by valid_from desc, revision desc`;
  return (await tx.query<Fact>(sql, [id])).rows;
}

/** The organisation and all above it, or all that follow it; a circle ends. */
export async function chainOf(tx: Tx, id: string, by: 'parent_id' | 'successor_id'): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive up as (select id, ${by} from organisation where id = $1
       union select o.id, o.${by} from organisation o join up on o.id = up.${by})
     select id from up`,
    [id],
  );
  return rows.map((row) => row.id);
}

export async function spheres(tx: Tx): Promise<{ version: number; code: string; title: LocalText; count: number }[]> {
  const { rows } = await tx.query<{ version: number; code: string; title: LocalText; count: number }>(
    `select c.version, c.code, c.title, (select count(*)::integer from organisation o where o.sphere = c.code and o.until_on is null) as count
     from code c where c.list = 'sphere' and c.version = (select max(version) from code where list = 'sphere') order by c.code`,
  );
  return rows;
}

export interface UnitRow {
  readonly id: string;
  readonly organisationId: string;
  readonly parentId?: string;
  readonly name: LocalText;
  readonly from: string;
  readonly until?: string;
}
export interface PostRow {
  readonly id: string;
  readonly organisationId: string;
  readonly unitId?: string;
  readonly title: LocalText;
  readonly from: string;
  readonly until?: string;
}
export interface DutyRow {
  readonly id: string;
  readonly postId: string;
  readonly code: string;
  readonly emergency: boolean;
  readonly from: Date;
  readonly until?: Date;
}
export interface HoldingRow {
  readonly id: string;
  readonly postId: string;
  readonly personId: string;
  readonly name: string;
  readonly as: 'holder' | 'acting' | 'substitute';
  readonly forId?: string;
  readonly reason?: string;
  readonly from: Date;
  readonly until?: Date;
}

const units = `select id, organisation_id as "organisationId", parent_id as "parentId", name, from_on as "from", until_on as "until" from unit`;
const posts = `select id, organisation_id as "organisationId", unit_id as "unitId", title, from_on as "from", until_on as "until" from post`;
const duties = `select id, post_id as "postId", code, emergency, from_at as "from", until_at as "until" from post_duty`;
const holdings = `select id, post_id as "postId", person_id as "personId", name, as_what as "as", for_id as "forId", reason,
  from_at as "from", until_at as "until" from holding`;

const rows = async <Row extends object>(tx: Tx, sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await tx.query<Nullable<Row>>(sql, values)).rows.map(present<Row>);

export const unitsOf = (tx: Tx, organisationId: string) =>
  rows<UnitRow>(tx, `${units} where organisation_id = $1 order by from_on, id`, organisationId);
export const postsOf = (tx: Tx, organisationId: string) =>
  rows<PostRow>(tx, `${posts} where organisation_id = $1 order by from_on, id`, organisationId);
export const dutiesOfPosts = (tx: Tx, postIds: readonly string[]) =>
  rows<DutyRow>(tx, `${duties} where post_id = any($1::uuid[]) order by code, id`, postIds);
export const holdingsOfPosts = (tx: Tx, postIds: readonly string[]) =>
  rows<HoldingRow>(tx, `${holdings} where post_id = any($1::uuid[]) order by from_at, id`, postIds);
export const findUnit = async (tx: Tx, id: string) => (await rows<UnitRow>(tx, `${units} where id = $1`, id))[0];
export const findPost = async (tx: Tx, id: string) => (await rows<PostRow>(tx, `${posts} where id = $1`, id))[0];
export const findDuty = async (tx: Tx, id: string) => (await rows<DutyRow>(tx, `${duties} where id = $1`, id))[0];
export const findHolding = async (tx: Tx, id: string) =>
  (await rows<HoldingRow>(tx, `${holdings} where id = $1`, id))[0];

export interface HeldRow extends Omit<HeldDuty, 'from' | 'until'> {
  readonly personId: string;
  readonly name: string;
  readonly from: Date;
  readonly until?: Date;
}

/**
 * Duties that come of being on posts, each for as long as all it rests on lasts, and of emergencies; days end where the
 * organisation is ($2). `who` narrows by the person, `what` by the duty.
 */
const held = (
  who: string,
  what: string,
) => `select h.person_id as "personId", h.name, d.code, p.organisation_id as "organisationId", p.id as "postId",
    p.title as post, h.as_what as "as", o.name as "inPlaceOf",
    greatest(h.from_at, d.from_at) as "from",
    least(h.until_at, d.until_at, p.until_on::timestamp at time zone $2, g.until_on::timestamp at time zone $2,
      o.until_at) as "until"
  from holding h join post p on p.id = h.post_id join organisation g on g.id = p.organisation_id
    join post_duty d on d.post_id = p.id left join holding o on o.id = h.for_id
  where (${who.replaceAll('person', 'h.person_id')}) and (${what})
  union all
  select e.person_id, e.name, d.code, p.organisation_id, p.id, p.title, 'emergency', null, greatest(e.from_at, d.from_at),
    least(e.until_at, d.until_at, p.until_on::timestamp at time zone $2, g.until_on::timestamp at time zone $2)
  from emergency e join post_duty d on d.id = e.duty_id join post p on p.id = d.post_id join organisation g on g.id = p.organisation_id
  where (${who.replaceAll('person', 'e.person_id')}) and (${what})`;
const lasting = `where "until" is null or "until" > "from"`;

export const heldBy = (tx: Tx, personId: string) =>
  rows<HeldRow>(
    tx,
    `select * from (${held('person = $1', 'true')}) held ${lasting} order by "from", code, "organisationId"`,
    ...[personId, tx.module.country.timeZone],
  );
export const nameOnPosts = async (tx: Tx, personId: string): Promise<string | undefined> =>
  (
    await tx.query<{ name: string }>(
      'select name from holding where person_id = $1 order by from_at desc, id desc limit 1',
      [personId],
    )
  ).rows[0]?.name;
export const heldAs = (tx: Tx, code: string, organisationId: string | null) =>
  rows<HeldRow>(
    tx,
    `select * from (${held('true', `d.code = $1 and (p.organisation_id = $3 or ($3::text is null and ${works('p.organisation_id')}))`)}) held ${lasting} order by name, "from"`,
    ...[code, tx.module.country.timeZone, organisationId],
  );

export async function countDuties(tx: Tx) {
  const { rows } = await tx.query<{ code: string; posts: number; people: number }>(
    `with held as (select code, count(distinct "personId")::integer as people from (${held('true', works('p.organisation_id'))}) one
         where "from" <= $1 and ("until" is null or "until" > $1) group by code),
       given as (select d.code, count(distinct d.post_id)::integer as posts
         from post_duty d join post p on p.id = d.post_id join organisation g on g.id = p.organisation_id
         where ${works('g.id')} and d.from_at <= $1 and (d.until_at is null or d.until_at > $1)
           and (p.until_on is null or p.until_on > $3::date) and (g.until_on is null or g.until_on > $3::date)
         group by d.code)
     select code, posts, coalesce(people, 0) as people from given left join held using (code) order by code`,
    [tx.now, tx.module.country.timeZone, localDate(tx)],
  );
  return rows;
}

export const conflicts = async (tx: Tx) =>
  (await tx.query<{ one: string; other: string; law: string }>('select one, other, law from duty_conflict')).rows;

export interface ChangeRow {
  readonly id: string;
  readonly organisationId?: string;
  readonly asked: Asked;
  readonly reason: string;
  readonly requestedById?: string;
  readonly requestedBy?: string;
  readonly requestedAt: Date;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
  readonly approved?: boolean;
  readonly undoneAt?: Date;
  readonly touched: readonly Touched[];
}
const changes = (
  touched: string,
) => `select id, organisation_id as "organisationId", asked, reason, requested_by as "requestedById",
  requested_name as "requestedBy", requested_at as "requestedAt", decided_name as "decidedBy", decided_at as "decidedAt", approved,
  undone_at as "undoneAt", ${touched} as touched from change`;

export const lockChange = async (tx: Tx, id: string) =>
  (await rows<ChangeRow>(tx, `${changes('touched')} where id = $1 for update`, id))[0];
export const listChanges = (
  tx: Tx,
  filter: { open: boolean; organisationId: string | null; personId: string | null; after: string | null },
  count: number,
) =>
  rows<ChangeRow>(
    tx,
    // What an import has touched is too much for a list, and needed only to undo it.
    `${changes(`case kind when 'import' then '[]'::jsonb else touched end`)} where (not $1::boolean or decided_at is null) and ($2::text is null or organisation_id = $2)
       and ($3::uuid is null or id < $3)
       and ($5::text is null or asked ->> 'personId' = $5 or touched @> jsonb_build_array(jsonb_build_object('after', jsonb_build_object('person_id', $5))))
     order by id desc limit $4`,
    ...[filter.open, filter.organisationId, filter.after, count, filter.personId],
  );
