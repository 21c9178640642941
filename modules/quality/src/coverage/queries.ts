// SPDX-License-Identifier: Apache-2.0
import type { recordSent } from '@stoa/analytics/contract';
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type { Reach } from '../reach.ts';

interface CoverageRow {
  readonly inn: string;
  readonly kpp: string;
  readonly organisationId: string | null;
  readonly directory: { name: LocalText } | null;
  readonly taken: number;
  /** Null where no department says anything of it. */
  readonly reported: number | null;
}

/** Cards of services of these days by office, rejected and repeated ones apart, beside what departments report. */
export async function coverageRows(tx: Tx, from: string, to: string, reach: Reach): Promise<CoverageRow[]> {
  const { rows } = await tx.query<CoverageRow>(
    `with taken as (
       select inn, kpp, max(organisation_id) as organisation_id, max(region_code) as region_code,
         (array_agg(directory order by received_at desc) filter (where directory is not null))[1] as directory, count(*) as count
       from card where rendered_on between $1 and $2 and state not in ('REJECTED', 'DUPLICATE', 'WITHDRAWN') group by 1, 2),
     reported as (
       select inn, kpp, sum(count) as count from rendered_total where rendered_on between $1 and $2 group by 1, 2)
     select coalesce(t.inn, r.inn) as inn, coalesce(t.kpp, r.kpp) as kpp, organisation_id as "organisationId", directory,
       coalesce(t.count, 0)::bigint as taken, r.count::bigint as reported
     from taken t full join reported r on r.inn = t.inn and r.kpp = t.kpp
     where $3::text[] is null or region_code = any($3) or organisation_id = any($4)
     order by 1, 2 limit 2000`,
    [from, to, ...(reach === 'all' ? [null, null] : [reach.regions, reach.organisations])],
  );
  return rows;
}

/**
 * Of months of receipt since a day: cards by department and organisation; of the department as a whole messages that were a card
 * before, or were rejected and then sent right, and what it says it rendered.
 */
export async function sentByMonth(tx: Tx, since: string) {
  const { rows } = await tx.query<{ item: InputOf<typeof recordSent>['items'][number] }>(
    `with sent as (
       select sender_id, organisation_id, region_code, received_at, state not in ('REJECTED', 'DUPLICATE', 'WITHDRAWN') as stands,
         state = 'REJECTED' and exists (select 1 from card o where o.sender_id = c.sender_id and o.record_id = c.record_id
           and o.state not in ('REJECTED', 'DUPLICATE')) as corrected, null::int as reported
       from card c where received_at >= $1
       union all select sender_id, null, null, received_at, false, true, null from intake i
       where received_at >= $1 and answer ? 'status' and not exists (select 1 from card c where c.id = i.message_id)
       union all select source_id, null, null, rendered_on::timestamp at time zone $2, false, false, count from rendered_total
       where rendered_on >= $1)
     select jsonb_strip_nulls(to_jsonb(told)) as item from (
       select sender_id as "senderId", organisation_id as "organisationId", region_code as "regionCode",
         to_char(received_at at time zone $2, 'YYYY-MM') as month, count(*) filter (where stands) as cards,
         count(*) filter (where corrected) as repeated, sum(reported) as reported
       from sent group by 1, 2, 3, 4 order by 1, 4, 2) told`,
    [since, tx.module.country.timeZone],
  );
  return rows.map(({ item }) => item);
}

/** Of months since a day, of offices of which there are cards: what departments say they rendered. */
export async function renderedByMonth(tx: Tx, since: string) {
  type Row = { organisationId: string; regionCode: string; month: string; rendered: number };
  const { rows } = await tx.query<Row>(
    `with office as (
       select distinct on (inn, kpp) inn, kpp, organisation_id, region_code from card
       where rendered_on >= $1 and organisation_id is not null and region_code is not null order by inn, kpp, received_at desc)
     select organisation_id as "organisationId", region_code as "regionCode", to_char(rendered_on, 'YYYY-MM') as month,
       sum(count)::bigint as rendered
     from rendered_total join office using (inn, kpp) where rendered_on >= $1 group by 1, 2, 3 order by 1, 3`,
    [since],
  );
  return rows;
}
