// SPDX-License-Identifier: Apache-2.0
/** What the platform knows of a person who acts. */
import type { Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';

export async function principalOfPerson(
  tx: Tx,
  personId: string,
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const { rows } = await tx.prepared<{
    name: string;
    person_key: string;
    duties: { code: string; organisationId: string }[];
  }>(
    'identity-person',
    `select p.name, p.person_key,
       coalesce((select jsonb_agg(distinct jsonb_build_object('code', d.code, 'organisationId', d.organisation_id))
         from duty_now d where d.person_id = p.id and (d.from_at is null or d.from_at <= $2)
           and (d.until_at is null or d.until_at > $2)), '[]') as duties
     from person p where p.id = $1`,
    [personId, tx.now],
  );
  const person = rows[0];
  return (
    person && {
      kind: 'person',
      id: personId,
      name: person.name,
      personKey: person.person_key,
      duties: person.duties,
      assurance: 0,
    }
  );
}

/** Whether the person holds a mandate for the organisation at this instant. */
export async function holdsMandate(tx: Tx, personId: string, organisationId: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from mandate where person_id = $1 and organisation_id = $2 and revoked_at is null and (valid_until is null or valid_until > $3)`,
    [personId, organisationId, tx.now],
  );
  return rows.length > 0;
}
