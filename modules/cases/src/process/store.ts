// SPDX-License-Identifier: Apache-2.0
/** SQL of where a process stands: tokens and timers. */
import type { Tx } from '@stoa/kernel';
import type { Token } from '@stoa/process';
import { rowsOf } from '../case/index.ts';

export const insertToken = (tx: Tx, caseId: string, token: Token) =>
  tx.prepared(
    'cases-token',
    'insert into token (id, case_id, node, arrived_by, since_at) values ($1, $2, $3, $4, $5)',
    [token.id, caseId, token.node, token.arrivedBy ?? null, tx.now],
  );

/** Whether the token was still there: only then may its node be left. */
export async function removeToken(tx: Tx, id: string): Promise<boolean> {
  return (await tx.prepared('cases-token-gone', 'delete from token where id = $1', [id])).rowCount === 1;
}

export const removeAllTokens = (tx: Tx, caseId: string) => tx.query('delete from token where case_id = $1', [caseId]);

export const failToken = (tx: Tx, id: string, error: string) =>
  tx.query(`update token set state = 'failed', error = $2 where id = $1`, [id, error.slice(0, 1000)]);

export async function resumeToken(tx: Tx, caseId: string, id: string): Promise<boolean> {
  const sql = `update token set state = 'waiting', error = null where id = $2 and case_id = $1 and state = 'failed'`;
  return (await tx.query(sql, [caseId, id])).rowCount === 1;
}

export interface Timer {
  readonly id: string;
  readonly caseId: string;
  readonly tokenId: string;
  readonly node: string;
}

export const insertTimer = (tx: Tx, { id, caseId, tokenId, node }: Timer, dueAt: Date) =>
  tx.query('insert into timer (id, case_id, token_id, node, due_at) values ($1, $2, $3, $4, $5)', [
    ...[id, caseId, tokenId, node, dueAt],
  ]);

export async function dueTimers(tx: Tx): Promise<Timer[]> {
  const sql =
    'select id, case_id as "caseId", token_id as "tokenId", node from timer where due_at <= $1 order by due_at limit 100';
  return (await tx.query<Timer>(sql, [tx.now])).rows;
}

export const isTimer = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query('select 1 from timer where id = $1', [id])).rowCount === 1;

/** A token as it stands; what has failed says why. */
export type TokenRow = Token & ({ readonly state: 'waiting' } | { readonly state: 'failed'; readonly error: string });

export async function tokensOf(tx: Tx, id: string): Promise<TokenRow[]> {
  const sql = 'select id, node, arrived_by as "arrivedBy", state, error from token where case_id = $1 order by id';
  const rows = await rowsOf<TokenRow>(tx, 'tokens', sql, id);
  return rows.map((row) => ({ ...row, arrivedBy: row.arrivedBy ?? undefined }));
}
