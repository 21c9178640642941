// SPDX-License-Identifier: Apache-2.0
/** SQL of phrases. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';

export async function phrasesOf(tx: Tx, personId: string): Promise<{ id: string; text: string }[]> {
  const { rows } = await tx.query<{ id: string; text: string; sealed: string | null }>(
    'select id, text, sealed from phrase where person_id = $1 order by used_at desc, id',
    [personId],
  );
  return rows.map((row) => openRow(tx, 'phrase', row.id, row));
}
/** Until the end of the transaction the same person keeps no other one. */
export const holdPhrases = (tx: Tx, personId: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`execution phrases ${personId}`]);
export async function insertPhrase(tx: Tx, personId: string, text: string): Promise<string> {
  const id = newId();
  const kept = sealRow(tx, 'phrase', id, { text });
  await tx.query('insert into phrase (id, person_id, text, sealed, used_at) values ($1, $2, $3, $4, $5)', [
    ...[id, personId, kept.text, kept.sealed, tx.now],
  ]);
  return id;
}
export const deletePhrase = (tx: Tx, personId: string, id: string) =>
  tx.query('delete from phrase where person_id = $1 and id = $2', [personId, id]);
