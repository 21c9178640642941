// SPDX-License-Identifier: Apache-2.0
import { newId, type Tx } from '@stoa/kernel';

export interface RequestRow {
  readonly id: string;
  readonly responseId: string;
  readonly cardId: string;
  readonly purpose: string;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly agreed: boolean | null;
  readonly readAt: Date | null;
}
const columns = `id, response_id as "responseId", card_id as "cardId", purpose, asked_by as "askedBy",
  asked_by_name as "askedByName", asked_at as "askedAt", decided_by_name as "decidedByName", decided_at as "decidedAt",
  agreed, read_at as "readAt"`;
interface Who {
  readonly id: string;
  readonly name: string;
}

export async function insertRequest(tx: Tx, about: Pick<RequestRow, 'responseId' | 'cardId' | 'purpose'>, by: Who) {
  const id = newId();
  await tx.query(
    `insert into reidentification (id, response_id, card_id, purpose, asked_by, asked_by_name, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, about.responseId, about.cardId, about.purpose, by.id, by.name, tx.now],
  );
  return id;
}

export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  const sql = `select ${columns} from reidentification where id = $1 for update`;
  return (await tx.query<RequestRow>(sql, [id])).rows[0];
}

export async function requestsBefore(tx: Tx, [at, id]: readonly string[] = [], limit: number): Promise<RequestRow[]> {
  const { rows } = await tx.query<RequestRow>(
    `select ${columns} from reidentification where $1::timestamptz is null or (asked_at, id) < ($1, $2::uuid)
     order by asked_at desc, id desc limit $3`,
    [at ?? null, id ?? null, limit],
  );
  return rows;
}

export const setDecision = (tx: Tx, id: string, agreed: boolean, by: Who) =>
  tx.query(
    'update reidentification set agreed = $2, decided_by = $3, decided_by_name = $4, decided_at = $5 where id = $1',
    [id, agreed, by.id, by.name, tx.now],
  );

export const setRead = (tx: Tx, id: string) =>
  tx.query('update reidentification set read_at = coalesce(read_at, $2) where id = $1', [id, tx.now]);
