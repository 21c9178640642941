// SPDX-License-Identifier: Apache-2.0
/** SQL that reads emergencies and reviews. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Static } from 'typebox';
import type { HoldingKind, Review } from '../contract.ts';
import { localDate, present } from '../queries.ts';

export interface EmergencyRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly code: string;
  readonly organisationId: string;
  readonly organisation: LocalText;
  readonly reason: string;
  readonly from: Date;
  readonly until: Date;
  readonly reviewedById?: string;
  readonly reviewedBy?: string;
  readonly reviewedAt?: Date;
  readonly justified?: boolean;
  readonly note?: string;
}

/** Newest first. */
export async function emergencies(
  tx: Tx,
  asked: {
    id?: string;
    personId?: string;
    dutyId?: string;
    running?: boolean;
    waiting?: boolean;
    after?: string | undefined;
    lock?: boolean;
  },
  count: number,
): Promise<EmergencyRow[]> {
  const { rows } = await tx.query<EmergencyRow>(
    `select e.id, e.person_id as "personId", e.name, d.code, p.organisation_id as "organisationId", g.name as organisation,
       e.reason, e.from_at as "from", e.until_at as "until", e.reviewed_by as "reviewedById", e.reviewed_name as "reviewedBy",
       e.reviewed_at as "reviewedAt", e.justified, e.note
     from emergency e join post_duty d on d.id = e.duty_id join post p on p.id = d.post_id
       join organisation g on g.id = p.organisation_id
     where ($1::uuid is null or e.id = $1) and ($2::uuid is null or e.person_id = $2) and ($3::uuid is null or e.duty_id = $3)
       and (not $4::boolean or e.until_at > $5) and (not $6::boolean or e.reviewed_at is null)
       and ($7::uuid is null or e.id < $7)
     order by e.id desc limit $8 ${asked.lock ? 'for update of e' : ''}`,
    [
      ...[asked.id ?? null, asked.personId ?? null, asked.dutyId ?? null, asked.running ?? false, tx.now],
      ...[asked.waiting ?? false, asked.after ?? null, count],
    ],
  );
  return rows.map(present<EmergencyRow>);
}

/** Posts, duties and organisations last at this instant. */
const lasting = `d.from_at <= $2 and (d.until_at is null or d.until_at > $2)
  and p.from_on <= $3::date and (p.until_on is null or p.until_on > $3::date)
  and (g.until_on is null or g.until_on > $3::date)`;

/** Serialised by its row: two at once would both find that nothing runs. */
export async function lockTakeable(tx: Tx, dutyId: string) {
  const { rows } = await tx.query<{ code: string; organisationId: string }>(
    `select d.code, p.organisation_id as "organisationId" from post_duty d join post p on p.id = d.post_id
       join organisation g on g.id = p.organisation_id
     where d.id = $1 and d.emergency and ${lasting} for update of d`,
    [dutyId, tx.now, localDate(tx)],
  );
  return rows[0];
}

const onPost = `select 1 from holding h join post w on w.id = h.post_id where h.person_id = $1 and h.from_at <= $2
  and (h.until_at is null or h.until_at > $2) and (w.until_on is null or w.until_on > $3::date)`;

export async function worksAt(tx: Tx, personId: string, organisationId: string): Promise<boolean> {
  const { rowCount } = await tx.query(`${onPost} and w.organisation_id = $4 limit 1`, [
    ...[personId, tx.now, localDate(tx), organisationId],
  ]);
  return rowCount > 0;
}

export async function takeableBy(tx: Tx, personId: string) {
  const { rows } = await tx.query<{
    dutyId: string;
    code: string;
    organisationId: string;
    organisation: LocalText;
    post: LocalText;
  }>(
    `select d.id as "dutyId", d.code, p.organisation_id as "organisationId", g.name as organisation, p.title as post
     from post_duty d join post p on p.id = d.post_id join organisation g on g.id = p.organisation_id
     where d.emergency and ${lasting} and exists (${onPost} and w.organisation_id = p.organisation_id)
     order by d.code, d.id`,
    [personId, tx.now, localDate(tx)],
  );
  return rows;
}

export interface ReviewRow extends Omit<Review, 'openedAt' | 'closedAt' | 'overdue'> {
  readonly openedAt: Date;
  readonly closedAt?: Date;
}
/** What ended meanwhile needs no decision. */
export const undecided = `i.kept is null and (h.until_at is null or h.until_at > $1)`;

export async function reviews(
  tx: Tx,
  asked: { id?: string; open?: boolean; after?: string | undefined },
  count: number,
): Promise<ReviewRow[]> {
  const { rows } = await tx.query<ReviewRow>(
    `select r.id, r.organisation_id as "organisationId", g.name as organisation, r.opened_at as "openedAt", r.due_on as "dueOn",
       r.closed_at as "closedAt", count(i.holding_id)::integer as items,
       (count(i.holding_id) filter (where ${undecided}))::integer as open
     from review r join organisation g on g.id = r.organisation_id
       left join review_item i on i.review_id = r.id left join holding h on h.id = i.holding_id
     where ($2::uuid is null or r.id = $2) and (not $3::boolean or r.closed_at is null) and ($4::uuid is null or r.id < $4)
     group by r.id, g.id order by r.id desc limit $5`,
    [tx.now, asked.id ?? null, asked.open ?? false, asked.after ?? null, count],
  );
  return rows.map(present<ReviewRow>);
}

interface Item {
  readonly holdingId: string;
  readonly personId: string;
  readonly name: string;
  readonly post: LocalText;
  readonly as: Static<typeof HoldingKind>;
  readonly from: Date;
  readonly duties: string[];
  readonly kept?: boolean;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
}

export async function itemsOf(tx: Tx, id: string): Promise<Item[]> {
  const { rows } = await tx.query<Item>(
    `select h.id as "holdingId", h.person_id as "personId", h.name, p.title as post, h.as_what as "as", h.from_at as "from",
       coalesce((select array_agg(distinct d.code order by d.code) from post_duty d
         where d.post_id = p.id and (d.until_at is null or d.until_at > $2)), '{}') as duties,
       coalesce(i.kept, case when h.until_at <= $2 then false end) as kept,
       i.decided_name as "decidedBy", i.decided_at as "decidedAt"
     from review_item i join holding h on h.id = i.holding_id join post p on p.id = h.post_id
     where i.review_id = $1 order by h.name, h.id`,
    [id, tx.now],
  );
  return rows.map(present<Item>);
}

/** Two who decide at once come one after the other. */
export const lockReview = (tx: Tx, id: string) => tx.query('select 1 from review where id = $1 for update', [id]);

/** The person, and those who stand in their place. */
export async function restingOn(tx: Tx, holdingId: string): Promise<string[]> {
  const sql = 'select distinct person_id as id from holding where id = $1 or for_id = $1';
  return (await tx.query<{ id: string }>(sql, [holdingId])).rows.map(({ id }) => id);
}

/** Organisations whose review is due and has not begun; kept for this transaction. */
export const dueForReview = async (tx: Tx) =>
  (
    await tx.query<{ id: string; name: LocalText }>(
      `select r.organisation_id as id, g.name from review_rule r join organisation g on g.id = r.organisation_id
       where r.next_on <= $1 and (g.until_on is null or g.until_on > $1)
         and not exists (select 1 from review o where o.organisation_id = r.organisation_id and o.closed_at is null)
       order by r.organisation_id for update of r skip locked`,
      [localDate(tx)],
    )
  ).rows;
