// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { ReleaseStage } from '../contract/releases.ts';

export interface NewRelease {
  readonly id: string;
  readonly certificateId: string;
  readonly serviceId: string;
  readonly version: string;
  /** Pseudonyms. */
  readonly people: readonly string[];
  readonly organisations: readonly string[];
  readonly until: Date;
  readonly watch?: string | undefined;
  readonly byName: string;
}

/** False where one of the same service is under way. */
export async function insertPilot(tx: Tx, one: NewRelease): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into release (id, certificate_id, service_id, version, stage, people, organisations, per_mille, until, watch, began_at, stage_at, by_name)
     values ($1, $2, $3, $4, 'pilot', $5, $6, 0, $7, $8, $9, $9, $10) on conflict (service_id) where stage in ('pilot', 'canary') do nothing`,
    [
      ...[one.id, one.certificateId, one.serviceId, one.version, one.people, one.organisations],
      ...[one.until, one.watch ?? null, tx.now, one.byName],
    ],
  );
  return rowCount === 1;
}

export const setStage = (
  tx: Tx,
  id: string,
  to: {
    stage: ReleaseStage;
    perMille: number;
    byName: string;
    reason?: string | undefined;
    failedAt?: Date | undefined;
  },
) =>
  tx.query(
    `update release set stage = $2, per_mille = $3, by_name = $4, reason = $5, failed_at = $6, stage_at = $7,
       people = case when $2 in ('released', 'returned', 'ended') then '{}'::text[] else people end,
       ended_at = case when $2 in ('returned', 'ended') then $7::timestamptz end where id = $1`,
    [id, to.stage, to.perMille, to.byName, to.reason ?? null, to.failedAt ?? null, tx.now],
  );
