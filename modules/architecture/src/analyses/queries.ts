// SPDX-License-Identifier: Apache-2.0
/** SQL that looks through what holds today ($1) and is known now; one statement a kind of finding. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Facts, FindingKind } from '../contract.ts';

export interface Found {
  readonly kind: FindingKind;
  readonly elementId: string;
  readonly otherId?: string;
  readonly score?: number;
  /** A year, in minor units. */
  readonly saving: number;
  readonly evidence: Facts;
}
const present = (alias: string) =>
  `${alias}.known_until is null and ${alias}.valid_from <= $1 and (${alias}.valid_until is null or ${alias}.valid_until > $1)`;
const facts = (alias: string, ...codes: readonly string[]) =>
  `jsonb_strip_nulls(jsonb_build_object(${codes.map((code) => `'${code}', ${alias}.facts -> '${code}'`).join(', ')}))`;
const number = (alias: string, code: string) => `(${alias}.facts ->> '${code}')::numeric`;
const of = (kind: string, alias = 'v') =>
  `element_version ${alias} where ${present(alias)} and ${alias}.kind = '${kind}'`;
const running = `v.facts ->> 'stage' in ('industrial', 'development', 'decommissioning')`;
const found = (element: string, saving: string, evidence: string, other = element) =>
  `select ${element} as "elementId", ${other} as "otherId", coalesce(${saving}, 0)::float8 as saving, ${evidence} as evidence`;

const selects: Readonly<Partial<Record<FindingKind, string>>> = {
  'duplicate-directory': `with copy as (select v.element_id, v.facts, v.name, first_value(v.element_id) over same as first_id,
      count(*) over (partition by lower(v.name ->> 'en')) as copies
    from ${of('entity')} and v.facts @> '{"directory": true}' window same as (partition by lower(v.name ->> 'en') order by v.code))
    ${found('c.element_id', '0', `jsonb_build_object('copies', c.copies)`, 'c.first_id')} from copy c where c.element_id <> c.first_id`,
  'two-masters': `${found('v.element_id', '0', `jsonb_build_object('copies', m.masters)`)} from element_version v join
    (select r.to_id, count(*) as masters from relation_version r where ${present('r')} and r.kind = 'accesses' and r.facts ->> 'access' = 'master'
     group by 1 having count(*) > 1) m on m.to_id = v.element_id where ${present('v')} and v.kind = 'entity'`,
  'unautomated-function': `${found('v.element_id', '0', facts('v', 'level', 'per-year', 'paper'))} from ${of('function')}
    and v.facts ->> 'level' = 'area' and not exists (select 1 from relation_version r join element_version o on o.element_id = r.from_id
      where r.to_id = v.element_id and r.kind = 'automates' and ${present('r')} and ${present('o')} and o.facts ->> 'stage' in ('trial', 'industrial', 'development'))`,
  'not-commissioned': `${found('v.element_id', '0', facts('v', 'stage', 'users'))} from ${of('object')} and ${running}
    and not v.facts ? 'commissioned'`,
  'no-security-test': `${found('v.element_id', '0', facts('v', 'stage', 'security-until', 'criticality'))} from ${of('object')} and ${running}
    and coalesce(v.facts ->> 'security-until', '') < $1::date::text`,
  'to-decommission': `${found('v.element_id', number('v', 'cost-year'), facts('v', 'stage', 'cost-year', 'users'))} from ${of('object')}
    and v.facts ->> 'stage' in ('decommissioning', 'retired') and ${number('v', 'cost-year')} > 0`,
  'technology-debt': `${found('v.element_id', '0', facts('t', 'version', 'end-of-life', 'radar'), 't.element_id')} from element_version v
    join relation_version r on r.from_id = v.element_id and r.kind = 'depends-on' join element_version t on t.element_id = r.to_id
    where ${present('v')} and ${present('r')} and ${present('t')} and v.kind = 'object' and t.kind = 'technology'
      and (t.facts ->> 'radar' = 'retire' or t.facts ->> 'end-of-life' < $1::date::text) and v.facts ->> 'stage' <> 'retired'`,
  'channel-shortage': `${found('v.element_id', '0', facts('v', 'contracted', 'peak', 'needed'))} from ${of('channel')}
    and ${number('v', 'needed')} > ${number('v', 'contracted')}`,
  'storage-shortage': `${found('v.element_id', '0', `jsonb_build_object('disk', v.facts -> 'disk', 'stored', s.stored)`)} from element_version v join
    (select r.to_id, round(sum(${number('o', 'stored')} * (1 + coalesce(${number('o', 'growth')}, 0) / 100))) as stored
     from relation_version r join element_version o on o.element_id = r.from_id
     where r.kind = 'runs-on' and o.kind = 'volume' and ${present('r')} and ${present('o')} group by 1) s on s.to_id = v.element_id
    where ${present('v')} and v.kind = 'equipment' and s.stored > ${number('v', 'disk')} * 0.9`,
  'paper-documents': `${found('v.element_id', '0', facts('v', 'paper', 'per-year'))} from element_version v where ${present('v')}
    and v.kind in ('function', 'process') and ${number('v', 'paper')} >= 5000`,
  // A class of solution has its own measure: dearer a user than 95 of 100 of its class.
  'cost-outlier': `with priced as (select v.element_id, v.facts, ${number('v', 'cost-year')} / ${number('v', 'users')} as each from ${of('object')}
    and ${number('v', 'users')} > 0 and ${number('v', 'cost-year')} > 0),
  most as (select facts ->> 'class' as class, percentile_cont(0.95) within group (order by each) as each from priced group by 1 having count(*) >= 10)
  ${found('p.element_id', `(p.each - m.each) * ${number('p', 'users')}`, facts('p', 'class', 'cost-year', 'users'))}
  from priced p join most m on m.class = p.facts ->> 'class' where p.each > m.each`,
};

export async function selectFound(tx: Tx, today: string): Promise<Found[]> {
  const all: Found[] = [];
  for (const [kind, sql] of Object.entries(selects)) {
    const { rows } = await tx.query<Omit<Found, 'kind'>>(sql, [today]);
    all.push(...rows.map((row) => ({ ...row, saving: Math.round(row.saving), kind: kind as FindingKind })));
  }
  return all;
}

export interface ObjectRow {
  readonly id: string;
  readonly name: LocalText;
  readonly facts: Facts;
  readonly functions: string[];
  readonly entities: string[];
  /** Objects on which it depends or to which it sends. */
  readonly leads: string[];
}
export async function objectsNow(tx: Tx, today: string): Promise<ObjectRow[]> {
  const { rows } = await tx.query<ObjectRow>(
    `with related as (select r.from_id, r.kind, array_agg(r.to_id::text) as ids from relation_version r
       where ${present('r')} and r.kind in ('automates', 'accesses', 'depends-on', 'exchanges') group by 1, 2)
     select v.element_id as id, v.name, v.facts, coalesce(f.ids, '{}') as functions, coalesce(a.ids, '{}') as entities,
       coalesce(d.ids, '{}') || coalesce(x.ids, '{}') as leads
     from element_version v left join related f on f.from_id = v.element_id and f.kind = 'automates'
       left join related a on a.from_id = v.element_id and a.kind = 'accesses'
       left join related d on d.from_id = v.element_id and d.kind = 'depends-on'
       left join related x on x.from_id = v.element_id and x.kind = 'exchanges'
     where ${present('v')} and v.kind = 'object' and v.facts ->> 'stage' <> 'retired' order by v.code`,
    [today],
  );
  return rows;
}
