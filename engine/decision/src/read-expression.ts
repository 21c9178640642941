// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from './fault.ts';
import type { Aggregation, Binding, Expression, FunctionDefinition, HitPolicy, Table } from './model.ts';
import { child, childrenOf, type Element, textOf } from './xml.ts';

const policies: readonly HitPolicy[] = ['UNIQUE', 'FIRST', 'ANY', 'COLLECT', 'PRIORITY', 'RULE ORDER', 'OUTPUT ORDER'];
const aggregations: readonly Aggregation[] = ['SUM', 'COUNT', 'MIN', 'MAX'];

const readers: Readonly<Record<string, (element: Element) => Expression>> = {
  literalExpression: (element) => ({
    kind: 'literal',
    text: textOf(element, 'text') ?? '',
    language: element.attributes.expressionLanguage,
  }),
  decisionTable: readTable,
  functionDefinition: readFunction,
  context: (element) => ({
    kind: 'context',
    entries: childrenOf(element, 'contextEntry').flatMap((entry) => {
      const value = readLogic(entry);
      const variable = child(entry, 'variable');
      if (!value) return [];
      return [variable ? { variable: binding(variable), value } : { value }];
    }),
  }),
  invocation: (element) => ({
    kind: 'invocation',
    of: readLogic(element) ?? missing(element, 'does not say what it calls'),
    bindings: childrenOf(element, 'binding').map((one) => ({
      ...binding(child(one, 'parameter')),
      value: readLogic(one),
    })),
  }),
  relation: (element) => ({
    kind: 'relation',
    columns: childrenOf(element, 'column').map(binding),
    rows: childrenOf(element, 'row').map((row) => all(row)),
  }),
  list: (element) => ({ kind: 'list', items: all(element) }),
  conditional: (element) => ({
    kind: 'conditional',
    test: inner(element, 'if'),
    yes: inner(element, 'then'),
    no: inner(element, 'else'),
  }),
  filter: (element) => ({ kind: 'filter', of: inner(element, 'in'), by: inner(element, 'match') }),
  for: (element) => loop(element, 'for', 'return'),
  some: (element) => loop(element, 'some', 'satisfies'),
  every: (element) => loop(element, 'every', 'satisfies'),
};

/** The first expression inside an element. */
export function readLogic(element: Element): Expression | undefined {
  return all(element)[0];
}

function all(element: Element): Expression[] {
  return element.children.flatMap((one) => {
    const read = Object.hasOwn(readers, one.name) ? readers[one.name] : undefined;
    return read ? [{ ...read(one), typeRef: typeOf(one) }] : [];
  });
}

/** DMN 1.1 writes the type as an element, later versions as an attribute. */
export const typeOf = (element: Element | undefined): string | undefined =>
  (element?.attributes.typeRef ?? textOf(element, 'typeRef'))?.replace(/^feel:/u, '');

const missing = (element: Element, sentence: string): never => {
  throw new DecisionFault(element.attributes.id ?? element.name, sentence);
};

const inner = (element: Element, name: string): Expression => {
  const part = child(element, name);
  return (part && readLogic(part)) ?? missing(element, `has no ${name}`);
};

const binding = (element: Element | undefined): Binding => ({
  name: element?.attributes.name ?? '',
  typeRef: typeOf(element),
});

const loop = (element: Element, kind: 'for' | 'some' | 'every', body: string): Expression => ({
  kind,
  variable: element.attributes.iteratorVariable ?? missing(element, 'has no iterator variable'),
  from: inner(element, 'in'),
  body: inner(element, body),
});

export function readFunction(element: Element): FunctionDefinition {
  return {
    kind: 'function',
    language: element.attributes.kind ?? 'FEEL',
    params: childrenOf(element, 'formalParameter').map(binding),
    body: readLogic(element),
  };
}

function readTable(element: Element): Table {
  const { id = '', hitPolicy = 'UNIQUE', aggregation } = element.attributes;
  if (!policies.includes(hitPolicy as HitPolicy))
    missing(element, `the hit policy ${hitPolicy} is not known: use one of ${policies.join(', ')}`);
  if (aggregation !== undefined && !aggregations.includes(aggregation as Aggregation))
    missing(element, `the aggregation ${aggregation} is not known: use one of ${aggregations.join(', ')}`);
  const notes = childrenOf(element, 'annotation').map((note) => note.attributes.name ?? '');
  const inputs = childrenOf(element, 'input');
  const outputs = childrenOf(element, 'output');
  return {
    kind: 'table',
    id,
    hitPolicy: hitPolicy as HitPolicy,
    aggregation: aggregation as Aggregation | undefined,
    inputs: inputs.map((input) => {
      const expression = child(input, 'inputExpression');
      const text = textOf(expression, 'text') ?? '';
      return {
        label: input.attributes.label ?? text,
        expression: text,
        typeRef: typeOf(expression),
        allowed: textOf(child(input, 'inputValues'), 'text'),
      };
    }),
    outputs: outputs.map((output) => ({
      name: output.attributes.name,
      typeRef: typeOf(output),
      values: textOf(child(output, 'outputValues'), 'text'),
      fallback: textOf(child(output, 'defaultOutputEntry'), 'text'),
    })),
    rules: childrenOf(element, 'rule').map((rule, index) => {
      const tests = childrenOf(rule, 'inputEntry').map((entry) => textOf(entry, 'text') ?? '-');
      const values = childrenOf(rule, 'outputEntry').map((entry) => textOf(entry, 'text') ?? 'null');
      const name = rule.attributes.id ?? `rule ${index + 1} of ${id || 'the table'}`;
      if (tests.length !== inputs.length || values.length !== outputs.length)
        throw new DecisionFault(name, 'the rule has not one cell for each column');
      const texts = childrenOf(rule, 'annotationEntry').map((note) => textOf(note, 'text') ?? '');
      return {
        id: name,
        tests,
        outputs: values,
        annotations: Object.fromEntries(notes.map((note, at) => [note, texts[at] ?? ''])),
      };
    }),
  };
}
