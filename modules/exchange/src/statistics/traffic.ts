// SPDX-License-Identifier: Apache-2.0
/** Who calls whom: counted by minute as the calls are recorded, and over the log of mailbox requests. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Traffic } from '../contract.ts';
import { authoriseSubsystem, observedSubsystems } from '../members/index.ts';

interface Counted {
  client: string;
  target: string;
  provider: string | null;
  outcome: 'accepted' | 'refused' | 'failed';
  /** Of the latency, 2^(step/8) milliseconds; null for messages of the mailbox. */
  step: number | null;
  calls: number;
}

const count = `with call as (
    select r.client_id as client, r.service_id as target, r.outcome, r.latency_step as step, r.calls
    from traffic_minute r where r.minute >= $1 and r.minute < $4
    union all
    select m.client_id, m.target, m.outcome, null, 1 from message m join information_type t on t.id = m.target
    where m.kind = 'mailbox' and m.direction = 'request' and m.at >= $2 and m.at < $5),
  placed as (
    select c.*, coalesce(s.subsystem_id, t.provider_id) as provider
    from call c left join service s on s.id = c.target left join information_type t on t.id = c.target)
  select client, target, provider, outcome, step, sum(calls)::bigint as calls from placed
  where $3::text[] is null or client = any($3) or provider = any($3) group by 1, 2, 3, 4, 5`;

export async function getTraffic(tx: Tx, asked: InputOf<typeof contract.getTraffic>): Promise<Traffic> {
  const { minutes, subsystemId, slowAfterMs, most = 20 } = asked;
  if (subsystemId !== undefined) await authoriseSubsystem(tx, subsystemId);
  const seen = subsystemId === undefined ? await observedSubsystems(tx) : [subsystemId];
  const until = asked.until === undefined ? tx.now : new Date(asked.until);
  const firstMinute = Math.floor(until.getTime() / 60_000) - minutes;
  const from = new Date(firstMinute * 60_000);
  // What comes in this very moment belongs to a window that ends now.
  const end = asked.until === undefined ? until.getTime() + 1 : until.getTime();
  const bounds = [Math.ceil(end / 60_000), new Date(end)];
  const { rows } = await tx.query<Counted>(count, [firstMinute, from, seen ?? null, ...bounds]);
  const { rows: names } = await tx.query<{ id: string; name: LocalText }>(
    'select id, name from service union all select id, name from information_type',
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const edges = [...Map.groupBy(rows, ({ client, provider }) => `${client} ${provider}`).values()].map((list) => {
    const { client = '', provider } = list[0] ?? {};
    return { client, ...(provider ? { provider } : {}), ...counts(list) };
  });
  const targets = [...Map.groupBy(rows, ({ target }) => target)].map(([id, list]) => {
    const name = nameOf.get(id);
    return { id, ...(name ? { name } : {}), ...counts(list), ...latencies(list), ...slowOf(list, slowAfterMs) };
  });
  return {
    ...{ from: from.toISOString(), until: until.toISOString() },
    ...{ ...counts(rows), ...latencies(rows) },
    edges: edges.toSorted((a, b) => b.calls - a.calls || a.client.localeCompare(b.client)).slice(0, 200),
    targets: targets.toSorted((a, b) => b.calls - a.calls || a.id.localeCompare(b.id)).slice(0, most),
  };
}

const total = (list: readonly Counted[]) => list.reduce((sum, { calls }) => sum + calls, 0);

const counts = (list: readonly Counted[]) => ({
  calls: total(list),
  refused: total(list.filter(({ outcome }) => outcome === 'refused')),
  failed: total(list.filter(({ outcome }) => outcome === 'failed')),
});

/** A call of the step in which the limit lies is not slow. */
const slowOf = (list: readonly Counted[], afterMs: number | undefined) =>
  afterMs === undefined
    ? {}
    : {
        slow: total(list.filter(({ outcome, step }) => outcome === 'accepted' && (step ?? 0) > 8 * Math.log2(afterMs))),
      };

/** Of the answered calls; a step is a twelfth of its value wide, its middle stands for it. */
function latencies(list: readonly Counted[]) {
  const answered = list
    .filter(({ outcome, step }) => outcome === 'accepted' && step !== null)
    .toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0));
  const all = total(answered);
  if (all === 0) return {};
  const at = (share: number): number => {
    let left = share * all;
    for (const { step, calls } of answered) if ((left -= calls) <= 0) return Math.round(2 ** (((step ?? 0) + 0.5) / 8));
    return 0;
  };
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
