// SPDX-License-Identifier: Apache-2.0
/** SQL of what one person asks and another decides. */
import type { Tx } from '@stoa/kernel';
import type { Asked } from '../contract.ts';

export interface ProposalRow {
  id: string;
  asked: Asked;
  reason: string;
  askedBy: string;
  askedName: string;
  askedAt: Date;
  state: 'open' | 'done' | 'refused';
  decidedName: string | null;
  decidedAt: Date | null;
}
const columns = `id, asked, reason, asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", state,
  decided_name as "decidedName", decided_at as "decidedAt"`;

export const insertProposal = (tx: Tx, id: string, asked: Asked, reason: string, by: { id: string; name: string }) =>
  tx.query(
    'insert into proposal (id, kind, asked, reason, asked_by, asked_name, asked_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, asked.kind, JSON.stringify(asked), reason, by.id, by.name, tx.now],
  );
export async function lockProposal(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  const { rows } = await tx.query<ProposalRow>(`select ${columns} from proposal where id = $1 for update`, [id]);
  return rows[0];
}
export const setDecided = (tx: Tx, id: string, state: 'done' | 'refused', by: { id: string; name: string }) =>
  tx.query('update proposal set state = $2, decided_by = $3, decided_name = $4, decided_at = $5 where id = $1', [
    ...[id, state, by.id, by.name, tx.now],
  ]);
export const listProposals = async (
  tx: Tx,
  state: string | undefined,
  after: string | undefined,
  count: number,
): Promise<ProposalRow[]> =>
  (
    await tx.query<ProposalRow>(
      `select ${columns} from proposal where ($1::text is null or state = $1) and ($2::uuid is null or id < $2)
       order by id desc limit $3`,
      [state ?? null, after ?? null, count],
    )
  ).rows;
