// SPDX-License-Identifier: Apache-2.0
/** SQL of letters in print. */
import { newId, openBytes, sealBytes, type Tx } from '@stoa/kernel';
import type { Settled } from '../sending/store.ts';

export async function lettersWaiting(tx: Tx): Promise<number> {
  const sql = `select count(*)::int as count from delivery where channel = 'letter' and state = 'queued'`;
  return (await tx.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
}
export async function putBatch(tx: Tx, letters: readonly Settled[], pdf: Buffer): Promise<string> {
  const id = newId();
  await tx.query('insert into print_batch (id, letters, made_at, content) values ($1, $2, $3, $4)', [
    ...[id, letters.length, tx.now, sealBytes(tx, 'print_batch', id, pdf)],
  ]);
  await tx.query(`update delivery set provider_ref = $2 || ' ' || id where id = any($1)`, [
    letters.map((one) => one.id),
    id,
  ]);
  return id;
}
interface BatchRow {
  readonly id: string;
  readonly letters: number;
  readonly madeAt: Date;
  readonly handedOverAt: Date | null;
}
export const listBatches = (tx: Tx, cursor: string | undefined, count: number) =>
  tx.query<BatchRow>(
    `select id, letters, made_at as "madeAt", handed_over_at as "handedOverAt" from print_batch
     where ($1::uuid is null or id < $1) order by id desc limit $2`,
    [cursor ?? null, count],
  );
export async function contentOf(tx: Tx, id: string): Promise<Buffer | undefined> {
  const { rows } = await tx.query<{ content: Buffer }>('select content from print_batch where id = $1', [id]);
  return rows[0] && openBytes(tx, 'print_batch', id, rows[0].content);
}
/** Ids of its letters, once. */
export async function handOver(tx: Tx, id: string): Promise<string[] | undefined> {
  const { rowCount } = await tx.query(
    'update print_batch set handed_over_at = $2 where id = $1 and handed_over_at is null',
    [id, tx.now],
  );
  if (rowCount === 0) return undefined;
  const sql = `select id from delivery where channel = 'letter' and provider_ref like $1 || ' %'`;
  return (await tx.query<{ id: string }>(sql, [id])).rows.map((row) => row.id);
}
