// SPDX-License-Identifier: Apache-2.0
import { coverageProblems, type DecisionFault, type Table } from '@stoa/decision';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DecisionFile, evaluateFile, readDecision, tableOf } from '../src/decision-file.ts';

const xmlText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const definitions = (inside: string, namespace = 'urn:x') =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="x" name="x" namespace="${namespace}">${inside}</definitions>`;
const input = (expression: string, type: string, allowed = '') =>
  `<input label="${expression}"><inputExpression typeRef="${type}"><text>${expression}</text></inputExpression>${
    allowed && `<inputValues><text>${xmlText(allowed)}</text></inputValues>`
  }</input>`;
const rule = (id: string, tests: string[], output: string) =>
  `<rule id="${id}">${tests.map((test) => `<inputEntry><text>${xmlText(test)}</text></inputEntry>`).join('')}<outputEntry><text>${xmlText(output)}</text></outputEntry><annotationEntry><text>Art. ${id}</text></annotationEntry></rule>`;
const table = (rules: string[], { hit = '', inputs = input('n', 'number'), out = 'out' } = {}) =>
  `<decisionTable id="t" ${hit}>${inputs}<output name="${out}"/><annotation name="law"/>${rules.join('')}</decisionTable>`;
const decision = (id: string, logic: string, needs: string[] = []) =>
  `<decision id="${id}" name="${id}">${needs.map((need) => `<informationRequirement><requiredDecision href="${need}"/></informationRequirement>`).join('')}${logic}</decision>`;
const literal = (text: string) => `<literalExpression><text>${xmlText(text)}</text></literalExpression>`;

const read = (inside: string) => readDecision('d', { d: definitions(inside) });
const file = (rules: string[], how: Parameters<typeof table>[1] = {}) => read(decision('d', table(rules, how)));
const outputs = (of: DecisionFile, context: Record<string, unknown>) => evaluateFile(of, context).outputs;
const problems = (of: DecisionFile) => coverageProblems(of.program, of.model, tableOf(of) as Table);
const overlapping = [rule('a', ['>= 0'], '1'), rule('b', ['>= 10'], '2')];

test('a unique table refuses two rules that fit, and none, and says which it is', () => {
  const reason = (n: number) => {
    try {
      return outputs(file(overlapping), { n });
    } catch (error) {
      return (error as DecisionFault).reason;
    }
  };
  expect(reason(11)).toBe('ambiguous');
  expect(reason(-1)).toBe('undecided');
  expect(reason(3)).toEqual([{ out: 1 }]);
});

test.each<[string, string, unknown]>([
  ['the first rule', 'hitPolicy="FIRST"', [{ out: 1 }]],
  ['every row', 'hitPolicy="COLLECT"', [{ out: 1 }, { out: 2 }]],
  ['every row in order', 'hitPolicy="RULE ORDER"', [{ out: 1 }, { out: 2 }]],
  ['the sum', 'hitPolicy="COLLECT" aggregation="SUM"', [{ out: 3 }]],
  ['the largest', 'hitPolicy="COLLECT" aggregation="MAX"', [{ out: 2 }]],
  ['how many', 'hitPolicy="COLLECT" aggregation="COUNT"', [{ out: 2 }]],
])('%s is what a table gives with %s', (_, hit, expected) =>
  expect(outputs(file(overlapping, { hit }), { n: 11 })).toEqual(expected),
);

test('rules that fit come with what each gives and the law; a sum of none is nothing', () => {
  const { matched } = evaluateFile(file(overlapping, { hit: 'hitPolicy="COLLECT"' }), { n: 11 });
  expect(matched.map(({ rule: { annotations }, outputs: row, of }) => [annotations.law, row, of])).toEqual([
    ['Art. a', { out: 1 }, 'd'],
    ['Art. b', { out: 2 }, 'd'],
  ]);
  expect(outputs(file(overlapping, { hit: 'hitPolicy="COLLECT" aggregation="SUM"' }), { n: -1 })).toEqual([{ out: 0 }]);
});

test('a missing input is an error, never a silent no', () =>
  expect(() => outputs(file(overlapping), {})).toThrow('"n" is not known here'));

test('a fee is counted in decimals', () => {
  const sum = read(decision('d', literal('if 0.1 + 0.2 = 0.3 then amount * 1.1 else 0')));
  expect(outputs(sum, { amount: 3 })).toEqual([{ d: 3.3 }]);
});

test('a graph names the rules of every table that took part, those of what was asked first', () => {
  const of = read(
    decision('points', table([rule('few', ['< 5'], '1'), rule('many', ['>= 5'], '2')], { out: 'points' })) +
      decision(
        'd',
        table([rule('yes', ['2'], '"grant"'), rule('no', ['1'], '"refuse"')], {
          inputs: input('points', 'number'),
          out: 'outcome',
        }),
        ['#points'],
      ),
  );
  const { outputs: rows, matched, inputs } = evaluateFile(of, { n: 7 });
  expect(rows).toEqual([{ outcome: 'grant' }]);
  expect(matched.map(({ rule: { id }, of: by }) => [id, by])).toEqual([
    ['yes', 'd'],
    ['many', 'points'],
  ]);
  expect(inputs).toEqual([
    { label: 'points', value: 2 },
    { label: 'n', value: 7 },
  ]);
});

test('a file may ask another of the package', () => {
  const main = definitions(
    `<import name="rates" namespace="urn:rates" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>${decision('d', literal('rates.rate * 2'), ['urn:rates#rate'])}`,
  );
  const others = { d: main, rates: definitions(decision('rate', literal('3')), 'urn:rates') };
  expect(outputs(readDecision('d', others), {})).toEqual([{ d: 6 }]);
  const back = others.rates.replace(
    '<decision',
    '<import name="d" namespace="urn:x" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/><decision',
  );
  expect(() => readDecision('d', { ...others, rates: back })).toThrow('the file imports itself: x → x → x');
});

test('what is asked is the decision named like the file, or the only one that no other needs', () => {
  const two = decision('a', literal('1')) + decision('b', literal('2'), ['#a']);
  expect(outputs(read(two), {})).toEqual([{ b: 2 }]);
  expect(outputs(read(two.replaceAll('"a"', '"d"').replace('#a', '#d')), {})).toEqual([{ d: 1 }]);
  expect(() => read(decision('a', literal('1')) + decision('b', literal('2')))).toThrow('name one "d" (a, b)');
  expect(() => read('')).toThrow('nobody can tell which decision is asked');
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
      const rules = cells.map((cell, index) => rule(`r${index}`, [cell], String(index)));
      expect(problems(file(rules))).toEqual([]);
      const expected = sorted.filter((point) => point <= n).length;
      expect(evaluateFile(file(rules), { n }).matched.map(({ rule: { id } }) => id)).toEqual([`r${expected}`]);
      for (const index of cells.keys())
        expect(problems(file(rules.toSpliced(index, 1))).map(({ kind }) => kind)).toContain('uncovered');
    }),
    { numRuns: 40 },
  );
});

test('overlaps and gaps are found across several inputs, within the allowed values only', () => {
  const inputs = input('kind', 'string', '"a","b"') + input('old', 'boolean');
  const rules = [rule('1', ['"a"', '-'], '1'), rule('2', ['-', 'true'], '2')];
  expect(problems(file(rules, { inputs }))).toEqual([
    { kind: 'overlapping', example: ['a', true], rules: ['1', '2'] },
    { kind: 'uncovered', example: ['b', false], rules: [] },
  ]);
});

test.each<[string, string, string[], unknown]>([
  ['a day between two spans', 'date', ['< date("2024-02-29")', '> date("2024-02-29")'], '2024-02-29'],
  ['a moment', 'date and time', ['<= @"2026-01-01T00:00:00"', '> @"2026-01-01T00:00:01"'], '2026-01-01T00:00:01'],
  ['a time of day', 'time', ['< @"08:00:00"', '> @"08:00:00"'], '08:00:00'],
  ['a duration', 'days and time duration', ['< @"P10D"', '> @"P10D"'], 'P10D'],
  ['a truth', 'boolean', ['true'], false],
  ['a text nobody named', 'string', ['"a"', '"b"'], '\u{fffd} none of the values named'],
])('%s that no rule covers is found', (_, type, cells, example) => {
  const rules = cells.map((cell, index) => rule(`r${index}`, [cell], String(index)));
  const found = problems(file(rules, { inputs: input('n', type) }));
  expect(found).toEqual([{ kind: 'uncovered', example: [example], rules: [] }]);
});

test('allowed values of a type of the file bound what has to be covered', () => {
  const item =
    '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>';
  const of = (cells: string[]) =>
    read(
      item +
        decision(
          'd',
          table(
            cells.map((cell) => rule(cell.slice(1, -1), [cell], '1')),
            { inputs: input('n', 'tKind') },
          ),
        ),
    );
  expect(problems(of(['"a"', '"b"']))).toEqual([]);
  expect(problems(of(['"a"']))).toEqual([{ kind: 'uncovered', example: ['b'], rules: [] }]);
});

test('a date that leaves the years 1900 to 9999 is an error, not a value', () => {
  const dated = file([rule('a', ['-'], 'date(day) + duration("P24M")')], { inputs: input('day', 'string') });
  expect(outputs(dated, { day: '9997-12-31' })).toEqual([{ out: '9999-12-31' }]);
  expect(() => outputs(dated, { day: '9999-01-01' })).toThrow('is not in the years 1900 to 9999');
});
