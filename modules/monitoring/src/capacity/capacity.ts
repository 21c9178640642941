// SPDX-License-Identifier: Apache-2.0
/** When disks are full and services have more calls than they were built for. */
import { refuse, type Tx } from '@stoa/kernel';
import type { HealthReport, InputOf, OutputOf } from '@stoa/kernel/contract';
import { diskLow } from '../alarms/conditions.ts';
import { platformDisk } from '../contract/capacity.ts';
import type * as contract from '../contract.ts';
import { diskFree } from '../reports/standing.ts';
import { knownServices } from '../services/queries.ts';
import { type Day, forecast } from './forecast.ts';
import { callDays, diskDays } from './queries.ts';
import { putCallLimit, putDiskDays, removeCallLimit } from './store.ts';

/** Where the alarm begins, a disk counts as full. */
const diskFull = 1 - diskLow;

const today = (tx: Tx) => tx.module.country.calendar.localDate(tx.now);

/** Modules mostly share a disk: the fullest of theirs stands for all. */
const diskOf = (source: string) => (source.startsWith('module:') ? platformDisk : source);

/** Keeps the most of each day on which something was reported. */
export async function keepDisk(tx: Tx, source: string, reports: readonly HealthReport[]): Promise<void> {
  const most = new Map<string, number>();
  for (const report of reports) {
    const free = diskFree(report);
    if (free === undefined) continue;
    const date = tx.module.country.calendar.localDate(new Date(Math.min(Date.parse(report.at), tx.now.getTime())));
    most.set(date, Math.max(most.get(date) ?? 0, Math.min(1, Math.max(0, 1 - free))));
  }
  if (most.size > 0)
    await putDiskDays(
      tx,
      [...most].map(([date, used]) => ({ source: diskOf(source), date, used })),
    );
}

type Shown = OutputOf<typeof contract.listForecasts>['items'][number];

function shown(days: readonly Day[], limit: number | undefined): Omit<Shown, 'kind' | 'id'> {
  const { weeks, ...told } = forecast(days, limit ?? Number.POSITIVE_INFINITY);
  const all = { ...told, weeks: [...weeks] };
  return limit === undefined ? { ...all, state: 'no-limit' } : { ...all, limit };
}

/** What is reached soonest first; what nothing can be said of last. */
const order: readonly Shown['state'][] = ['reached', 'expected', 'far', 'steady', 'unclear', 'no-limit', 'short'];

export async function listForecasts(tx: Tx): Promise<OutputOf<typeof contract.listForecasts>> {
  const disks = (await diskDays(tx, today(tx))).map(
    ({ source, days }): Shown => ({ kind: 'disk', id: source, ...shown(days, diskFull) }),
  );
  const calls = (await callDays(tx, today(tx))).map(
    ({ code, name, limit, days }): Shown => ({ kind: 'calls', id: code, name, ...shown(days, limit ?? undefined) }),
  );
  const place = ({ state, reachesOn = '9' }: Shown) => `${order.indexOf(state)} ${reachesOn}`;
  return { items: [...disks, ...calls].sort((a, b) => (place(a) < place(b) ? -1 : 1)) };
}

/** Refuses: monitoring.service-unknown. */
export async function setCallLimit(
  tx: Tx,
  { code, callsPerDay }: InputOf<typeof contract.setCallLimit>,
): Promise<OutputOf<typeof contract.setCallLimit>> {
  const [known] = await knownServices(tx, [code]);
  if (!known) refuse('invalid', 'monitoring.service-unknown', `No service is watched under the code ${code}.`);
  if (callsPerDay === undefined) await removeCallLimit(tx, code);
  else await putCallLimit(tx, code, callsPerDay);
  return { code };
}
