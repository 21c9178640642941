// SPDX-License-Identifier: Apache-2.0
/** Reports of health as they come in: from connectors and hubs over the exchange, from modules as they are asked. */
import type { healthReported } from '@stoa/exchange/contract';
import type { Tx } from '@stoa/kernel';
import { type DataOf, type HealthReport, latencyBounds, type ServiceVolume } from '@stoa/kernel/contract';
import { keepDisk } from '../capacity/capacity.ts';
import { servicesInMaintenance } from '../maintenance/queries.ts';
import { Sums } from '../services/figures.ts';
import { allServices, type ServiceRow } from '../services/queries.ts';
import { runsOf, sourceById } from './queries.ts';
import { lockSource, putRun, putSource } from './store.ts';

export interface Reports {
  readonly kind: 'module' | DataOf<typeof healthReported>['kind'];
  readonly id: string;
  readonly receivedAt: string;
  readonly reports: readonly HealthReport[];
}

/** What is older is of no use to anybody's minutes. */
const oldestMs = 6 * 86_400_000;

/** What came since: a process that began anew counts from nothing. */
export function since(before: readonly ServiceVolume[] | undefined, now: readonly ServiceVolume[]): ServiceVolume[] {
  const known = new Map(before?.map((one) => [one.code, one]));
  return now.map((one) => {
    const last = known.get(one.code);
    if (!last || last.calls > one.calls) return one;
    return {
      code: one.code,
      calls: one.calls - last.calls,
      failed: Math.max(0, one.failed - last.failed),
      within: one.within.map((count, at) => Math.max(0, count - (last.within[at] ?? 0))),
    };
  });
}

/** Of the answered: later than the service's limit, which is read as the next of the bounds. */
function slowOf(volume: ServiceVolume, limitMs: number): number {
  const bound = latencyBounds.findIndex((one) => one >= limitMs);
  const inTime = bound < 0 ? volume.within.at(-1) : volume.within[bound];
  return Math.max(0, volume.calls - volume.failed - (inTime ?? 0));
}

/**
 * Takes each report once, however often it comes; those of the past count for their own minutes. What is in maintenance is not
 * counted.
 */
export async function takeReports(tx: Tx, { kind, id: subject, receivedAt, reports }: Reports): Promise<void> {
  const id = `${kind}:${subject}`;
  await lockSource(tx, id);
  const known = await sourceById(tx, id);
  const runs = new Map((await runsOf(tx, id)).map((run) => [run.startedAt.getTime(), run]));
  const isNew = ({ startedAt, at }: HealthReport) =>
    Date.parse(at) > (runs.get(Date.parse(startedAt))?.reportedAt.getTime() ?? Number.NEGATIVE_INFINITY);
  const fresh = reports.filter(isNew).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const last = fresh.at(-1);
  if (!last) return;
  const resting = await servicesInMaintenance(tx);
  const services = (await allServices(tx)).filter((one) => one.sources.includes(id) && !resting.has(one.code));
  const sums = new Sums(tx);
  const told = new Map([...runs].map(([started, run]) => [started, run.services]));
  for (const report of fresh) {
    const started = Date.parse(report.startedAt);
    // Minutes to come belong to nobody: a clock that is ahead counts for now.
    const at = new Date(Math.min(Date.parse(report.at), tx.now.getTime()));
    if (tx.now.getTime() - at.getTime() < oldestMs)
      count(sums, services, at, report, kind === 'module' ? since(told.get(started), report.services) : []);
    told.set(started, report.services);
  }
  await sums.write(tx);
  await keepDisk(tx, id, fresh);
  const received = new Date(receivedAt);
  const reportedAt = new Date(last.at);
  if (!known || known.report.startedAt !== last.startedAt || known.reportedAt < reportedAt)
    await putSource(tx, {
      ...{ id, kind, subject, reportedAt, receivedAt: received },
      ...{ clockOffsetMs: reportedAt.getTime() - received.getTime(), report: last },
    });
  for (const report of new Map(fresh.map((one) => [one.startedAt, one])).values()) await putRun(tx, id, report);
}

function count(
  sums: Sums,
  services: readonly ServiceRow[],
  at: Date,
  { state }: HealthReport,
  volumes: readonly ServiceVolume[],
): void {
  for (const { code, latencyMs } of services) {
    sums.add(code, at, { probes: 1, down: state === 'down' ? 1 : 0 });
    for (const volume of volumes)
      sums.add(code, at, { calls: volume.calls, failed: volume.failed, slow: slowOf(volume, latencyMs) });
  }
}
