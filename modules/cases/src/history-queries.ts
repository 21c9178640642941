// SPDX-License-Identifier: Apache-2.0
import { openRow, type Tx } from '@stoa/kernel';

export interface History {
  readonly at: Date;
  readonly kind: string;
  readonly node: string | null;
  readonly actor: string | null;
  readonly internal: boolean;
  readonly facts: Record<string, unknown>;
}

export const historyOf = async (tx: Tx, caseId: string): Promise<History[]> => {
  const sql = 'select id, at, kind, node, actor, internal, facts, sealed from history where case_id = $1 order by id';
  type Row = History & { id: string; sealed: string | null };
  const { rows } = await tx.prepared<Row>('cases-history', sql, [caseId]);
  return rows.map((row) => openRow(tx, 'history', row.id, row));
};
