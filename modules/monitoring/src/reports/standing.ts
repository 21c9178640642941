// SPDX-License-Identifier: Apache-2.0
/** How a source stands by its latest report and by when that came. */
import { healthSeconds, type Tx } from '@stoa/kernel';
import { latencyBounds, type HealthReport, type ServiceVolume } from '@stoa/kernel/contract';
import type { Source, SourceState } from '../contract/sources.ts';

export interface SourceRow {
  id: string;
  kind: Source['kind'];
  subject: string;
  reportedAt: Date;
  receivedAt: Date;
  clockOffsetMs: number;
  report: HealthReport;
}

const dayMs = 86_400_000;
/** Periods without a report after which a source is silent. */
const silentPeriods = 3;

export const periodMs = ({ module }: Tx): number => healthSeconds(module.config.env) * 1000;

export const stateOf = (tx: Tx, { receivedAt, report }: Pick<SourceRow, 'receivedAt' | 'report'>): SourceState =>
  tx.now.getTime() - receivedAt.getTime() > silentPeriods * periodMs(tx) ? 'silent' : report.state;

export const certificateDays = (now: Date, { certificateUntil }: HealthReport): number | undefined =>
  certificateUntil === undefined ? undefined : Math.floor((Date.parse(certificateUntil) - now.getTime()) / dayMs);

export const diskFree = ({ disk }: HealthReport): number | undefined =>
  disk && disk.totalBytes > 0 ? disk.freeBytes / disk.totalBytes : undefined;

/** The first bound within which so large a share of the answered stayed; undefined where it took longer than all. */
function quantile({ calls, failed, within }: ServiceVolume, share: number): number | undefined {
  const answered = calls - failed;
  if (answered === 0) return undefined;
  return latencyBounds[within.findIndex((count) => count >= share * answered)];
}

const sum = (services: readonly ServiceVolume[], of: 'calls' | 'failed') =>
  services.reduce((all, one) => all + one[of], 0);

export function shownSource(tx: Tx, row: SourceRow): Source {
  const { id, kind, subject, reportedAt, receivedAt, clockOffsetMs, report } = row;
  const { version, startedAt, waiting, dead, unlogged, services } = report;
  const [days, free] = [certificateDays(tx.now, report), diskFree(report)];
  return {
    ...{ id, kind, subject, state: stateOf(tx, row), version, startedAt, clockOffsetMs },
    ...{ reportedAt: reportedAt.toISOString(), receivedAt: receivedAt.toISOString() },
    ...(days === undefined ? {} : { certificateDays: days }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(dead === undefined ? {} : { dead }),
    ...(unlogged === undefined ? {} : { unlogged }),
    ...(free === undefined ? {} : { diskFree: free }),
    ...{ calls: sum(services, 'calls'), failed: sum(services, 'failed') },
    services: services.map((one) => {
      const [p50Ms, p95Ms] = [quantile(one, 0.5), quantile(one, 0.95)];
      return {
        ...{ code: one.code, calls: one.calls, failed: one.failed },
        ...(p50Ms === undefined ? {} : { p50Ms }),
        ...(p95Ms === undefined ? {} : { p95Ms }),
      };
    }),
  };
}
