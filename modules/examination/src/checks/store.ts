// SPDX-License-Identifier: Apache-2.0
/** SQL of what checks found. */
import { newId, type Tx } from '@stoa/kernel';
import { rows } from '../store.ts';
import type { CheckResult, CheckRun } from '../contract.ts';

interface RunRow extends Omit<CheckRun, 'at'> {
  readonly at: Date;
}
const columns = 'id, version, at, reason, digest, results';
const shown = ({ at, ...row }: RunRow): CheckRun => ({ ...row, at: at.toISOString() });

export async function insertRun(
  tx: Tx,
  run: {
    dossierId: string;
    version: number;
    at: Date;
    reason: CheckRun['reason'];
    digest: string;
    results: readonly CheckResult[];
  },
): Promise<CheckRun> {
  const { rows } = await tx.query<RunRow>(
    `insert into check_run (id, dossier_id, version, at, reason, digest, results) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [newId(), run.dossierId, run.version, run.at, run.reason, run.digest, JSON.stringify(run.results)],
  );
  return shown(rows[0] as RunRow);
}
/** The latest first. */
export const runsOf = async (tx: Tx, dossierId: string, most = 20): Promise<CheckRun[]> =>
  (
    await rows<RunRow>(tx, `select ${columns} from check_run where dossier_id = $1 order by id desc limit $2`, [
      dossierId,
      most,
    ])
  ).map(shown);
