// SPDX-License-Identifier: Apache-2.0
/** SQL that reads what sponsors are asked. */
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
