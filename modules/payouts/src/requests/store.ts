// SPDX-License-Identifier: Apache-2.0
/** SQL of what an official asks for and another decides; what is asked for is sealed, since it names accounts. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Asked } from '../contract.ts';

export interface RequestRow {
  id: string;
  kind: Asked['kind'];
  subject: string;
  reason: string;
  askedBy: string;
  askedName: string;
  askedAt: Date;
  state: 'open' | 'done' | 'refused';
  decidedName: string | null;
  decidedAt: Date | null;
}
const columns = `id, kind, subject, reason, asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", state,
  decided_name as "decidedName", decided_at as "decidedAt"`;

export async function insertRequest(
  tx: Tx,
  { asked, subject, reason }: { asked: Asked; subject: string; reason: string },
  by: { id: string; name: string },
): Promise<string> {
  const id = newId();
  const kept = sealRow(tx, 'request', id, { asked: JSON.stringify(asked) });
  await tx.query(
    `insert into request (id, kind, subject, asked, sealed, reason, asked_by, asked_name, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, asked.kind, subject, kept.asked, kept.sealed, reason, by.id, by.name, tx.now],
  );
  return id;
}
export async function lockRequest(tx: Tx, id: string): Promise<(RequestRow & { asked: Asked }) | undefined> {
  const { rows } = await tx.query<RequestRow & { asked: string | null; sealed: string | null }>(
    `select ${columns}, asked, sealed from request where id = $1 for update`,
    [id],
  );
  if (!rows[0]) return undefined;
  const { asked, ...row } = openRow(tx, 'request', id, rows[0]);
  return { ...row, asked: JSON.parse(asked ?? '{}') as Asked };
}
export const setDecided = (tx: Tx, id: string, state: 'done' | 'refused', by: { id: string; name: string }) =>
  tx.query('update request set state = $2, decided_by = $3, decided_name = $4, decided_at = $5 where id = $1', [
    ...[id, state, by.id, by.name, tx.now],
  ]);
export const listRequests = async (
  tx: Tx,
  state: string | undefined,
  after: string | undefined,
  count: number,
): Promise<RequestRow[]> =>
  (
    await tx.query<RequestRow>(
      `select ${columns} from request where ($1::text is null or state = $1) and ($2::uuid is null or id < $2)
       order by id desc limit $3`,
      [state ?? null, after ?? null, count],
    )
  ).rows;
