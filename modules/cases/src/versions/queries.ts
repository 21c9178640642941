// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import { rowsOf } from '../case/index.ts';

/** Ids of open cases on another version, after one of them. */
export async function openElsewhere(
  tx: Tx,
  serviceId: string,
  version: string,
  after: string | undefined,
  count: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from case_file where service_id = $1 and version <> $2 and state not in ('draft', 'closed')
       and ($3::uuid is null or id > $3) order by id limit $4`,
    [serviceId, version, after ?? null, count],
  );
  return rows.map(({ id }) => id);
}

/** Ids of cases that have been decided or ended, the newest first; what was erased says nothing any more. */
export async function pastCases(tx: Tx, serviceId: string, count: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from case_file where service_id = $1 and (decided_at is not null or closed_at is not null)
       and erased_at is null order by id desc limit $2`,
    [serviceId, count],
  );
  return rows.map(({ id }) => id);
}

/** Steps of people that are done, the last first. */
export const doneTasks = (tx: Tx, caseId: string) =>
  rowsOf<{ node: string; items: number[] }>(
    tx,
    'done-tasks',
    "select node, items from task where case_id = $1 and state = 'done' order by closed_at desc, id desc",
    caseId,
  );
