// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, Language, OutputOf } from '@stoa/kernel/contract';
import { listSearchValues } from '@stoa/kernel/text';
import type { findContact as findContactOperation, findDutyHolder } from './contract.ts';

/** Name and e-mail of a person known here. */
export async function findContact(tx: Tx, key: string): Promise<OutputOf<typeof findContactOperation>> {
  const { rows } = await tx.query<{ name: string; email: string | null; language: Language | null }>(
    'select name, email, language from person where person_key = $1',
    [key],
  );
  const person = rows[0];
  if (!person) return { known: false };
  return {
    known: true,
    name: person.name,
    ...(person.email ? { email: person.email } : {}),
    ...(person.language ? { language: person.language } : {}),
  };
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

export async function dutyHolders(tx: Tx, code: string): Promise<{ items: { personId: string; personKey: string }[] }> {
  const { rows } = await tx.query<{ personId: string; personKey: string }>(
    `select distinct p.id as "personId", p.person_key as "personKey" from person p join duty_now d on d.person_id = p.id
     where d.code = $1 and (d.from_at is null or d.from_at <= $2) and (d.until_at is null or d.until_at > $2)
     order by p.id limit 1000`,
    [code, tx.now],
  );
  return { items: rows };
}

export async function findPeople(tx: Tx, typed: string): Promise<{ items: { personId: string; name: string }[] }> {
  const [words] = listSearchValues(typed);
  if (!words) return { items: [] };
  const sql = `select id as "personId", name from person where name ilike all ($1) or person_key = $2 order by name, id limit 20`;
  return { items: (await tx.query<{ personId: string; name: string }>(sql, [words, typed])).rows };
}
