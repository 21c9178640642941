// SPDX-License-Identifier: Apache-2.0
/** Duties that come of posts, kept beside the person (decision 25). */
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { holdDuties } from './contract.ts';

export async function keepDuties(
  tx: Tx,
  { personId, revision, duties }: InputOf<typeof holdDuties>,
): Promise<{ held: boolean }> {
  const { rowCount } = await tx.query(
    `insert into held_revision (person_id, revision) values ($1, $2)
     on conflict (person_id) do update set revision = excluded.revision where held_revision.revision < excluded.revision`,
    [personId, revision],
  );
  if (rowCount === 0) return { held: false };
  await tx.query('delete from held_duty where person_id = $1', [personId]);
  await tx.query(
    `insert into held_duty (person_id, code, organisation_id, as_what, in_place_of, from_at, until_at)
     select $1, code, "organisationId", "as", "inPlaceOf", "from", "until" from jsonb_to_recordset($2::jsonb)
       as d (code text, "organisationId" text, "as" text, "inPlaceOf" text, "from" timestamptz, "until" timestamptz)`,
    [personId, JSON.stringify(duties)],
  );
  return { held: true };
}

export async function nameOf(tx: Tx, personId: string): Promise<{ name?: string }> {
  const { rows } = await tx.query<{ name: string }>('select name from person where id = $1', [personId]);
  return rows[0] ? { name: rows[0].name } : {};
}
