// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Day } from './forecast.ts';

/** Whole days alone: what is used today may still grow. */
const whole = `between $1::date - 364 and $1::date - 1`;

export interface DiskRow {
  source: string;
  days: Day[];
}
export async function diskDays(tx: Tx, today: string): Promise<DiskRow[]> {
  const { rows } = await tx.query<DiskRow>(
    `select source_id as source, jsonb_agg(jsonb_build_object('date', day, 'used', used) order by day) as days
     from disk_day where day ${whole} group by source_id order by source_id`,
    [today],
  );
  return rows;
}

export interface CallRow {
  code: string;
  name: LocalText;
  limit: number | null;
  days: Day[];
}
export async function callDays(tx: Tx, today: string): Promise<CallRow[]> {
  const { rows } = await tx.query<CallRow>(
    `select s.code, s.name, l.calls as "limit",
       coalesce((select jsonb_agg(jsonb_build_object('date', (r.at at time zone 'UTC')::date, 'used', r.calls) order by r.at)
         from rollup r where r.service_code = s.code and r.span = 'day' and (r.at at time zone 'UTC')::date ${whole}), '[]') as days
     from service s left join call_limit l on l.service_code = s.code order by s.place, s.code`,
    [today],
  );
  return rows;
}
