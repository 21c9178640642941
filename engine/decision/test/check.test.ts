// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { checkProgram, feelProblems, type FeelType, feelTypes, Program, readModel } from '../src/index.ts';
import { decision, definitions, input, literalOf, needsDecision, needsInput, needsKnowledge } from './models.ts';

const { any, boolean, contextOf, listOf, number, string } = feelTypes;
const shown = new Map<string, FeelType>([
  ['n', number],
  ['t', string],
  ['b', boolean],
  ['l', listOf(number)],
  ['p', contextOf([['name', string]])],
  ['all', listOf(contextOf([['age', number]]))],
  ['what', any],
]);
const problems = (text: string) => feelProblems(text, { shown });

it.each([
  'n + 1 > 2 and b',
  'what + t',
  'what * n',
  'what.ever.is(n)',
  'if b then n else null',
  'n = null',
  'l[item > 2]',
  'l[1] + 1',
  'all[age > 3].age',
  'sum(all.age) + max(n, 3)',
  'for x in l, y in 1..n return x * y + count(partial)',
  'every x in all satisfies x.age >= 18',
  'date(t) + duration("P1M") - @"P1D" < today()',
  'date(t).year + (date(t) - date(t)).days',
  'n between 1 and 5 or n in (1, [2..3], > 9) or t in ("a", "b")',
  '{ a: n, b: a + 1 }.b',
  'function(x: number) x + n',
  'substring(string: t, start position: 2)',
  'string join(["a", t], ", ") instance of string',
  'p.name + string(n)',
  'get value(what, "x") = true',
  'not(b)',
  'abs(-n) ** 2',
])('%s is right', (text) => expect(problems(text)).toEqual([]));

it.each([
  ['n + t', 'n is number and t is string: "+" does not go with both; turn one into the other by string() or number()'],
  ['n = t', '"=" does not go with both'],
  ['b < true', '"<" does not go with both'],
  ['l + 1', 'l is list and 1 is number'],
  ['date(t) < t', 'date(…) is date and t is string: "<" does not go with both; make the text a date by date()'],
  ['b and n', 'and needs true or false, but n is number: compare it with something'],
  ['if n then 1 else 2', 'if needs true or false, but n is number'],
  ['-t', '- is for numbers and durations, but t is string'],
  ['m + 1', '"m" does not exist here: use n, t, b, l, p, all, what'],
  ['p.age', 'p.age does not exist: use p.name'],
  ['t.name', 't.name does not exist: t is string'],
  ['all.name', 'all.name does not exist: use all.age'],
  ['date(t).hour', 'date(…).hour does not exist: use date(…).year'],
  ['{ a: 1 }.b', '{…}.b does not exist: use {…}.a'],
  ['n in ("a", "b")', '"a" is for string, but n is number'],
  ['t in [1..3]', '[1..3] is for number, but t is string'],
  ['n between "a" and "b"', '"between" does not go with both'],
  ['["a"..3]', '".." does not go with both'],
  ['upper case(n)', 'upper case() is given (number): write upper case(string: string)'],
  ['contains(t)', 'contains() is given (string): write contains(string: string, match: string)'],
  ['floor(n, 1, 2)', 'floor() is given (number, number, number)'],
  ['substring(text: t, start position: 2)', 'substring() is given (string, number)'],
  ['sum(["a"])', 'sum() is given (list)'],
  ['date("2026-02-29")', '"2026-02-29" is no date'],
  ['duration("a month")', '"a month" is no duration'],
  ['@"25:00:00"', '@"25:00:00" is no date, time or duration'],
  ['n(1)', 'n is number and cannot be called'],
  ['(function(x: number) x)("a")', '"a" is string'],
  ['(function(x, y) x)(1)', 'takes 2 arguments, not 1'],
  ['some x in l satisfies x', 'some needs true or false, but x is number'],
  ['all["a"]', 'a filter needs true, false or a position, but "a" is string'],
  ['n instance of thing', 'instance of names a type that is not known'],
  ['n +', 'the expression ends where a value is expected'],
])('%s is found', (text, sentence) => expect(problems(text).join('\n')).toContain(sentence));

