// SPDX-License-Identifier: Apache-2.0
/** SQL of pictures: what holds on a day and was known at an instant, within what somebody may see. $5 is an owner or null. */
import type { Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { asked, at, type Moment, seen, sees } from '../elements/queries.ts';
import type { Sight } from '../elements/sight.ts';

const ofOwner = `($5::text is null or v.owner_id = $5)`;
const number = (alias: string, code: string) => `coalesce((${alias}.facts ->> '${code}')::float8, 0)`;
const sum = (expression: string) => `coalesce(sum(${expression}), 0)::float8`;
const named = `v.element_id as id, v.kind, v.code, v.name, coalesce(v.owner_id, '') as "ownerId"`;
const running = (alias: string) => `${alias}.facts ->> 'stage' in ('industrial', 'development', 'decommissioning')`;
const untested = (alias: string) =>
  `${running(alias)} and coalesce(${alias}.facts ->> 'security-until', '') < $1::date::text`;
const object = `element_version v where v.kind = 'object' and ${at('v')} and ${seen} and ${ofOwner}`;

const rowsOf = async <Row extends object>(
  tx: Tx,
  sql: string,
  moment: Moment,
  sight: Sight,
  ownerId: string | undefined,
  ...more: readonly unknown[]
): Promise<Row[]> => (await tx.query<Row>(sql, [...asked(moment, sight), ownerId ?? null, ...more])).rows;

type Output<Operation extends contract.Pictured> = OutputOf<(typeof contract)[Operation]>;

export interface AreaRow {
  readonly id: string;
  readonly code: string;
  readonly name: contract.Area['name'];
  readonly domain: contract.Area['domain'] | null;
  readonly stages:
    | {
        readonly value: string;
        readonly count: number;
        readonly cost: number;
        readonly critical: number;
        readonly untested: number;
      }[]
    | null;
}
export const areas = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<AreaRow>(
    tx,
    `with stage as (select r.to_id, v.facts ->> 'stage' as value, count(*)::integer as count, ${sum(number('v', 'cost-year'))} as cost,
         (count(*) filter (where v.facts ->> 'criticality' = 'high'))::integer as critical, (count(*) filter (where ${untested('v')}))::integer as untested
       from relation_version r join element_version v on v.element_id = r.from_id
       where r.kind = 'automates' and v.kind = 'object' and ${at('r')} and ${at('v')} and ${seen} and ${ofOwner} group by 1, 2)
     select v.element_id as id, v.code, v.name,
       (select jsonb_build_object('code', d.code, 'name', d.name) from relation_version p join element_version d on d.element_id = p.to_id
        where p.from_id = v.element_id and p.kind = 'part-of' and d.kind = 'function' and ${at('p')} and ${at('d')} limit 1) as domain,
       s.stages
     from element_version v left join (select to_id, jsonb_agg(to_jsonb(stage) - 'to_id') as stages from stage group by 1) s on s.to_id = v.element_id
     where v.kind = 'function' and v.facts @> '{"level": "area"}' and ${at('v')} and ${seen}
     order by length(v.code), v.code`,
    moment,
    sight,
    ownerId,
  );

/** One more step from what was reached. */
export async function beside(
  tx: Tx,
  moment: Moment,
  sight: Sight,
  ids: readonly string[],
  direction: 'up' | 'down' | undefined,
  most: number,
): Promise<{ fromId: string; toId: string; kind: string }[]> {
  const sides = [
    ...(direction === 'up' ? [] : ['r.from_id = any ($5)']),
    ...(direction === 'down' ? [] : ['r.to_id = any ($5)']),
  ].join(' or ');
  const { rows } = await tx.query<{ fromId: string; toId: string; kind: string }>(
    `select r.from_id as "fromId", r.to_id as "toId", r.kind from relation_version r
       join element_version v on v.element_id = r.from_id and ${at('v')} and ${seen}
       join element_version o on o.element_id = r.to_id and ${at('o')} and ${sees('o')}
     where (${sides}) and ${at('r')} limit $6`,
    [...asked(moment, sight), ids, most],
  );
  return rows;
}
export const namedOf = async (tx: Tx, moment: Moment, sight: Sight, ids: readonly string[]) =>
  (
    await tx.query<Output<'getImpact'>['nodes'][number]>(
      `select ${named} from element_version v where v.element_id = any ($5) and ${at('v')} and ${seen}`,
      [...asked(moment, sight), ids],
    )
  ).rows;

export const channels = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getLoads'>['channels'][number]>(
    tx,
    `select ${named}, ${number('v', 'contracted')} as contracted, ${number('v', 'peak')} as peak, ${number('v', 'needed')} as needed
     from element_version v where v.kind = 'channel' and ${at('v')} and ${seen} and ${ofOwner}
     order by ${number('v', 'needed')} / nullif(${number('v', 'contracted')}, 0) desc nulls first, v.code limit 500`,
    moment,
    sight,
    ownerId,
  );
