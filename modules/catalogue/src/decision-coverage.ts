// SPDX-License-Identifier: Apache-2.0
/**
 * Finds inputs of a decision table that no rule covers or that several do. Every cell is a union of points and
 * intervals, so trying each boundary and a value on either side of it, in every combination, meets each region once.
 */
import { type DecisionInput, type DecisionTable, ruleMatches } from './decision-table.ts';
import { feelTest } from './feel.ts';

interface CoverageProblem {
  readonly kind: 'uncovered' | 'overlapping' | 'too-large';
  /** Input values of one example. */
  readonly example: readonly unknown[];
  readonly rules: readonly string[];
}

const mostCombinations = 200_000;

/** Problems of a table with hit policy U or A (overlaps) or U, A, F (gaps), one for each set of rules; collecting tables may have both. */
export function coverageProblems(table: DecisionTable): CoverageProblem[] {
  if (table.hitPolicy === 'COLLECT') return [];
  const samples = table.inputs.map((input, index) =>
    samplesOf(
      input,
      table.rules.map((rule) => rule.tests[index] ?? '-'),
    ),
  );
  if (samples.reduce((product, values) => product * values.length, 1) > mostCombinations) {
    return [{ kind: 'too-large', example: [], rules: [] }];
  }
  const found = new Map<string, CoverageProblem>();
  for (const values of combinations(samples)) {
    const rules = table.rules.filter((rule) => ruleMatches(rule, values)).map((rule) => rule.id);
    const kind =
      rules.length === 0 ? 'uncovered' : rules.length > 1 && table.hitPolicy === 'UNIQUE' ? 'overlapping' : undefined;
    const key = `${kind} ${rules.join()}`;
    if (kind && !found.has(key)) found.set(key, { kind, example: values, rules });
  }
  return [...found.values()];
}

function samplesOf(input: DecisionInput, cells: readonly string[]): unknown[] {
  const { allowed } = input;
  const literals = [...cells, allowed ?? '-'].flatMap((cell) => (cell === '-' ? [] : [cell]));
  const candidates: unknown[] =
    input.type === 'boolean' ? [true, false] : input.type === 'number' ? numbersIn(literals) : stringsIn(literals);
  return candidates.filter((value) => allowed === undefined || feelTest(allowed, value));
}

function numbersIn(cells: readonly string[]): number[] {
  const points = new Set<number>([0]);
  for (const cell of cells) {
    for (const [literal] of cell.matchAll(/-?\d+(\.\d+)?/g)) {
      const point = Number(literal);
      const step = Number.isInteger(point) ? 1 : 10 ** -(literal.split('.')[1]?.length ?? 0);
      for (const near of [point - step, point, point + step]) points.add(near);
    }
  }
  return [...points].sort((a, b) => a - b);
}

function stringsIn(cells: readonly string[]): string[] {
  const values = cells.flatMap((cell) => [...cell.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ''));
  return [...new Set([...values, '\u{fffd} none of the values named'])];
}

function* combinations(samples: readonly (readonly unknown[])[]): Generator<unknown[]> {
  const [first, ...rest] = samples;
  if (!first) return yield [];
  for (const value of first) for (const tail of combinations(rest)) yield [value, ...tail];
}
