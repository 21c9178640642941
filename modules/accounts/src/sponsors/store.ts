// SPDX-License-Identifier: Apache-2.0
/** SQL of what sponsors are asked. */
import type { Tx } from '@stoa/kernel';

export const openSponsorships = (tx: Tx, organisationId: string, cursor: string | null | undefined, count: number) =>
  tx.query<{ id: string; name: string; asked_at: Date }>(
    `select id, name, asked_at from sponsorship where organisation_id = $1 and answered_at is null
       and ($2::uuid is null or id > $2) order by id limit $3`,
    [organisationId, cursor, count],
  );
export async function askedBy(tx: Tx, id: string, organisationId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ person_id: string }>(
    'select person_id from sponsorship where id = $1 and organisation_id = $2 and answered_at is null',
    [id, organisationId],
  );
  return rows[0]?.person_id;
}

export async function putSponsorship(
  tx: Tx,
  { id, personId, name, organisationId }: { id: string; personId: string; name: string; organisationId: string },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into sponsorship (id, person_id, name, organisation_id, asked_at) values ($1, $2, $3, $4, $5)
     on conflict (person_id, organisation_id) where answered_at is null do update set asked_at = excluded.asked_at
     returning id`,
    [id, personId, name, organisationId, tx.now],
  );
  return rows[0]?.id ?? id;
}
/** Kept before identity acts: nobody declines meanwhile, and answering once more ends what was cut off. */
export const markVouched = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query('update sponsorship set vouched = true where id = $1 and answered_at is null', [id])).rowCount > 0;
export const answerSponsorship = async (tx: Tx, id: string, by: string, vouched: boolean): Promise<boolean> =>
  (
    await tx.query(
      `update sponsorship set answered_by = $2, answered_at = $3, vouched = $4
       where id = $1 and answered_at is null and vouched is not distinct from nullif($4, false)`,
      [id, by, tx.now, vouched],
    )
  ).rowCount > 0;