export const storage = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getLoads'>['storage'][number]>(
    tx,
    `select v.owner_id as "ownerId", ${sum(`case when v.kind = 'equipment' then ${number('v', 'disk')} end`)} as disk,
       ${sum(number('v', 'stored'))} as stored, round(${sum(`${number('v', 'stored')} * (1 + ${number('v', 'growth')} / 100)`)}) as "inAYear",
       ${sum(number('v', 'sent'))} as sent
     from element_version v where v.kind in ('equipment', 'volume') and v.owner_id is not null and ${at('v')} and ${seen} and ${ofOwner}
     group by 1 having ${sum(number('v', 'stored'))} > 0 order by 3 desc limit 500`,
    moment,
    sight,
    ownerId,
  );

/**
 * Worth: criticality and users (ten thousand are as many as count). Soundness: of a valid security test, being commissioned,
 * technology within its support, and not being inherited, how much is so.
 */
const scored = `select ${named}, ${number('v', 'cost-year')} as "costYear",
    round((0.6 * case v.facts ->> 'criticality' when 'high' then 1 when 'medium' then 0.6 else 0.3 end
      + 0.4 * least(1, ln(1 + ${number('v', 'users')}) / ln(10000)))::numeric, 3)::float8 as business,
    (case when v.facts ->> 'security-until' >= $1::date::text then 0.3 else 0 end + case when v.facts ? 'commissioned' then 0.2 else 0 end
      + case when v.facts ->> 'method' = 'inherited' then 0 else 0.1 end + 0.4 * coalesce((select avg(case
          when t.facts ->> 'radar' = 'retire' or t.facts ->> 'end-of-life' < $1::date::text then 0 else 1 end)
        from relation_version r join element_version t on t.element_id = r.to_id and t.kind = 'technology'
        where r.from_id = v.element_id and r.kind = 'depends-on' and ${at('r')} and ${at('t')}), 0.5))::float8 as technical
  from ${object} and v.facts ->> 'stage' in ('trial', 'industrial', 'development', 'decommissioning')`;
const quadrant = `case when business >= 0.6 then case when technical >= 0.5 then 'invest' else 'migrate' end
  else case when technical >= 0.5 then 'tolerate' else 'eliminate' end end`;
export const quadrantCounts = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getQuadrants'>['counts'][number]>(
    tx,
    `with scored as (${scored}) select ${quadrant} as quadrant, count(*)::integer as count, ${sum('"costYear"')} as "costYear" from scored group by 1`,
    moment,
    sight,
    ownerId,
  );
export const quadrantPoints = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined, most: number) =>
  rowsOf<Output<'getQuadrants'>['points'][number]>(
    tx,
    `with scored as (${scored}) select scored.*, ${quadrant} as quadrant from scored order by "costYear" desc, code limit $6`,
    moment,
    sight,
    ownerId,
    most,
  );

export const dearest = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getCosts'>['objects'][number]>(
    tx,
    `select ${named}, ${number('v', 'cost-year')} as "costYear", ${number('v', 'invested')} as invested, ${number('v', 'users')} as users
     from ${object} order by 6 desc, v.code limit 20`,
    moment,
    sight,
    ownerId,
  );
export const costsOfOwners = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getCosts'>['owners'][number]>(
    tx,
    `select v.owner_id as "ownerId", count(*)::integer as objects, ${sum(number('v', 'cost-year'))} as "costYear", ${sum(number('v', 'invested'))} as invested
     from ${object} and v.owner_id is not null group by 1 order by 3 desc, 1 limit 500`,
    moment,
    sight,
    ownerId,
  );
/** An object that runs on several sites counts on each by its share of the equipment it runs on. */
export const costsOfSites = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getCosts'>['sites'][number]>(
    tx,
    `with site as (select ${named} from element_version v where v.kind = 'site' and ${at('v')} and ${seen} and ${ofOwner}),
     placed as (select h.to_id as site, h.from_id as equipment from relation_version h join site on site.id = h.to_id
       where h.kind = 'hosted-at' and ${at('h')}),
     running as (select distinct r.from_id as object from relation_version r join placed p on p.equipment = r.to_id
       where r.kind = 'runs-on' and ${at('r')}),
     share as (select r.to_id as equipment, ${number('o', 'cost-year')} / count(*) over (partition by o.element_id) as cost
       from running join element_version o on o.element_id = running.object and o.kind = 'object' and ${at('o')}
         join relation_version r on r.from_id = o.element_id and r.kind = 'runs-on' and ${at('r')}),
     costs as (select p.site, count(distinct p.equipment)::integer as equipment, round(${sum('s.cost')}) as cost
       from placed p left join share s on s.equipment = p.equipment group by 1)
     select site.*, c.equipment, c.cost as "costYear" from costs c join site on site.id = c.site order by c.cost desc, site.code limit 20`,
    moment,
    sight,
    ownerId,
  );

