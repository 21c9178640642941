// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { DecisionFault, evaluateDecision, type Mode, Program, readModel, toPlain } from '../src/index.ts';
import { decision, definitions, input, literalOf, needsDecision, needsInput, needsKnowledge, table } from './models.ts';

const run = (xml: string, name: string, inputs: Record<string, unknown>, mode: Mode = 'strict'): unknown =>
  toPlain(evaluateDecision(new Program([readModel(xml)]), name, inputs, { mode }).value);

const tableModel = (...given: Parameters<typeof table>): string =>
  definitions(input('n', 'number') + decision('result', table(...given), needsInput('n')));

const rows = [
  ['< 10', '1'],
  ['< 20', '2'],
  ['< 30', '3'],
] as const;

describe('a decision table', () => {
  it.each<[string, number, unknown]>([
    ['hitPolicy="UNIQUE"', 25, 3],
    ['hitPolicy="FIRST"', 5, 1],
    ['hitPolicy="RULE ORDER"', 5, [1, 2, 3]],
    ['hitPolicy="COLLECT"', 15, [2, 3]],
    ['hitPolicy="COLLECT"', 50, []],
    ['hitPolicy="COLLECT" aggregation="SUM"', 5, 6],
    ['hitPolicy="COLLECT" aggregation="MIN"', 5, 1],
    ['hitPolicy="COLLECT" aggregation="MAX"', 5, 3],
    ['hitPolicy="COLLECT" aggregation="COUNT"', 5, 3],
  ])('%s of %j is %j', (policy, n, value) => expect(run(tableModel(policy, rows), 'result', { n })).toEqual(value));

  it('orders by the output values', () => {
    const values = '3, 1, 2';
    expect(run(tableModel('hitPolicy="PRIORITY"', rows, { values }), 'result', { n: 5 })).toBe(3);
    expect(run(tableModel('hitPolicy="OUTPUT ORDER"', rows, { values }), 'result', { n: 5 })).toEqual([3, 1, 2]);
  });

  it('takes the default where no rule fits', () =>
    expect(run(tableModel('', rows, { fallback: '9' }), 'result', { n: 40 })).toBe(9));

  it('says which rules matched', () => {
    const program = new Program([readModel(tableModel('hitPolicy="FIRST"', rows))]);
    const { tables } = evaluateDecision(program, 'result', { n: 15 }, { mode: 'strict' });
    expect(tables).toMatchObject([{ table: 't', decision: 'result', inputs: [{ label: 'n' }] }]);
    expect(tables[0]?.rules.map(({ id, outputs }) => [id, ...[...outputs].flat().map(String)])).toEqual([
      ['r2', 'out', '2'],
    ]);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['several rules where one may', tableModel('hitPolicy="UNIQUE"', rows), { n: 5 }, 'several rules fit'],
    ['rules that differ', tableModel('hitPolicy="ANY"', rows), { n: 5 }, 'several rules fit and differ'],
    ['no rule', tableModel('', rows), { n: 50 }, 'no rule fits'],
    ['a text for a number', tableModel('', rows), { n: 'abc' }, '"n" is string, not number'],
    ['an input that is missing', tableModel('', rows), {}, '"n" is not given'],
    ['a value that is not allowed', tableModel('', rows, { allowed: '[1..40]' }), { n: 0 }, 'not allowed'],
    ['an output of another type', tableModel('', [['-', '"x"']]), { n: 0 }, 'not number'],
    ['a cell that does not parse', tableModel('', [['<<', '1']]), { n: 0 }, 'expected'],
  ])('%s: a fault in packages, null by the standard', (_, xml, inputs, sentence) => {
    expect(() => run(xml, 'result', inputs)).toThrow(sentence);
    expect(run(xml, 'result', inputs, 'tck')).toBeNull();
  });

  it('lets a cell name another input', () => {
    const needs = needsInput('n') + needsInput('limit');
    const xml = definitions(
      input('n', 'number') + input('limit', 'number') + decision('result', table('', [['<= limit', '1']]), needs),
    );
    expect(run(xml, 'result', { n: 4, limit: 5 })).toBe(1);
  });
});

