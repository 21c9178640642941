// SPDX-License-Identifier: Apache-2.0
/** What the platform knows of a person who acts. */
import type { Tx } from '@stoa/kernel';
import type { Duty, Principal } from '@stoa/kernel/contract';

export async function principalOfPerson(
  tx: Tx,
  personId: string,
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const { rows } = await tx.prepared<{
    name: string;
    person_key: string;
    duties: Duty[];
  }>(
    'identity-person',
    `select p.name, p.person_key,
       coalesce((select jsonb_agg(distinct jsonb_strip_nulls(jsonb_build_object('code', d.code, 'organisationId', d.organisation_id,
           'as', nullif(d.as_what, 'holder'), 'inPlaceOf', d.in_place_of)))
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
