// SPDX-License-Identifier: Apache-2.0
/** SQL that writes emergencies and reviews. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { localDate } from '../queries.ts';
import { undecided } from './queries.ts';

export const insertEmergency = (
  tx: Tx,
  one: { id: string; dutyId: string; personId: string; name: string; reason: string; from: Date; until: Date },
) =>
  tx.query(
    'insert into emergency (id, duty_id, person_id, name, reason, from_at, until_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [one.id, one.dutyId, one.personId, one.name, one.reason, one.from, one.until],
  );

/** What still runs ends with the review. */
export const setReviewed = (
  tx: Tx,
  id: string,
  review: { by: string; name: string; justified: boolean; note: string },
) =>
  tx.query(
    `update emergency set reviewed_by = $2, reviewed_name = $3, reviewed_at = $4, justified = $5, note = $6,
       until_at = least(until_at, $4) where id = $1`,
    [id, review.by, review.name, tx.now, review.justified, review.note],
  );

export const setRule = (tx: Tx, id: string, months: number, nextOn: string) =>
  tx.query(
    `insert into review_rule (organisation_id, months, next_on) values ($1, $2, $3)
     on conflict (organisation_id) do update set months = excluded.months, next_on = excluded.next_on`,
    [id, months, nextOn],
  );

/** Where there is no rule yet. */
export const insertRule = (tx: Tx, id: string, months: number, nextOn: string) =>
  tx.query('insert into review_rule (organisation_id, months, next_on) values ($1, $2, $3) on conflict do nothing', [
    id,
    months,
    nextOn,
  ]);

export const setItem = (tx: Tx, id: string, holdingId: string, kept: boolean, name: string | null) =>
  tx.query(
    'update review_item set kept = $3, decided_name = $4, decided_at = $5 where review_id = $1 and holding_id = $2',
    [id, holdingId, kept, name, tx.now],
  );

/** What asks for no decision any more. */
export const closeDone = (tx: Tx) =>
  tx.query(
    `update review r set closed_at = $1 where closed_at is null and not exists (
       select 1 from review_item i join holding h on h.id = i.holding_id where i.review_id = r.id and ${undecided})`,
    [tx.now],
  );

/** Asks about everybody who is on a post with duties now; the next review follows after the months of the rule. */
export async function openReview(tx: Tx, id: string, organisationId: string, dueOn: string): Promise<void> {
  const today = localDate(tx);
  await tx.query(
    'insert into review (id, organisation_id, opened_at, due_on, reminded_on) values ($1, $2, $3, $4, $5)',
    [id, organisationId, tx.now, dueOn, today],
  );
  await tx.query(
    `insert into review_item (review_id, holding_id) select $1, h.id from holding h join post p on p.id = h.post_id
     where p.organisation_id = $2 and h.from_at <= $3 and (h.until_at is null or h.until_at > $3)
       and exists (select 1 from post_duty d where d.post_id = p.id and (d.until_at is null or d.until_at > $3))`,
    [id, organisationId, tx.now],
  );
  await tx.query(
    `update review_rule set next_on = ($2::date + make_interval(months => months))::date where organisation_id = $1`,
    [organisationId, today],
  );
}

/** Overdue reviews that nobody was reminded of since that day. */
export const remindOf = async (tx: Tx, since: string) =>
  (
    await tx.query<{ id: string; dueOn: string; name: LocalText }>(
      `update review r set reminded_on = $1 from organisation g
       where g.id = r.organisation_id and r.closed_at is null and r.due_on < $1 and r.reminded_on <= $2
       returning r.id, r.due_on as "dueOn", g.name`,
      [localDate(tx), since],
    )
  ).rows;
