// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageProblems } from '../src/decision-coverage.ts';
import { type DecisionTable, evaluateTable, readDecisionTable } from '../src/decision-table.ts';

const input = (expression: string, type: string, allowed?: string) => ({
  label: expression,
  expression,
  type,
  ...(allowed ? { allowed } : {}),
});
const rule = (id: string, tests: string[], ...outputs: string[]) => ({
  id,
  tests,
  outputs,
  annotations: { law: `Art. ${id}` },
});
const table = (part: Partial<DecisionTable>): DecisionTable => ({
  id: 'd',
  name: 'Decision',
  hitPolicy: 'UNIQUE',
  sums: false,
  inputs: [input('n', 'number')],
  outputs: ['out'],
  rules: [],
  ...part,
});
const overlapping = [rule('a', ['>= 0'], '1'), rule('b', ['>= 10'], '2')];

test('a unique table refuses two rules that fit, and none', () => {
  expect(() => evaluateTable(table({ rules: overlapping }), { n: 11 })).toThrow('several rules');
  expect(() => evaluateTable(table({ rules: overlapping }), { n: -1 })).toThrow('no rule');
  expect(evaluateTable(table({ rules: overlapping }), { n: 3 }).outputs).toEqual([{ out: 1 }]);
});

test('a first-hit table takes the first rule, an any-table only rules that agree', () => {
  expect(evaluateTable(table({ hitPolicy: 'FIRST', rules: overlapping }), { n: 11 }).outputs).toEqual([{ out: 1 }]);
  expect(() => evaluateTable(table({ hitPolicy: 'ANY', rules: overlapping }), { n: 11 })).toThrow('several rules');
  const agreeing = [rule('a', ['>= 0'], '1'), rule('b', ['>= 10'], '1')];
  expect(evaluateTable(table({ hitPolicy: 'ANY', rules: agreeing }), { n: 11 }).outputs).toEqual([{ out: 1 }]);
});

test('a collecting table gives every row, or their sum, and names the rules with their law', () => {
  const collected = evaluateTable(table({ hitPolicy: 'COLLECT', rules: overlapping }), { n: 11 });
  expect(collected.outputs).toEqual([{ out: 1 }, { out: 2 }]);
  expect(collected.matched.map((match) => match.rule.annotations.law)).toEqual(['Art. a', 'Art. b']);
  expect(evaluateTable(table({ hitPolicy: 'COLLECT', sums: true, rules: overlapping }), { n: 11 }).outputs).toEqual([
    { out: 3 },
  ]);
});

test('a missing input is an error, never a silent no', () => {
  expect(() => evaluateTable(table({ rules: overlapping }), {})).toThrow("Variable 'n' not found");
});

test('cutting a number line at any points leaves no gap and no overlap, and one rule for each number', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(cuts, fc.integer({ min: -1100, max: 1100 }), (points, n) => {
      const sorted = points.toSorted((a, b) => a - b);
      const cells = [
        `< ${sorted[0]}`,
        ...sorted.map((from, i) => (i + 1 < sorted.length ? `[${from}..${sorted[i + 1]})` : `>= ${from}`)),
      ];
      const whole = table({ rules: cells.map((cell, index) => rule(`r${index}`, [cell], String(index))) });
      expect(coverageProblems(whole)).toEqual([]);
      const expected = sorted.filter((point) => point <= n).length;
      expect(evaluateTable(whole, { n }).matched.map((match) => match.rule.id)).toEqual([`r${expected}`]);
      for (const [index] of cells.entries()) {
        const gap = { ...whole, rules: whole.rules.filter((_, other) => other !== index) };
        expect(coverageProblems(gap).map((problem) => problem.kind)).toContain('uncovered');
      }
    }),
    { numRuns: 40 },
  );
});

test('overlaps and gaps are found across several inputs, within the allowed values only', () => {
  const inputs = [input('kind', 'string', '"a","b"'), input('old', 'boolean')];
  const rules = [rule('1', ['"a"', '-'], '1'), rule('2', ['-', 'true'], '2')];
  const found = coverageProblems(table({ inputs, rules }));
  expect(found).toEqual([
    { kind: 'overlapping', example: ['a', true], rules: ['1', '2'] },
    { kind: 'uncovered', example: ['b', false], rules: [] },
  ]);
});

test.each([
  ['another hit policy', '<decisionTable id="t" hitPolicy="PRIORITY"/>', 'hit policy PRIORITY is not supported'],
  [
    'another aggregation',
    '<decisionTable id="t" hitPolicy="COLLECT" aggregation="MAX"/>',
    'aggregation MAX is not supported',
  ],
  ['no table', '<literalExpression id="l"><text>1</text></literalExpression>', 'one decision with one decision table'],
])('%s is refused', async (_, logic, message) => {
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="x"><decision id="d" name="d">${logic}</decision></definitions>`;
  await expect(readDecisionTable(xml)).rejects.toThrow(message);
});

test('a date that leaves the years 1900 to 9999 is an error, not a value', () => {
  const dated = table({ inputs: [input('day', 'string')], rules: [rule('a', ['-'], 'date(day) + duration("P24M")')] });
  expect(evaluateTable(dated, { day: '9997-12-31' }).outputs).toEqual([{ out: '9999-12-31' }]);
  expect(() => evaluateTable(dated, { day: '9999-01-01' })).toThrow('is not in the years 1900 to 9999');
});