it('says once what is wrong twice, and ends soon where everything is nested', () => {
  expect(problems('m + m')).toHaveLength(1);
  expect(problems(`${'('.repeat(100)}n in (1, 2)${' in (true, false))'.repeat(100)}`)).toEqual([]);
  expect(problems(`${'['.repeat(150)}1..2${']'.repeat(150)}`).length).toBeLessThan(3);
});

const faults = (inside: string) =>
  checkProgram(new Program([readModel(definitions(inside))]), shown).faults.map(({ message }) => message);

const adult = `<businessKnowledgeModel id="adult" name="adult"><encapsulatedLogic><formalParameter name="age" typeRef="number"/>${literalOf('age >= 18')}</encapsulatedLogic></businessKnowledgeModel>`;

it.each<[string, string, string]>([
  [
    'a requirement of another type',
    decision('a', literalOf('"x"')) + decision('d', literalOf('a + n'), needsDecision('a')),
    'd: `a + n`: a is string and n is number',
  ],
  [
    'a decision that is not required',
    decision('a', literalOf('1')) + decision('d', literalOf('a')),
    'd: `a`: "a" does not exist here',
  ],
  [
    'a function given another type',
    adult + decision('d', literalOf('adult(t)'), needsKnowledge('adult')),
    'd: `adult(t)`: t is string, but adult takes number',
  ],
  [
    'a result of another type',
    decision('d', literalOf('t'), '', 'number'),
    'd: `t`: it is string where number is expected',
  ],
  [
    'an input of another type',
    input('n', 'string') + decision('d', literalOf('n'), needsInput('n')),
    'n: it is number where string is expected',
  ],
  ['an input that nobody gives', input('m', 'number'), 'm: nobody gives this input: use n, t'],
  ['a decision without logic', decision('d', ''), 'd: there is no logic'],
  [
    'an entry of a context',
    decision(
      'd',
      `<context><contextEntry><variable name="x" typeRef="string"/>${literalOf('n')}</contextEntry></context>`,
    ),
    'd: x: it is number where string is expected',
  ],
  [
    'a condition of a conditional',
    decision(
      'd',
      `<conditional><if>${literalOf('n')}</if><then>${literalOf('1')}</then><else>${literalOf('2')}</else></conditional>`,
    ),
    'd: if, `n`: it is number where boolean is expected',
  ],
  [
    'a loop over records',
    decision(
      'd',
      `<for iteratorVariable="x"><in>${literalOf('all')}</in><return>${literalOf('x.name')}</return></for>`,
    ),
    'd: for, `x.name`: x.name does not exist: use x.age',
  ],
  [
    'a relation',
    decision('d', `<relation><column name="a" typeRef="number"/><row>${literalOf('"x"')}</row></relation>`),
    'd: column "a": it is string where number is expected',
  ],
  [
    'a language that is not run',
    decision('d', '<functionDefinition kind="Java"/>'),
    'd: it is written in Java, which is not run',
  ],
  [
    'a priority nobody states',
    decision('d', '<decisionTable id="t" hitPolicy="PRIORITY"><output name="o"/></decisionTable>'),
    'd: output "o": hit policy PRIORITY needs outputValues',
  ],
  [
    'texts summed up',
    decision(
      'd',
      '<decisionTable id="t" hitPolicy="COLLECT" aggregation="SUM"><output name="o" typeRef="string"/></decisionTable>',
    ),
    'd: output "o": string cannot be summed up',
  ],
])('%s is found', (_, inside, sentence) => expect(faults(inside).join('\n')).toContain(sentence));

it('takes a graph that fits', () =>
  expect(
    faults(
      `${adult}${decision('grown', literalOf('count(all[adult(age)])'), needsKnowledge('adult'), 'number')}${decision('d', literalOf('grown + n > 2'), needsDecision('grown'), 'boolean')}`,
    ),
  ).toEqual([]));
