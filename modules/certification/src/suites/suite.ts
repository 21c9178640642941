// SPDX-License-Identifier: Apache-2.0
/** What a suite is: rules of the regulation looked at, one after the other, over a package as the catalogue reads it. */
import type { Examined } from '@stoa/catalogue/contract';
import type { Check, Report } from '../contract/candidates.ts';
import { clauseOf } from '../regulation/regulation.ts';

export interface Subject {
  readonly examined: Examined & { readonly package: NonNullable<Examined['package']> };
  /** Check digits of the country's identifiers. */
  readonly formats: Readonly<Record<string, (value: string) => boolean>>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Articles of law by how they are cited. */
  readonly articles: ReadonlyMap<string, { from: string; until?: string | undefined }>;
}

export interface Found {
  readonly checks: Check[];
  readonly figures: Report['figures'];
}

/** Told between two steps; throws where the run was stopped. */
export type OnStep = (done: number, of: number) => Promise<void>;
export type RunSuite = (subject: Subject, onStep: OnStep) => Promise<Found>;

/** More than these nobody reads; the number of the others is told. */
const mostTold = 25;

/** Faults make it bad, or where the clause only notes, a note. */
export function checkOf(clause: string, faults: readonly string[], seen: string): Check {
  const { defect } = clauseOf(clause);
  if (faults.length === 0) return { clause, result: 'good', evidence: [seen] };
  const told = faults.slice(0, mostTold).map((fault) => fault.slice(0, 500));
  if (faults.length > mostTold) told.push(`and ${faults.length - mostTold} more`);
  return { clause, result: defect === 'C' ? 'note' : 'bad', ...(defect ? { defect } : {}), evidence: told };
}

export const countDefects = (checks: readonly Check[]) => {
  const of = (defect: string) => checks.filter((check) => check.defect === defect).length;
  return { A: of('A'), B: of('B'), C: of('C') };
};

/** Passed is what has no defect that stops (clauses 3.1, 3.2). */
export const passes = (checks: readonly Check[]): boolean => {
  const { A, B } = countDefects(checks);
  return A + B === 0;
};
