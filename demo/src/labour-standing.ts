// SPDX-License-Identifier: Apache-2.0
/** How a company stands in the labour register: workers, nationals, wages paid in time, and the level that was certified. */
import { createHash } from 'node:crypto';
import { companyByInn, steppeBuild } from '@stoa/country-xm';
import type { Answer } from './mailbox-worker.ts';

type Level = 'green' | 'amber' | 'red';
interface Standing {
  readonly inn: string;
  readonly level: Level;
  readonly sector: 'construction' | 'industry' | 'farming' | 'services';
  readonly employees: number;
  readonly nationals: number;
  /** Of the last report. */
  readonly paidPercent: number;
  /** Registered less than a year ago. */
  readonly young: boolean;
}
type LevelEntry = { readonly inn: string; readonly level: Level };
type WageEntry = { readonly inn: string; readonly month: string; readonly workers: number; readonly inTime: number };
export type StandingEntry = LevelEntry | WageEntry;

/** By the division of ISIC with which the activity code begins. */
function sectorOf(activityCode: string): Standing['sector'] {
  const division = Number.parseInt(activityCode, 10);
  if (division <= 3) return 'farming';
  if (division <= 39) return 'industry';
  return division <= 43 ? 'construction' : 'services';
}

const yearMs = 366 * 86_400_000;

/** What the register knew before any report: companies of each level, the same on every run. */
function firstStanding(inn: string): Standing | undefined {
  const company = companyByInn(inn);
  if (!company) return undefined;
  const draw = createHash('sha256').update(inn).digest().readUInt8(0);
  const level =
    inn === steppeBuild.inn ? 'amber' : ((['green', 'green', 'amber', 'red'] as const)[draw % 4] ?? 'green');
  const share = { green: 0.9, amber: 0.5, red: 0.2 }[level];
  return {
    ...{ inn, level, sector: sectorOf(company.activityCode), employees: company.employees },
    nationals: Math.round(company.employees * share),
    paidPercent: { green: 98, amber: 91, red: 62 }[level],
    young: Date.parse(company.registeredOn) > Date.now() - yearMs,
  };
}

interface Standings {
  find(inn: string): Standing | undefined;
  /** Entering the same again changes nothing; a rejection for a company that is not known. */
  enter(entry: StandingEntry): Answer;
}

export function standingsFrom(earlier: readonly StandingEntry[], keep: (entry: StandingEntry) => void): Standings {
  const changed = new Map<string, Standing>();
  const find = (inn: string) => changed.get(inn) ?? firstStanding(inn);
  function apply(entry: StandingEntry): void {
    const before = find(entry.inn);
    if (!before) return;
    const change =
      'level' in entry ? { level: entry.level } : { paidPercent: Math.floor((entry.inTime * 100) / entry.workers) };
    changed.set(entry.inn, { ...before, ...change });
  }
  earlier.forEach(apply);
  return {
    find,
    enter(entry) {
      if (!find(entry.inn)) return { rejection: { code: 'FAILURE', description: 'No such company is registered.' } };
      keep(entry);
      apply(entry);
      return { content: 'level' in entry ? { level: entry.level } : { month: entry.month } };
    },
  };
}
