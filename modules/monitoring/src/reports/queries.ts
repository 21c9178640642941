// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { SourceRow } from './standing.ts';

const columns = `id, kind, subject, reported_at as "reportedAt", received_at as "receivedAt",
  clock_offset_ms as "clockOffsetMs", report`;

export async function allSources(tx: Tx): Promise<SourceRow[]> {
  const { rows } = await tx.query<SourceRow>(`select ${columns} from source order by id`);
  return rows;
}

export async function sourceById(tx: Tx, id: string): Promise<SourceRow | undefined> {
  const { rows } = await tx.query<SourceRow>(`select ${columns} from source where id = $1`, [id]);
  return rows[0];
}

/** What each run of this source last told of what it served. */
export async function runsOf(tx: Tx, sourceId: string) {
  const { rows } = await tx.query<{
    startedAt: Date;
    reportedAt: Date;
    services: SourceRow['report']['services'];
  }>(
    `select started_at as "startedAt", reported_at as "reportedAt", services from run where source_id = $1
     order by started_at`,
    [sourceId],
  );
  return rows;
}
