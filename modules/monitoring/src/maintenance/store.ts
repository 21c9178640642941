// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { MaintenanceState } from '../contract/maintenance.ts';
import type { MaintenanceRow } from './queries.ts';

/** Whether it is new. */
export async function insertMaintenance(tx: Tx, one: MaintenanceRow): Promise<boolean> {
  const announced = one.state === 'planned' || one.state === 'cancelled' ? null : tx.now;
  const { rowCount } = await tx.query(
    `insert into maintenance (id, title, text, services, starts_at, ends_at, state, planned_by, announced_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [one.id, one.title, one.text, one.services, one.startsAt, one.endsAt, one.state, one.plannedBy, announced],
  );
  return (rowCount ?? 0) > 0;
}

export const setMaintenance = (tx: Tx, id: string, state: MaintenanceState) =>
  tx.query(
    `update maintenance set state = $2, announced_at = coalesce(announced_at, case when $2 = 'announced' then $3::timestamptz end)
     where id = $1`,
    [id, state, tx.now],
  );

/** What was announced begins and ends by the clock; what was never announced does not begin. */
export async function turn(tx: Tx): Promise<void> {
  await tx.query(`update maintenance set state = 'ended' where state in ('announced', 'begun') and ends_at <= $1`, [
    tx.now,
  ]);
  await tx.query(`update maintenance set state = 'begun' where state = 'announced' and starts_at <= $1`, [tx.now]);
  await tx.query(`update maintenance set state = 'cancelled' where state = 'planned' and ends_at <= $1`, [tx.now]);
}
