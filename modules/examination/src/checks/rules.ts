// SPDX-License-Identifier: Apache-2.0
/** What the rules of `checks.json` say over what was gathered. Pure. */
import { feelValue } from '@stoa/decision';
import type { Check, CheckResult, Kind } from '../contract.ts';
import known from './checks.json' with { type: 'json' };
import type { Gathered } from './gathered.ts';

interface Rule extends Check {
  /** Which of the gathered lists people are shown with the result. */
  readonly shows: string;
}
export const rules = known.checks as unknown as readonly Rule[];
export const required = known.required as Readonly<Record<Kind, string[]>>;

/** A rule that cannot be evaluated is a fault of the platform, not of the dossier: it is thrown. */
export function judge({ facts, lines }: Gathered): CheckResult[] {
  return rules
    .filter(({ kinds }) => kinds.includes(facts.kind))
    .map(({ id, weight, applies, passes, shows }) => {
      const result = !truth(applies, facts) ? 'not-applicable' : truth(passes, facts) ? 'passed' : 'failed';
      return { check: id, result, weight, lines: result === 'not-applicable' ? [] : [...(lines[shows] ?? [])] };
    });
}

function truth(expression: string, facts: Gathered['facts']): boolean {
  const value = feelValue(expression, facts as unknown as Record<string, unknown>);
  if (typeof value !== 'boolean') throw new Error(`a check is neither true nor false: ${expression}`);
  return value;
}
