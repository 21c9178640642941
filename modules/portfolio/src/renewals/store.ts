// SPDX-License-Identifier: Apache-2.0
import { jsonOf, type Tx } from '@stoa/kernel';
import type { Look } from '../contract.ts';

export interface RenewalRow {
  readonly caseId: string;
  readonly attempt: number;
  readonly look: Look[];
}
export async function renewalOf(tx: Tx, holdingId: string): Promise<RenewalRow | undefined> {
  const sql = 'select case_id as "caseId", attempt, look from renewal where holding_id = $1';
  return (await tx.query<RenewalRow>(sql, [holdingId])).rows[0];
}
/** Of two at once the later one stands: both name the same application. */
export const keepRenewal = (tx: Tx, holdingId: string, { caseId, attempt, look }: RenewalRow) =>
  tx.query(
    `insert into renewal (holding_id, case_id, attempt, look, at) values ($1, $2, $3, $4, $5)
     on conflict (holding_id) do update set case_id = $2, attempt = $3, look = $4, at = $5`,
    [holdingId, caseId, attempt, jsonOf(look), tx.now],
  );
