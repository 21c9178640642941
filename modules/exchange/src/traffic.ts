// SPDX-License-Identifier: Apache-2.0
/** Who calls whom: counted over the operational records of sync calls and the log of mailbox requests. */
import { type Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Traffic } from './contract.ts';
import { concerns } from './operational-data.ts';
import { authoriseSubsystem, observedSubsystems } from './scope.ts';

interface Row {
  client: string | null;
  provider: string | null;
  target: string | null;
  name: LocalText | null;
  by: number;
  calls: number;
  refused: number;
  failed: number;
  latencies: (number | null)[] | null;
}

/** What `by` says: bits of the columns that a row is not grouped by (client, provider, target). */
const [edge, target, all] = [0b001, 0b110, 0b111];

const counted = `with call as (
    select r.client_id as client, r.service_id as target, r.outcome, r.response_out_ts - r.request_in_ts as ms
    from operational_record r where r.request_in_ts >= $1 and ${concerns('$3')}
    union all
    select m.client_id, m.target, m.outcome, null from message m join information_type t on t.id = m.target
    where m.kind = 'mailbox' and m.direction = 'request' and m.at >= $2
      and ($3::text[] is null or m.client_id = any($3) or t.provider_id = any($3))),
  placed as (
    select c.*, coalesce(s.subsystem_id, t.provider_id) as provider
    from call c left join service s on s.id = c.target left join information_type t on t.id = c.target)
  select client, provider, target, grouping(client, provider, target) as by, count(*) as calls,
    count(*) filter (where outcome = 'refused') as refused, count(*) filter (where outcome = 'failed') as failed,
    percentile_cont(array[0.5, 0.95, 0.99]) within group (order by ms) filter (where outcome = 'accepted') as latencies
  from placed group by grouping sets ((client, provider), (target), ()) order by calls desc, client, target`;

export async function getTraffic(
  tx: Tx,
  { minutes, subsystemId }: InputOf<typeof contract.getTraffic>,
): Promise<Traffic> {
  if (subsystemId !== undefined) await authoriseSubsystem(tx, subsystemId);
  const seen = subsystemId === undefined ? await observedSubsystems(tx) : [subsystemId];
  const from = new Date(tx.now.getTime() - minutes * 60_000);
  const { rows } = await tx.query<Row>(counted, [from.getTime(), from, seen ?? null]);
  const { rows: names } = await tx.query<{ id: string; name: LocalText }>(
    'select id, name from service union all select id, name from information_type',
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const whole = rows.find((row) => row.by === all);
  return {
    from: from.toISOString(),
    until: tx.now.toISOString(),
    ...figures(whole ?? { calls: 0, refused: 0, failed: 0, latencies: null }),
    edges: rows
      .filter((row) => row.by === edge)
      .slice(0, 200)
      .map(({ client, provider, calls, refused, failed }) => ({
        client: client ?? '',
        ...(provider === null ? {} : { provider }),
        calls,
        refused,
        failed,
      })),
    targets: rows
      .filter((row) => row.by === target)
      .slice(0, 20)
      .map((row) => {
        const id = row.target ?? '';
        const name = nameOf.get(id);
        return { id, ...(name ? { name } : {}), ...figures(row) };
      }),
  };
}

function figures({ calls, refused, failed, latencies }: Pick<Row, 'calls' | 'refused' | 'failed' | 'latencies'>) {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = latencies ?? [];
  const measured = p50Ms === null || p95Ms === null || p99Ms === null ? {} : { p50Ms, p95Ms, p99Ms };
  return { calls, refused, failed, ...measured };
}
