// SPDX-License-Identifier: Apache-2.0
import { newId, type Tx } from '@stoa/kernel';
import type { Condition } from './conditions.ts';

/** One judges at a time. */
export const lockAlarms = (tx: Tx) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('monitoring alarms', 20))`);

export async function insertAlarm(tx: Tx, one: Condition, incidentId: string | null): Promise<void> {
  await tx.query(
    `insert into alarm (id, kind, subject, severity, services, facts, since, incident_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), one.kind, one.subject, one.severity, one.services, one.facts, tx.now, incidentId],
  );
}

export const updateAlarm = (tx: Tx, id: string, one: Condition, incidentId: string | null) =>
  tx.query('update alarm set severity = $2, services = $3, facts = $4, incident_id = $5 where id = $1', [
    ...[id, one.severity, one.services, one.facts, incidentId],
  ]);

export const clearAlarm = (tx: Tx, id: string) =>
  tx.query('update alarm set cleared_at = $2 where id = $1', [id, tx.now]);
