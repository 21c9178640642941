// SPDX-License-Identifier: Apache-2.0
/** SQL of a case that goes on by another version of its service, and of how long steps take. */
import type { Tx } from '@stoa/kernel';

/** Tasks, messages and invoices of steps that have another id there follow. */
export const pinTo = (tx: Tx, caseId: string, version: string, steps: Readonly<Record<string, string>>) =>
  tx.query(
    `with step as (select key as was, value as now from jsonb_each_text($2::jsonb)),
       tasks as (update task set node = now from step where case_id = $1 and node = was),
       messages as (update message set node = now from step where case_id = $1 and node = was),
       invoices as (update invoice set node = now from step where case_id = $1 and node = was)
     update case_file set version = $3, changed_at = $4, revision = revision + 1 where id = $1`,
    [caseId, JSON.stringify(steps), version, tx.now],
  );

export const stepTimes = async (tx: Tx, serviceId: string) => ({
  items: (
    await tx.query<{ node: string; times: number; medianSeconds: number }>(
      `select node, count(*)::integer as times,
         percentile_cont(0.5) within group (order by extract(epoch from at - since_at))::float8 as "medianSeconds"
       from process_step where token_id <> holder_id and holder_id in
         (select id from case_file where service_id = $1 and state <> 'draft' order by id desc limit 1000)
       group by node having count(*) >= 5 order by node`,
      [serviceId],
    )
  ).rows,
});
