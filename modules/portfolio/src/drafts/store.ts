// SPDX-License-Identifier: Apache-2.0
import { openRow, sealRow, type Tx } from '@stoa/kernel';

/** Pages that are open say so each few seconds; without scripts only when they are loaded. */
const stays = '90 seconds';

interface Presence {
  readonly caseId: string;
  readonly personId: string;
  readonly side: string;
  readonly name: string;
  readonly page: string;
}
export async function keepPresence(tx: Tx, { caseId, personId, side, name, page }: Presence): Promise<void> {
  const kept = sealRow(tx, 'presence', `${caseId}/${personId}`, { name });
  await tx.query(
    `insert into presence (case_id, person_id, side, name, sealed, page, since, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
     on conflict (case_id, person_id) do update set side = $3, name = $4, sealed = $5, page = $6, seen_at = $7,
       since = case when presence.seen_at < $7::timestamptz - interval '${stays}' or presence.side <> $3 then $7 else presence.since end`,
    [caseId, personId, side, kept.name, kept.sealed, page, tx.now],
  );
}

export async function othersIn(tx: Tx, { caseId, personId, side }: Omit<Presence, 'name' | 'page'>) {
  type Row = { id: string; name: string; sealed: string | null; page: string; since: Date };
  const { rows } = await tx.query<Row>(
    `select person_id as id, name, sealed, page, since from presence where case_id = $1 and side = $2 and person_id <> $3
       and seen_at >= $4::timestamptz - interval '${stays}' order by since, person_id limit 20`,
    [caseId, side, personId, tx.now],
  );
  return rows.map((row) => openRow(tx, 'presence', `${caseId}/${row.id}`, row));
}

/** Of an hour ago nobody needs to know. */
export const dropPresence = (tx: Tx) =>
  tx.query(`delete from presence where seen_at < $1::timestamptz - interval '1 hour'`, [tx.now]);
