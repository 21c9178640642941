// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Snapshot } from '../contract.ts';

/** As whom an organisation is shown in a month: itself, or who took its place before this month began. */
const shownAs = `with recursive step as (
    select organisation_id, organisation_id as shown_as, 0 as depth from place
    union all
    select s.organisation_id, p.successor_id, s.depth + 1 from step s join place p on p.organisation_id = s.shown_as
    where p.successor_id is not null and date_trunc('month', p.until_on) < $1 and s.depth < 10
  ), shown as (
    (select distinct on (s.organisation_id) s.organisation_id, p.organisation_id as shown_as,
      coalesce(p.region_code, $2) as region_code, coalesce(p.sphere, 'public-administration') as sphere
    from step s join place p on p.organisation_id = s.shown_as order by s.organisation_id, s.depth desc)
    -- Blind answers: of a region and a sphere alone.
    union all select distinct organisation_id, organisation_id, split_part(organisation_id, '~', 2), split_part(organisation_id, '~', 3)
    from rollup_organisation where organisation_id like '~%'
  )`;
const sums = [1, 2, 3, 4, 5].map((point) => `sum(c${point}) as c${point}`).join(', ');

/**
 * Closes the month's lots: what each organisation was given up to the month and is in no lot yet, question by question, where
 * that is at least the minimum, not all alike, and not less than nothing (withdrawals wait for answers to be mixed with).
 */
export async function closeLots(tx: Tx, month: string, country: string, minimum: number): Promise<void> {
  await tx.query(
    `${shownAs}, open as (
       select organisation_id, question, ${sums} from (
         select organisation_id, question, c1, c2, c3, c4, c5 from rollup_organisation where month <= $1
         union all select organisation_id, question, -c1, -c2, -c3, -c4, -c5 from lot) counted
       group by 1, 2)
     insert into lot (organisation_id, month, question, shown_as, region_code, sphere, c1, c2, c3, c4, c5)
     select o.organisation_id, $1, o.question, s.shown_as, s.region_code, s.sphere, o.c1, o.c2, o.c3, o.c4, o.c5
     from open o join shown s using (organisation_id)
     where o.c1 + o.c2 + o.c3 + o.c4 + o.c5 >= $3 and least(o.c1, o.c2, o.c3, o.c4, o.c5) >= 0
       and greatest(o.c1, o.c2, o.c3, o.c4, o.c5) < o.c1 + o.c2 + o.c3 + o.c4 + o.c5`,
    [month, country, minimum],
  );
  await tx.query(
    `insert into lot_region (region_code, sphere, month, question, c1, c2, c3, c4, c5)
     select region_code, sphere, month, question, ${sums} from lot where month = $1 group by 1, 2, 3, 4`,
    [month],
  );
}

/** Fewer organisations in a lot of a service would give one of them away to another. */
export const fewestGivers = 3;

/** Closes the month's lots of services, by the same rule, where enough organisations gave it since the lot before. */
export const closeServices = (tx: Tx, month: string, minimum: number) =>
  tx.query(
    `with open as (
       select service_code, ${sums} from (
         select service_code, c1, c2, c3, c4, c5 from rollup_service where month <= $1
         union all select service_code, -c1, -c2, -c3, -c4, -c5 from lot_service) counted
       group by 1),
     given as (
       select r.service_code, count(distinct r.organisation_id) filter (
         where r.c1 + r.c2 + r.c3 + r.c4 + r.c5 > 0 and r.organisation_id not like '~%') as organisations
       from rollup_service r
       where r.month <= $1 and r.month > all (select l.month from lot_service l where l.service_code = r.service_code)
       group by 1)
     insert into lot_service (service_code, month, organisations, c1, c2, c3, c4, c5)
     select o.service_code, $1, g.organisations, o.c1, o.c2, o.c3, o.c4, o.c5 from open o join given g using (service_code)
     where g.organisations >= $3 and o.c1 + o.c2 + o.c3 + o.c4 + o.c5 >= $2 and least(o.c1, o.c2, o.c3, o.c4, o.c5) >= 0
       and greatest(o.c1, o.c2, o.c3, o.c4, o.c5) < o.c1 + o.c2 + o.c3 + o.c4 + o.c5`,
    [month, minimum, fewestGivers],
  );

/** How many were served, as far as it was not said before; nobody's answer is in it. */
export const closeFrame = (tx: Tx, month: string, country: string) =>
  tx.query(
    `${shownAs}, open as (
       select organisation_id, sum(card) as card, sum(delivered) as delivered, sum(opened) as opened, sum(rendered) as rendered, sum(seen) as seen from (
         select organisation_id, card, delivered, opened, rendered, seen from funnel where month <= $1
         union all select organisation_id, -card, -delivered, -opened, -rendered, -seen from frame) counted
       group by 1)
     insert into frame (organisation_id, month, shown_as, region_code, sphere, card, delivered, opened, rendered, seen)
     select o.organisation_id, $1, s.shown_as, s.region_code, s.sphere, o.card, o.delivered, o.opened, o.rendered, o.seen
     from open o join shown s using (organisation_id)
     where (o.card, o.delivered, o.opened, coalesce(o.rendered, 0), coalesce(o.seen, 0)) <> (0, 0, 0, 0, 0)`,
    [month, country],
  );

export const insertSnapshot = (tx: Tx, { month, hash, methodology }: Snapshot, minimum: number) =>
  tx.query(
    `insert into snapshot (month, hash, methodology, minimum_answers, published_at) values ($1, $2, $3, $4, $5)`,
    [`${month}-01`, hash, methodology, minimum, tx.now],
  );

/** Nobody else closes lots until the transaction ends. */
export const lockPublishing = (tx: Tx) => tx.query('lock table snapshot in exclusive mode');