describe('a model', () => {
  const fee = definitions(
    input('age', 'number') +
      input('children', 'tChildren') +
      '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..120]</text></allowedValues></itemDefinition>' +
      '<itemDefinition name="tChildren" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>' +
      `<businessKnowledgeModel id="half" name="half"><variable name="half"/><encapsulatedLogic><formalParameter name="x" typeRef="number"/>${literalOf('x / 2')}</encapsulatedLogic></businessKnowledgeModel>` +
      decision('base', literalOf('if age < 18 then 10 else 20'), needsInput('age'), 'number') +
      decision(
        'fee',
        literalOf('half(base) - count(children)'),
        needsDecision('base') + needsInput('children') + needsKnowledge('half'),
        'number',
      ) +
      '<decisionService id="office" name="office"><variable name="office"/><outputDecision href="#fee"/><inputDecision href="#base"/><inputData href="#children"/></decisionService>',
  );

  it('decides by what its decisions need', () => expect(run(fee, 'fee', { age: 30, children: [3, 4] })).toBe(8));
  it('calls a service with its own inputs', () => expect(run(fee, 'office', { base: 100, children: [3] })).toBe(49));
  it('calls a knowledge model', () => expect(run(fee, 'half', { x: 5 })).toBe(2.5));
  it('takes one for a list of one', () => expect(run(fee, 'fee', { age: 30, children: 3 })).toBe(9));
  it('keeps to allowed values', () =>
    expect(() => run(fee, 'fee', { age: 30, children: [200] })).toThrow('"children" is list'));

  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ])('is read in %s', (namespace) =>
    expect(run(definitions(decision('a', literalOf('1 + 1')), namespace), 'a', {})).toBe(2),
  );

  it.each<[string, string, unknown]>([
    [
      'a context',
      `<context><contextEntry><variable name="x"/>${literalOf('2')}</contextEntry><contextEntry>${literalOf('x * 3')}</contextEntry></context>`,
      6,
    ],
    ['a list', `<list>${literalOf('1')}${literalOf('2')}</list>`, [1, 2]],
    [
      'a relation',
      `<relation><column name="a"/><row>${literalOf('1')}</row><row>${literalOf('2')}</row></relation>`,
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'a conditional',
      `<conditional><if>${literalOf('true')}</if><then>${literalOf('1')}</then><else>${literalOf('2')}</else></conditional>`,
      1,
    ],
    ['a filter', `<filter><in>${literalOf('[1, 2, 3]')}</in><match>${literalOf('item > 1')}</match></filter>`, [2, 3]],
    [
      'a loop',
      `<for iteratorVariable="i"><in>${literalOf('1..3')}</in><return>${literalOf('i * 2')}</return></for>`,
      undefined,
    ],
    [
      'every',
      `<every iteratorVariable="i"><in>${literalOf('[1, 2]')}</in><satisfies>${literalOf('i > 1')}</satisfies></every>`,
      false,
    ],
    [
      'some',
      `<some iteratorVariable="i"><in>${literalOf('[1, 2]')}</in><satisfies>${literalOf('i > 1')}</satisfies></some>`,
      true,
    ],
  ])('has %s', (_, logic, value) => {
    const xml = definitions(decision('a', logic));
    if (value === undefined) expect(() => run(xml, 'a', {})).toThrow(DecisionFault);
    else expect(run(xml, 'a', {})).toEqual(value);
  });

  it('reaches what it imports by the name of the import', () => {
    const other = definitions(decision('rate', literalOf('3'))).replace('urn:permit', 'urn:rates');
    const main = definitions(
      `<import name="rates" namespace="urn:rates" importType="https://www.omg.org/spec/DMN/20211108/MODEL/"/>${decision('total', literalOf('rates.rate * 2'), '<informationRequirement><requiredDecision href="urn:rates#rate"/></informationRequirement>')}`,
    );
    const program = new Program([readModel(main), readModel(other)]);
    expect(toPlain(evaluateDecision(program, 'total', {}, { mode: 'strict' }).value)).toBe(6);
  });

  it('has no type that nobody knows: a fault in packages, any value by the standard', () => {
    const xml = definitions(decision('a', literalOf('1'), '', 'tNobody'));
    expect(() => run(xml, 'a', {})).toThrow('the type "tNobody" is not known');
    expect(run(xml, 'a', {}, 'tck')).toBe(1);
  });

  it('names the item definition whose allowed values do not parse', () => {
    const item = '<itemDefinition name="tA"><allowedValues><text>((</text></allowedValues></itemDefinition>';
    expect(() => run(definitions(item + decision('a', literalOf('1'), '', 'tA')), 'a', {})).toThrow('tA: ');
  });

  it.each<[string, string, string]>([
    ['a chain longer than the budget', 'd400', 'deep'],
    ['a service that its own output calls', 'loop', 'deep'],
  ])('stops at %s', (_, name, sentence) => {
    const chain = Array.from({ length: 401 }, (__, n) =>
      decision(`d${n}`, literalOf(n ? `d${n - 1}` : '0'), n ? needsDecision(`d${n - 1}`) : ''),
    ).join('');
    const loop = `${decision('loop', literalOf('again()'), needsKnowledge('again'))}<decisionService id="again" name="again"><outputDecision href="#loop"/></decisionService>`;
    expect(() => run(definitions(chain + loop), name, {})).toThrow(sentence);
  });
});

describe('a file is refused that', () => {
  it.each<[string, string, string]>([
    ['is no XML', '<definitions', 'the file is no XML'],
    ['is empty', '', 'the file is'],
    ['is something else', '<a/>', 'this is no DMN'],
    ['has entities', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'the file has a DTD'],
    ['is nested too deep', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, 'nested more than'],
    [
      'needs itself',
      definitions(
        decision('a', literalOf('b'), needsDecision('b')) + decision('b', literalOf('a'), needsDecision('a')),
      ),
      'needs itself: a → b → a',
    ],
    ['needs what is not there', definitions(decision('a', literalOf('b'), needsDecision('b'))), 'needs "b"'],
    [
      'has an id twice',
      definitions(decision('a', literalOf('1')) + decision('a', literalOf('2'))),
      'two elements have this id',
    ],
    ['has a hit policy nobody knows', tableModel('hitPolicy="BEST"', rows), 'hit policy BEST is not known'],
  ])('%s', (_, xml, sentence) => {
    expect(() => readModel(xml)).toThrow(DecisionFault);
    expect(() => readModel(xml)).toThrow(sentence);
  });
});
