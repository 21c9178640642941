// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Indicator, Objective } from '../contract/services.ts';
import { type Counted, type Window, type Windows, windows } from './burn.ts';
import type { Figures } from './store.ts';

export interface ServiceRow {
  code: string;
  name: LocalText;
  regionCode: string | null;
  place: number;
  sources: string[];
  targets: string[];
  latencyMs: number;
  objectives: Objective[];
}

export async function allServices(tx: Tx): Promise<ServiceRow[]> {
  const { rows } = await tx.query<ServiceRow>(
    `select code, name, region_code as "regionCode", place, sources, targets, latency_ms as "latencyMs",
       coalesce((select jsonb_agg(jsonb_build_object('indicator', indicator, 'target', target) order by indicator)
         from objective where service_code = code), '[]') as objectives
     from service order by place, code`,
  );
  return rows;
}

export async function knownServices(tx: Tx, codes: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>('select code from service where code = any($1)', [codes]);
  return rows.map(({ code }) => code);
}

/** What an indicator counts, and what of it is bad: SQL over columns of `rollup`. */
const counted: Record<Indicator, { total: string; bad: string }> = {
  health: { total: 'probes', bad: 'down' },
  availability: { total: 'calls', bad: 'failed' },
  latency: { total: 'calls - failed', bad: 'slow' },
};
const names = Object.keys(windows) as Window[];
const indicatorNames = Object.keys(counted) as Indicator[];
/** Windows of hours and less are summed by minute, longer ones by hour. */
const spanOf = (name: Window) => (windows[name] <= 360 ? 'minute' : 'hour');
const sums = indicatorNames.flatMap((indicator) =>
  names.flatMap((name) => {
    const within = `filter (where span = '${spanOf(name)}' and at > $1::timestamptz - interval '${windows[name]} minutes')`;
    const { total, bad } = counted[indicator];
    return [
      `coalesce(sum(${total}) ${within}, 0)::float8 as "${indicator} ${name} total"`,
      `coalesce(sum(${bad}) ${within}, 0)::float8 as "${indicator} ${name} bad"`,
    ];
  }),
);
const burnSql = `select service_code as code, ${sums.join(', ')} from rollup
  where (span = 'minute' and at > $1::timestamptz - interval '6 hours' and at <= $1)
     or (span = 'hour' and at > $1::timestamptz - interval '3 days' and at <= $1) group by service_code`;

/** By service, then by indicator. */
export async function burnWindows(tx: Tx): Promise<Map<string, Record<Indicator, Windows>>> {
  const { rows } = await tx.query<{ code: string } & Record<string, number>>(burnSql, [tx.now]);
  const one = (row: Record<string, number>, indicator: Indicator, name: Window): Counted => ({
    total: Number(row[`${indicator} ${name} total`] ?? 0),
    bad: Number(row[`${indicator} ${name} bad`] ?? 0),
  });
  const windowsOf = (row: Record<string, number>, indicator: Indicator) =>
    Object.fromEntries(names.map((name) => [name, one(row, indicator, name)])) as Record<Window, Counted>;
  return new Map(
    rows.map((row) => [
      row.code,
      {
        health: windowsOf(row, 'health'),
        availability: windowsOf(row, 'availability'),
        latency: windowsOf(row, 'latency'),
      },
    ]),
  );
}

/** Of all services, since then. */
export async function sumsSince(tx: Tx, span: 'minute' | 'day', since: Date): Promise<Map<string, Figures>> {
  const { rows } = await tx.query<Figures & { code: string }>(
    `select service_code as code, sum(probes)::bigint as probes, sum(down)::bigint as down, sum(calls)::bigint as calls,
       sum(failed)::bigint as failed, sum(slow)::bigint as slow
     from rollup where span = $1 and at > $2 group by service_code`,
    [span, since],
  );
  return new Map(rows.map(({ code, ...figures }) => [code, figures]));
}

export interface DayRow extends Figures {
  code: string;
  date: string;
}
/** Days from this one on, in order. */
export async function daysSince(tx: Tx, from: string): Promise<DayRow[]> {
  const { rows } = await tx.query<DayRow>(
    `select service_code as code, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as date, probes, down, calls, failed, slow
     from rollup where span = 'day' and at >= ($1 || 'T00:00:00Z')::timestamptz order by service_code, at`,
    [from],
  );
  return rows;
}
