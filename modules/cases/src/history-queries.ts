// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export interface History {
  readonly at: Date;
  readonly kind: string;
  readonly node: string | null;
  readonly actor: string | null;
  readonly internal: boolean;
  readonly facts: Record<string, unknown>;
}

export const historyOf = async (tx: Tx, caseId: string): Promise<History[]> => {
  const sql = 'select at, kind, node, actor, internal, facts from history where case_id = $1 order by id';
  return (await tx.prepared<History>('cases-history', sql, [caseId])).rows;
};
