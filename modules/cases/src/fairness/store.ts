// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { SecondEyesRule } from '../contract.ts';

export async function isBarred(tx: Tx, caseId: string, officerId: string): Promise<boolean> {
  const sql = 'select 1 from barred where case_id = $1 and officer_id = $2';
  return (await tx.query(sql, [caseId, officerId])).rowCount === 1;
}
export const bar = (tx: Tx, caseId: string, officerId: string) =>
  tx.query('insert into barred (case_id, officer_id, at) values ($1, $2, $3) on conflict do nothing', [
    caseId,
    officerId,
    tx.now,
  ]);

interface Rule {
  readonly serviceId: string;
  readonly outcome: string;
  readonly feeOverMinor: number | null;
}
const columns = 'service_id as "serviceId", outcome, fee_over_minor::float8 as "feeOverMinor"';

/** Of an office for a service; `*` where it says all. */
export async function rulesFor(tx: Tx, officeId: string, serviceId: string): Promise<Rule[]> {
  const sql = `select ${columns} from second_eyes where office_id = $1 and service_id in ('*', $2)`;
  return (await tx.query<Rule>(sql, [officeId, serviceId])).rows;
}
export async function rulesOf(tx: Tx, officeId: string): Promise<SecondEyesRule[]> {
  const sql = `select ${columns} from second_eyes where office_id = $1 order by service_id, outcome`;
  return (await tx.query<Rule>(sql, [officeId])).rows.map(({ serviceId, outcome, feeOverMinor }) => ({
    ...(serviceId === '*' ? {} : { serviceId }),
    ...(outcome === '*' ? {} : { outcome }),
    ...(feeOverMinor === null ? {} : { feeOverMinor }),
  }));
}
export async function replaceRules(tx: Tx, officeId: string, rules: readonly SecondEyesRule[], by: string) {
  await tx.query('delete from second_eyes where office_id = $1', [officeId]);
  for (const { serviceId = '*', outcome = '*', feeOverMinor = null } of rules)
    await tx.query(
      `insert into second_eyes (office_id, service_id, outcome, fee_over_minor, set_by, set_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (office_id, service_id, outcome)
       do update set fee_over_minor = least(excluded.fee_over_minor, second_eyes.fee_over_minor)`,
      [officeId, serviceId, outcome, feeOverMinor, by, tx.now],
    );
}

export const keepAgreement = (tx: Tx, one: { taskId: string; outcome: string; revision: number; officerId: string }) =>
  tx.query(
    `insert into agreement (task_id, outcome, revision, officer_id, at) values ($1, $2, $3, $4, $5)
     on conflict (task_id) do update set outcome = $2, revision = $3, officer_id = $4, at = $5`,
    [one.taskId, one.outcome, one.revision, one.officerId, tx.now],
  );
export async function isAgreed(
  tx: Tx,
  one: { taskId: string; outcome: string; revision: number; notBy: string },
): Promise<boolean> {
  const sql = 'select 1 from agreement where task_id = $1 and outcome = $2 and revision = $3 and officer_id <> $4';
  return (await tx.query(sql, [one.taskId, one.outcome, one.revision, one.notBy])).rowCount === 1;
}
