// SPDX-License-Identifier: Apache-2.0
/** What is written of operational records. */
import type { ModuleRuntime } from '@stoa/kernel';

/** Records and their counts stand together; what comes again after a doubtful end changes nothing. */
const insert = `with written as (
    insert into operational_record select * from json_populate_recordset(null::operational_record, $1)
    on conflict (id) do nothing returning *)
  insert into traffic_minute (minute, client_id, service_id, outcome, latency_step, calls)
  select request_in_ts / 60000, client_id, service_id, outcome,
    case outcome when 'accepted' then floor(8 * ln(greatest(1, response_out_ts - request_in_ts)::float8) / ln(2::float8) + 1e-9)
      else 0 end as step, count(*)
  from written group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (minute, client_id, service_id, outcome, latency_step) do update set calls = traffic_minute.calls + excluded.calls`;

/** @param records rows of `operational_record`, as JSON */
export const putRecords = (module: ModuleRuntime, records: string) =>
  module.statement('exchange-operational-records', insert, [records]);

const atOnce = 10_000;

/** Removes records from before that time, milliseconds, and the counts of those minutes. */
export async function removeRecords(module: ModuleRuntime, before: number): Promise<void> {
  for (let removed = atOnce; removed === atOnce; ) {
    const { rowCount } = await module.tx({ kind: 'system' }, (tx) =>
      tx.query(
        'delete from operational_record where id in (select id from operational_record where request_in_ts < $1 limit $2)',
        [before, atOnce],
      ),
    );
    removed = rowCount;
  }
  await module.tx({ kind: 'system' }, (tx) =>
    tx.query('delete from traffic_minute where minute < $1', [Math.floor(before / 60_000)]),
  );
}
