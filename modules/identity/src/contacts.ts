// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { findDutyHolder } from './contract.ts';

/** Name and e-mail of a person known here. */
export async function findContact(tx: Tx, key: string): Promise<{ known: boolean; name?: string; email?: string }> {
  const { rows } = await tx.query<{ name: string; email: string | null }>(
    'select name, email from person where person_key = $1',
    [key],
  );
  const person = rows[0];
  if (!person) return { known: false };
  return { known: true, name: person.name, ...(person.email ? { email: person.email } : {}) };
}

/** Their name, when they hold the duty there now. */
export async function dutyHolder(tx: Tx, asked: InputOf<typeof findDutyHolder>): Promise<{ name?: string }> {
  const { rows } = await tx.query<{ name: string }>(
    `select p.name from person p join duty_now d on d.person_id = p.id
     where p.id = $1 and d.code = $2 and d.organisation_id = $3
       and (d.from_at is null or d.from_at <= $4) and (d.until_at is null or d.until_at > $4)`,
    [asked.personId, asked.code, asked.organisationId, tx.now],
  );
  return rows[0] ? { name: rows[0].name } : {};
}
