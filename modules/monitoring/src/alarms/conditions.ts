// SPDX-License-Identifier: Apache-2.0
/** What an alarm is about: read off reports and figures. Pure. */
import type { AlarmKind, Severity } from '../contract/incidents.ts';
import type { BurnLevel, Indicator, Objective } from '../contract/services.ts';
import type { SourceState } from '../contract/sources.ts';
import { burning, burnRate, type Windows } from '../services/burn.ts';

export interface Condition {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly severity: Severity;
  readonly services: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface SourceSeen {
  readonly id: string;
  readonly state: SourceState;
  readonly receivedAt: Date;
  readonly clockOffsetMs: number;
  readonly certificateDays: number | undefined;
  readonly diskFree: number | undefined;
  readonly archiveFailing: { readonly lastArchivedAt?: string } | undefined;
}
export interface ServiceSeen {
  readonly code: string;
  readonly sources: readonly string[];
  readonly objectives: readonly Objective[];
  readonly windows: Readonly<Record<Indicator, Windows>> | undefined;
}

/** Connectors renew at two thirds of a certificate's life: one that ends so soon was not renewed. */
const certificateSoonDays = 14;
const certificateLastDays = 3;
/** Signatures are refused from ten seconds ahead on. */
const clockWrongMs = 5000;
export const diskLow = 0.05;
const diskLast = 0.02;

const burnSeverity: Readonly<Record<BurnLevel, Severity>> = { fast: 'critical', slow: 'major', ticket: 'minor' };

/** @param alone nobody else stands behind one of the services any more */
function ofSource(source: SourceSeen, services: readonly string[], alone: boolean): Condition[] {
  const { id, state, certificateDays, clockOffsetMs, diskFree } = source;
  const is = (kind: AlarmKind, severity: Severity, facts: Condition['facts']): Condition => ({
    ...{ kind, subject: id, severity, services, facts },
  });
  const found: Condition[] = [];
  if (state === 'silent' || state === 'down')
    found.push(
      is(state === 'silent' ? 'silence' : 'down', alone ? 'critical' : 'major', {
        lastHeardAt: source.receivedAt.toISOString(),
      }),
    );
  if (certificateDays !== undefined && certificateDays < certificateSoonDays)
    found.push(is('certificate', certificateDays < certificateLastDays ? 'major' : 'minor', { days: certificateDays }));
  // What a silent one said of its clock and disk is of the past.
  if (state === 'silent') return found;
  if (Math.abs(clockOffsetMs) > clockWrongMs)
    found.push(is('clock', 'minor', { seconds: Math.round(clockOffsetMs / 1000) }));
  if (diskFree !== undefined && diskFree < diskLow)
    found.push(is('disk', diskFree < diskLast ? 'major' : 'minor', { percent: Math.floor(diskFree * 100) }));
  return found;
}
/** Modules share the database: whoever of them sees it, it is one alarm. */
function ofArchive(sources: readonly SourceSeen[]): Condition[] {
  const failing = sources.find(({ state, archiveFailing }) => state !== 'silent' && archiveFailing)?.archiveFailing;
  if (!failing) return [];
  const { lastArchivedAt = '' } = failing;
  return [{ kind: 'archive', subject: 'archive', severity: 'major', services: [], facts: { lastArchivedAt } }];
}
const isGone = (state: SourceState) => state === 'silent' || state === 'down';

/** A source that is gone is critical where nobody else stands behind one of its services. */
export function conditionsOf(sources: readonly SourceSeen[], services: readonly ServiceSeen[]): Condition[] {
  const gone = new Set(sources.filter(({ state }) => isGone(state)).map(({ id }) => id));
  const known = new Set(sources.map(({ id }) => id));
  const ofSources = sources.flatMap((source) => {
    const behind = services.filter((one) => one.sources.includes(source.id));
    const alone = behind.some((one) => one.sources.every((id) => gone.has(id) || !known.has(id)));
    return ofSource(
      source,
      behind.map(({ code }) => code),
      alone,
    );
  });
  const ofServices = services.flatMap(({ code, objectives, windows }) =>
    objectives.flatMap(({ indicator, target }): Condition[] => {
      const counted = windows?.[indicator];
      const level = counted && burning(target, counted);
      if (!counted || !level) return [];
      const rate = Math.round(burnRate(counted['1h'], target) * 10) / 10;
      return [
        {
          ...{ kind: 'burn', subject: `${code} ${indicator}`, severity: burnSeverity[level], services: [code] },
          facts: { indicator, level, rate, target },
        },
      ];
    }),
  );
  return [...ofSources, ...ofArchive(sources), ...ofServices];
}
