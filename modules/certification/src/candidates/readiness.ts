// SPDX-License-Identifier: Apache-2.0
/** What keeps a candidate from a certificate (clauses 8.5, 9.1). Pure. */
import { type Suite, suites } from '../contract/regulation.ts';
import { countDefects } from '../suites/index.ts';
import type { CandidateRow, ExceptionRow, RunRow } from './queries.ts';

export interface Missing {
  readonly clause: string;
  readonly suite?: Suite;
}

/** Two allowed it, and its end is to come. The earlier of both ends counts. */
export function exceptionUntil(exceptions: readonly ExceptionRow[], suite: Suite, today: string): string | undefined {
  const own = exceptions.filter((one) => one.suite === suite && one.until > today);
  return own.length < 2 ? undefined : own.map(({ until }) => until).sort()[0];
}

/** A run that failed by defects of class B alone may be excepted. */
export const mayBeExcepted = (run: RunRow | undefined): boolean => {
  const { A, B } = countDefects(run?.report?.checks ?? []);
  return run?.state === 'failed' && A === 0 && B > 0;
};

export function missingOf(
  candidate: Pick<CandidateRow, 'lawRun' | 'lawSince'>,
  runs: readonly RunRow[],
  exceptions: readonly ExceptionRow[],
  { regulation, today }: { regulation: string; today: string },
): Missing[] {
  const missing: Missing[] = [];
  for (const suite of suites) {
    const run = runs.find((one) => one.suite === suite);
    const isCurrent =
      run !== undefined &&
      run.regulation === regulation &&
      (suite !== 'legal' || !candidate.lawSince || run.queuedAt >= candidate.lawSince);
    const isExcepted = mayBeExcepted(run) && exceptionUntil(exceptions, suite, today) !== undefined;
    if (!isCurrent || !(run.state === 'passed' || isExcepted)) missing.push({ clause: '9.1', suite });
    if (suite === 'legal' && (!run || candidate.lawRun !== run.id)) missing.push({ clause: '8.5', suite });
  }
  return missing;
}
