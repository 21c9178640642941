// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { WatchedService } from '../contract/services.ts';

export interface Figures {
  probes: number;
  down: number;
  calls: number;
  failed: number;
  slow: number;
}
export interface RollupRow extends Figures {
  readonly span: 'minute' | 'hour' | 'day';
  readonly service: string;
  readonly at: string;
}

export const addRollups = (tx: Tx, rows: readonly RollupRow[]) =>
  tx.query(
    `insert into rollup (span, service_code, at, probes, down, calls, failed, slow)
     select r.span, r.service, r.at, r.probes, r.down, r.calls, r.failed, r.slow
     from jsonb_to_recordset($1::jsonb) as r (span text, service text, at timestamptz, probes bigint, down bigint,
       calls bigint, failed bigint, slow bigint)
     on conflict (span, service_code, at) do update set probes = rollup.probes + excluded.probes,
       down = rollup.down + excluded.down, calls = rollup.calls + excluded.calls,
       failed = rollup.failed + excluded.failed, slow = rollup.slow + excluded.slow`,
    [JSON.stringify(rows)],
  );

/** Of the demo's past: what is there stays. */
export const putDays = (tx: Tx, rows: readonly Omit<RollupRow, 'span'>[]) =>
  tx.query(
    `insert into rollup (span, service_code, at, probes, down, calls, failed, slow)
     select 'day', r.service, r.at, r.probes, r.down, r.calls, r.failed, r.slow
     from jsonb_to_recordset($1::jsonb) as r (service text, at timestamptz, probes bigint, down bigint,
       calls bigint, failed bigint, slow bigint)
     on conflict (span, service_code, at) do nothing`,
    [JSON.stringify(rows)],
  );

export const removeRollups = (tx: Tx, span: RollupRow['span'], before: Date) =>
  tx.query('delete from rollup where span = $1 and at < $2', [span, before]);

export async function putService(tx: Tx, one: WatchedService): Promise<void> {
  const { code, name, regionCode, place, sources, targets, latencyMs, objectives } = one;
  await tx.query(
    `insert into service (code, name, region_code, place, sources, targets, latency_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (code) do update set name = excluded.name, region_code = excluded.region_code, place = excluded.place,
       sources = excluded.sources, targets = excluded.targets, latency_ms = excluded.latency_ms`,
    [code, name, regionCode ?? null, place, sources, targets, latencyMs],
  );
  await tx.query('delete from objective where service_code = $1', [code]);
  await tx.query(
    `insert into objective (service_code, indicator, target)
     select $1, o.indicator, o.target from jsonb_to_recordset($2::jsonb) as o (indicator text, target double precision)`,
    [code, JSON.stringify(objectives)],
  );
}
