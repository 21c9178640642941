// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

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
