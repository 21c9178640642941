// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { HealthReport } from '@stoa/kernel/contract';
import type { SourceRow } from './standing.ts';

/** Keeps others from the reports of this source until the transaction ends. */
export const lockSource = (tx: Tx, id: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 20))', [`monitoring ${id}`]);

/** The latest report of all stands. */
export const putSource = (tx: Tx, one: SourceRow) =>
  tx.query(
    `insert into source (id, kind, subject, reported_at, received_at, clock_offset_ms, report)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set received_at = greatest(source.received_at, excluded.received_at),
       reported_at = excluded.reported_at, clock_offset_ms = excluded.clock_offset_ms, report = excluded.report`,
    [one.id, one.kind, one.subject, one.reportedAt, one.receivedAt, one.clockOffsetMs, one.report],
  );

export const putRun = (tx: Tx, sourceId: string, { startedAt, at, services }: HealthReport) =>
  tx.query(
    `insert into run (source_id, started_at, reported_at, services) values ($1, $2, $3, $4::jsonb)
     on conflict (source_id, started_at) do update set reported_at = excluded.reported_at, services = excluded.services`,
    [sourceId, startedAt, at, JSON.stringify(services)],
  );

/** Runs that ended long ago. */
export const removeRuns = (tx: Tx, before: Date) => tx.query('delete from run where reported_at < $1', [before]);

export async function removeSource(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from source where id = $1', [id]);
}

/** Whether a period is over since somebody looked last: only one does. */
export async function claimWatch(tx: Tx, before: Date): Promise<boolean> {
  const { rowCount } = await tx.query('update progress set watched_at = $1 where watched_at <= $2', [tx.now, before]);
  return (rowCount ?? 0) > 0;
}

/** Until when calls of the exchange are counted; kept from others until the transaction ends. */
export async function countedUntil(tx: Tx): Promise<Date> {
  const { rows } = await tx.query<{ until: Date }>('select counted_until as until from progress for update');
  return rows[0]?.until ?? tx.now;
}
export const setCountedUntil = (tx: Tx, until: Date) => tx.query('update progress set counted_until = $1', [until]);
