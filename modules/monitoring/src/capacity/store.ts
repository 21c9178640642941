// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

/** The most of a day stands; a day of the past that the demo enters leaves what was measured. */
export const putDiskDays = (tx: Tx, rows: readonly { source: string; date: string; used: number }[]) =>
  tx.query(
    `insert into disk_day (source_id, day, used)
     select r.source, r.date, r.used from jsonb_to_recordset($1::jsonb) as r (source text, date date, used double precision)
     on conflict (source_id, day) do update set used = excluded.used where excluded.used > disk_day.used`,
    [JSON.stringify(rows)],
  );

export const removeDiskDays = (tx: Tx, before: string) => tx.query('delete from disk_day where day < $1', [before]);

export const putCallLimit = (tx: Tx, serviceCode: string, calls: number) =>
  tx.query(
    `insert into call_limit (service_code, calls) values ($1, $2)
     on conflict (service_code) do update set calls = excluded.calls`,
    [serviceCode, calls],
  );
export const removeCallLimit = (tx: Tx, serviceCode: string) =>
  tx.query('delete from call_limit where service_code = $1', [serviceCode]);

/** What an operator has set stays. */
export const putFirstCallLimit = (tx: Tx, serviceCode: string, calls: number) =>
  tx.query('insert into call_limit (service_code, calls) values ($1, $2) on conflict (service_code) do nothing', [
    serviceCode,
    calls,
  ]);