export const divisions = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<Output<'getSupport'>['divisions'][number]>(
    tx,
    `select coalesce(v.facts ->> 'division-kind', '') as kind, count(distinct v.owner_id)::integer as bodies,
       ${sum(number('v', 'staff'))} as staff, ${sum(number('v', 'support-staff'))} as support,
       ${sum(`${number('v', 'support-staff')} * ${number('v', 'salary')}`)} as monthly
     from element_version v where v.kind = 'division' and v.facts ? 'staff' and ${at('v')} and ${seen} and ${ofOwner} group by 1 order by 1`,
    moment,
    sight,
    ownerId,
  );
export const supportFunctions = (tx: Tx, moment: Moment, sight: Sight) =>
  rowsOf<{ id: string; code: string; name: contract.Area['name']; disposition: string | null }>(
    tx,
    `select v.element_id as id, v.code, v.name, v.facts ->> 'disposition' as disposition from element_version v
     where v.kind = 'function' and v.facts @> '{"purpose": "support"}' and ${at('v')} and ${seen} and $5::text is null
     order by length(v.code), v.code limit 200`,
    moment,
    sight,
    undefined,
  );

export const reengineered = (tx: Tx, moment: Moment, sight: Sight) =>
  rowsOf<Output<'getReengineering'>['rows'][number]>(
    tx,
    `select v.owner_id as "ownerId", (v.facts ->> 'reengineered')::integer as year,
       (count(distinct v.element_id) filter (where v.facts @> '{"process-level": "group"}'))::integer as groups,
       (count(distinct v.element_id) filter (where not v.facts @> '{"process-level": "group"}'))::integer as processes,
       count(distinct s.element_id)::integer as situations
     from element_version v left join relation_version r on r.from_id = v.element_id and r.kind = 'part-of' and ${at('r')}
       left join element_version s on s.element_id = r.to_id and s.kind = 'situation' and ${at('s')}
     where v.kind = 'process' and v.facts ? 'reengineered' and v.owner_id is not null and ${at('v')} and ${seen} and ${ofOwner}
     group by 1, 2 order by 2, 4 desc, 3 desc, 1`,
    moment,
    sight,
    undefined,
  );
export const situationsServed = async (tx: Tx, moment: Moment, sight: Sight): Promise<number> =>
  (
    await rowsOf<{ count: number }>(
      tx,
      `select count(distinct s.element_id)::integer as count from element_version v
         join relation_version r on r.from_id = v.element_id and r.kind = 'part-of' and ${at('r')}
         join element_version s on s.element_id = r.to_id and s.kind = 'situation' and ${at('s')}
       where v.kind = 'process' and v.facts ? 'reengineered' and ${at('v')} and ${seen} and ${ofOwner}`,
      moment,
      sight,
      undefined,
    )
  )[0]?.count ?? 0;

export interface ProjectRow {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly name: contract.Area['name'];
  readonly ownerId: string;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly budget: number;
  readonly related: { readonly as: string; readonly other: Output<'getImpact'>['nodes'][number] }[] | null;
}
export const projects = (tx: Tx, moment: Moment, sight: Sight, ownerId: string | undefined) =>
  rowsOf<ProjectRow>(
    tx,
    `select ${named}, v.facts ->> 'starts' as starts, v.facts ->> 'ends' as ends, ${number('v', 'budget')} as budget,
       (select jsonb_agg(jsonb_build_object('as', r.kind, 'other', jsonb_build_object('id', o.element_id, 'kind', o.kind, 'code', o.code,
          'name', o.name, 'ownerId', coalesce(o.owner_id, '')))) from relation_version r join element_version o on o.element_id = r.to_id
        where r.from_id = v.element_id and r.kind in ('changes', 'realises', 'part-of') and ${at('r')} and ${at('o')}
          and ${sees('o')}) as related
     from element_version v where v.kind = 'project' and ${at('v')} and ${seen} and ${ofOwner}
     order by v.facts ->> 'starts', v.code limit 500`,
    moment,
    sight,
    ownerId,
  );
