// SPDX-License-Identifier: Apache-2.0
/** SQL of closed days and months. */
import type { Tx } from '@stoa/kernel';
import type { Closing } from '../contract.ts';

type Row = Omit<Closing, 'closedAt'> & { closedAt: Date };
const columns = `id, kind, from_on as "from", until_on as "until", digest, entries, asked_by as "askedBy", closed_by as "closedBy",
  closed_at as "closedAt"`;
export const toClosing = ({ closedAt, ...row }: Row): Closing => ({ ...row, closedAt: closedAt.toISOString() });

export async function findClosing(tx: Tx, id: string): Promise<Closing | undefined> {
  const { rows } = await tx.query<Row>(`select ${columns} from closing where id = $1`, [id]);
  return rows[0] && toClosing(rows[0]);
}
export const insertClosing = (tx: Tx, one: Omit<Closing, 'closedAt'>) =>
  tx.query(
    `insert into closing (id, kind, from_on, until_on, digest, entries, asked_by, closed_by, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [one.id, one.kind, one.from, one.until, one.digest, one.entries, one.askedBy, one.closedBy, tx.now],
  );
export const listClosings = async (
  tx: Tx,
  kind: string | undefined,
  after: { day: string; id: string } | undefined,
  count: number,
): Promise<Closing[]> =>
  (
    await tx.query<Row>(
      `select ${columns} from closing where ($1::text is null or kind = $1)
         and ($2::date is null or (until_on, id) < ($2, $3)) order by until_on desc, id desc limit $4`,
      [kind ?? null, after?.day ?? null, after?.id ?? null, count],
    )
  ).rows.map(toClosing);
export async function countEntries(tx: Tx, from: string, until: string): Promise<number> {
  const sql = 'select count(*)::integer as count from entry where booked_on between $1 and $2';
  return (await tx.query<{ count: number }>(sql, [from, until])).rows[0]?.count ?? 0;
}
export async function firstBooked(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ day: string | null }>('select min(booked_on) as day from entry');
  return rows[0]?.day ?? undefined;
}
export async function monthIsClosed(tx: Tx, until: string): Promise<boolean> {
  const sql = `select 1 from closing where kind = 'period' and until_on = $1`;
  return (await tx.query(sql, [until])).rows.length > 0;
}
