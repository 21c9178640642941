// SPDX-License-Identifier: Apache-2.0
/** People are told what was done to their account and their powers, in their cabinet and by e-mail. */
import { emit, refuse, type Tx } from '@stoa/kernel';
import { personConcerned } from './contract.ts';
import texts from '../texts/told.json' with { type: 'json' };

type Matter = keyof typeof texts;

/** @param about `email`: a former address that is told as well */
export async function tell(
  tx: Tx,
  about: { key: string; personKey: string; matter: Matter; email?: string },
): Promise<void> {
  const { key, personKey, email } = about;
  await emit(
    tx,
    personConcerned,
    { key: `identity-${key}`, personKey, ...texts[about.matter], ...(email ? { email } : {}) },
    { subject: personKey },
  );
}

/** Refuses: identity.person-unknown. */
export async function tellPerson(tx: Tx, personId: string, matter: Matter, of: string): Promise<void> {
  const { rows } = await tx.query<{ key: string }>('select person_key as key from person where id = $1', [personId]);
  const personKey = rows[0]?.key ?? refuse('missing', 'identity.person-unknown', 'There is no such person.');
  await tell(tx, { key: `${matter}-${of}`, personKey, matter });
}
