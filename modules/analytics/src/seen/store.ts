// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { recordSent } from '../contract.ts';

/** In the place of what was said of these departments and months before. */
export async function putSent(tx: Tx, items: InputOf<typeof recordSent>['items']): Promise<void> {
  const rows = JSON.stringify(
    items.map((one) => ({ ...one, organisationId: one.organisationId ?? '', month: `${one.month}-01` })),
  );
  await tx.query(
    `delete from sent_month where (sender_id, month) in (
       select "senderId", month from jsonb_to_recordset($1::jsonb) as s("senderId" text, month date))`,
    [rows],
  );
  await tx.query(
    `insert into sent_month (sender_id, organisation_id, region_code, month, cards, repeated, reported)
     select "senderId", "organisationId", coalesce(max("regionCode"), ''), month, sum(cards), sum(repeated), sum(reported)
     from jsonb_to_recordset($1::jsonb) as s("senderId" text, "organisationId" text, "regionCode" text, month date,
       cards bigint, repeated bigint, reported bigint)
     group by 1, 2, 4 order by 1, 4, 2`,
    [rows],
  );
}

/** Days that are over, of departments that sent something in their month, about which the exchange was not asked. */
export async function unseenDays(tx: Tx, since: string, until: string, limit: number) {
  const { rows } = await tx.query<{ senderId: string; day: string }>(
    `select s.sender_id as "senderId", day::date as day
     from (select distinct sender_id, month from sent_month where month >= $1) s
       cross join lateral generate_series(s.month, least(s.month + interval '1 month - 1 day', $2::date), interval '1 day') day
     where not exists (select 1 from seen_day d where d.sender_id = s.sender_id and d.day = day::date)
     order by 1, 2 limit $3`,
    [since, until, limit],
  );
  return rows;
}

export const putSeen = (tx: Tx, senderId: string, day: string, messages: number) =>
  tx.query('insert into seen_day (sender_id, day, messages) values ($1, $2, $3) on conflict do nothing', [
    ...[senderId, day, messages],
  ]);

/**
 * By department and month. What repeats or corrects an earlier message is no service of its own; a card that came by another
 * way than the exchange is one all the same.
 */
const byDepartment = `with seen as (
    select sender_id, date_trunc('month', day)::date as month, sum(messages) as messages from seen_day
    where day >= $1 group by 1, 2),
  sent as (
    select sender_id, month, sum(cards) as cards, sum(repeated) as repeated, sum(reported) as reported from sent_month
    where month >= $1 group by 1, 2),
  department as (
    select sender_id, month, t.cards, t.reported, case when s.messages > 0 then greatest(s.messages - t.repeated, t.cards) end as seen
    from sent t left join seen s using (sender_id, month))`;

/** Each organisation's part is as large as that of its cards; cards of departments that the exchange did not see count as they are. */
export const spreadSeen = (tx: Tx, since: string) =>
  tx.query(
    `${byDepartment}, part as (
       select m.organisation_id, max(m.region_code) as region_code, month,
         sum(ceil(m.cards * coalesce(d.seen, d.cards) / d.cards)) as seen
       from sent_month m join department d using (sender_id, month)
       where m.organisation_id <> '' and m.cards > 0 group by 1, 3 having bool_or(d.seen is not null))
     insert into funnel (organisation_id, region_code, month, seen)
     select organisation_id, region_code, month, seen from part order by 1, 3
     on conflict (organisation_id, month) do update set seen = excluded.seen where funnel.seen is distinct from excluded.seen`,
    [since],
  );

export async function departments(tx: Tx, month: string) {
  type Row = { senderId: string; cards: number; seen: number | null; reported: number | null };
  const { rows } = await tx.query<Row>(
    `${byDepartment} select sender_id as "senderId", cards::bigint as cards, seen::bigint as seen, reported::bigint as reported
     from department where month = $1`,
    [month],
  );
  return rows;
}
