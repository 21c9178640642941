// SPDX-License-Identifier: Apache-2.0
/** How often a consumer may call a service: a token bucket in each hub, and a count of the day that all hubs share. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { requireSubsystem } from '../members/index.ts';
import { addCalls, putQuota, removeQuota } from './store.ts';

export interface Quota {
  readonly perSecond: number | null;
  readonly burst: number;
  readonly perDay: number | null;
  /** Calls of `day` that are in the database. */
  readonly used: number;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}
export type Quotas = ReadonlyMap<string, Quota>;

export const quotaKey = (consumer: string, service: string) => `${consumer} ${service}`;
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

export async function setQuota(tx: Tx, input: InputOf<typeof contract.setQuota>): Promise<object> {
  const { consumerId, serviceId, perSecond, perDay } = input;
  await requireSubsystem(tx, consumerId);
  const { rows } = await tx.query('select 1 from service where id = $1', [serviceId]);
  if (rows.length === 0) refuse('missing', 'exchange.service-unknown', `There is no service ${serviceId}.`);
  if (perSecond === undefined && perDay === undefined) {
    await removeQuota(tx, consumerId, serviceId);
    return {};
  }
  const burst = input.burst ?? Math.max(1, Math.ceil(perSecond ?? 1));
  await putQuota(tx, { ...input, burst });
  return {};
}

export async function loadQuotas(tx: Tx): Promise<Quotas> {
  const day = dayOf(tx.now);
  const { rows } = await tx.query<Omit<Quota, 'day'> & { consumer: string; service: string }>(
    `select q.consumer_id as consumer, q.service_id as service, q.per_second as "perSecond", q.burst,
       q.per_day as "perDay", coalesce(u.calls, 0) as used
     from quota q left join quota_use u on u.consumer_id = q.consumer_id and u.service_id = q.service_id and u.day = $1`,
    [day],
  );
  return new Map(rows.map((row) => [quotaKey(row.consumer, row.service), { ...row, day }]));
}

interface Meter {
  readonly consumer: string;
  readonly service: string;
  tokens: number;
  filledAt: number;
  day: string;
  /** In the database, as far as this hub knows. */
  used: number;
  /** Counted here and not in the database yet. */
  pending: number;
}

export class Meters {
  readonly #meters = new Map<string, Meter>();

  /** Counts one call, or says in how many seconds there may be one again. */
  take(quota: Quota, consumer: string, service: string, now: Date): number | undefined {
    const day = dayOf(now);
    const at = now.getTime();
    const key = quotaKey(consumer, service);
    const meter = this.#meters.get(key) ?? {
      consumer,
      service,
      tokens: quota.burst,
      filledAt: at,
      day,
      used: 0,
      pending: 0,
    };
    this.#meters.set(key, meter);
    if (meter.day !== day) Object.assign(meter, { day, used: 0, pending: 0 });
    if (quota.day === day) meter.used = Math.max(meter.used, quota.used);
    if (quota.perDay !== null && meter.used + meter.pending >= quota.perDay)
      return Math.ceil((Date.parse(`${day}T00:00:00Z`) + 86_400_000 - at) / 1000);
    if (quota.perSecond !== null) {
      const grown = (Math.max(0, at - meter.filledAt) / 1000) * quota.perSecond;
      meter.tokens = Math.min(quota.burst, meter.tokens + grown);
      meter.filledAt = at;
      if (meter.tokens < 1) return Math.ceil((1 - meter.tokens) / quota.perSecond);
      meter.tokens -= 1;
    }
    meter.pending += 1;
    return undefined;
  }

  /** Adds what was counted since to the database and learns what the other hubs counted. */
  async save(tx: Tx): Promise<() => void> {
    const saved = [...this.#meters.values()]
      .filter(({ pending }) => pending > 0)
      .map((meter) => ({ meter, day: meter.day, calls: meter.pending }))
      .toSorted((a, b) =>
        quotaKey(a.meter.consumer, a.meter.service) < quotaKey(b.meter.consumer, b.meter.service) ? -1 : 1,
      );
    if (saved.length > 0)
      await addCalls(
        tx,
        saved.map(({ meter }) => meter.consumer),
        saved.map(({ meter }) => meter.service),
        saved.map(({ day }) => day),
        saved.map(({ calls }) => calls),
      );
    return () => {
      for (const { meter, day, calls } of saved)
        if (meter.day === day) {
          meter.pending -= calls;
          meter.used += calls;
        }
    };
  }
}
