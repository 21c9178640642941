// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export interface NewFollowup {
  readonly id: string;
  readonly responseId: string;
  readonly organisationId: string;
  readonly regionCode: string;
  readonly sphere: string;
  readonly month: string;
  readonly opensOn: string;
  readonly dueOn: string;
}

/** Once a response; whether it is new. */
export async function insertFollowup(tx: Tx, one: NewFollowup): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into followup (id, response_id, organisation_id, region_code, sphere, month, opens_on, due_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (response_id) do nothing`,
    [one.id, one.responseId, one.organisationId, one.regionCode, one.sphere, one.month, one.opensOn, one.dueOn],
  );
  return (rowCount ?? 0) > 0;
}

export const deleteFollowup = (tx: Tx, responseId: string) =>
  tx.query('delete from followup where response_id = $1', [responseId]);

export const setReply = (tx: Tx, id: string, text: string, on: string, by: string | null) =>
  tx.query('update followup set reply = $2, replied_on = $3, replied_by = $4 where id = $1', [id, text, on, by]);

/** Marks what became overdue; answers the regions concerned with how many. */
export async function escalate(tx: Tx, today: string): Promise<{ regionCode: string; count: number }[]> {
  const { rows } = await tx.query<{ regionCode: string; count: number }>(
    `with late as (
       update followup set escalated_at = $2 where replied_on is null and escalated_at is null and due_on < $1 returning region_code)
     select region_code as "regionCode", count(*) as count from late group by 1 order by 1`,
    [today, tx.now],
  );
  return rows;
}

export const setEscalated = (tx: Tx, id: string) =>
  tx.query('update followup set escalated_at = $2 where id = $1 and escalated_at is null', [id, tx.now]);
