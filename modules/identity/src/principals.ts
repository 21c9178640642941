// SPDX-License-Identifier: Apache-2.0
/** What the platform knows of a person who acts. */
import type { Tx } from '@stoa/kernel';
import type { Duty, Principal } from '@stoa/kernel/contract';
import type { SignInMethod } from './contract.ts';
import { entitles, levelOf } from './factors/methods.ts';

/** Without a second factor in the sign-in the duties wait; without any sign-in nothing is worth anything. */
export async function principalOfPerson(
  tx: Tx,
  personId: string,
  signIn: { methods: readonly SignInMethod[]; authenticated_at?: Date } = { methods: [] },
): Promise<Extract<Principal, { kind: 'person' }> | undefined> {
  const { rows } = await tx.prepared<{
    name: string;
    person_key: string;
    proofing: number;
    has_factor: boolean;
    duties: Duty[];
  }>(
    'identity-person',
    `select p.name, p.person_key, p.proofing,
       exists (select 1 from factor f where f.person_id = p.id and f.confirmed_at is not null and f.suspended_at is null) as has_factor,
       coalesce((select jsonb_agg(distinct jsonb_strip_nulls(jsonb_build_object('code', d.code, 'organisationId', d.organisation_id, 'postId', d.post_id,
           'as', nullif(d.as_what, 'holder'), 'inPlaceOf', d.in_place_of)))
         from duty_now d where d.person_id = p.id and (d.from_at is null or d.from_at <= $2)
           and (d.until_at is null or d.until_at > $2)), '[]') as duties
     from person p where p.id = $1`,
    [personId, tx.now],
  );
  const person = rows[0];
  if (!person) return undefined;
  const { methods, authenticated_at: at } = signIn;
  const waits = person.duties.length > 0 && !entitles(methods);
  return {
    kind: 'person',
    id: personId,
    name: person.name,
    personKey: person.person_key,
    duties: waits ? [] : person.duties,
    ...(waits ? { dutiesWait: person.has_factor ? 'for-factor' : 'for-setup' } : {}),
    assurance: methods.length === 0 ? 0 : Math.min(person.proofing, levelOf(methods)),
    ...(at ? { authenticatedAt: at.toISOString() } : {}),
  };
}
