// SPDX-License-Identifier: Apache-2.0
/** The type of an expression, and what in it can never be evaluated. */
import type { Node } from '../feel/ast.ts';
import { builtins } from '../feel/builtins/index.ts';
import { parseAt } from '../feel/temporal-parse.ts';
import { anyType, type FeelType, typeFrom } from '../feel/types.ts';
import { kindOf } from '../feel/values.ts';
import { callType } from './calls.ts';
import {
  alike,
  arithmeticType,
  bare,
  boolean,
  contextOf,
  either,
  fits,
  isAny,
  isOrdered,
  itemOf,
  listOf,
  memberOf,
  nameOf,
  nothing,
  number,
  simple,
  string,
} from './kinds.ts';
import { shown } from './shown.ts';

export interface Surroundings {
  readonly vars: ReadonlyMap<string, FeelType>;
  /** Names that are not among the variables may exist. */
  readonly open: boolean;
  readonly typeOf: (name: string) => FeelType | undefined;
  readonly tell: (sentence: string) => void;
}

export const inside = (around: Surroundings, vars: Iterable<readonly [string, FeelType]>, open = around.open) => ({
  ...around,
  open,
  vars: new Map([...around.vars, ...vars]),
});

export function infer(node: Node, around: Surroundings): FeelType {
  const of = (part: Node): FeelType => infer(part, around);
  switch (node.kind) {
    case 'number':
      return number;
    case 'string':
      return string;
    case 'constant':
      return node.value === null ? nothing : boolean;
    case 'at':
      return literalAt(node.text, around);
    case 'name':
      return named(node.name, around);
    case 'list':
      return listOf(either(node.items.map(of)));
    case 'context': {
      const fields = new Map<string, FeelType>();
      for (const { name, value } of node.entries) fields.set(name, infer(value, inside(around, fields)));
      return contextOf(fields);
    }
    case 'range':
      return { kind: 'range', of: agree([node.from, node.to], '..', around) };
    case 'half':
      return { kind: 'range', of: ordered(node.value, node.op, around) };
    case 'if':
      expectBoolean(node.test, 'if', around);
      return either([of(node.yes), of(node.no)]);
    case 'for':
    case 'some':
    case 'every':
      return loopType(node, around);
    case 'function': {
      const params = node.params.map(({ type }) => (type && typeFrom(type, around.typeOf)) ?? anyType);
      const inner = inside(
        around,
        node.params.map(({ name }, index) => [name, params[index] ?? anyType] as const),
      );
      return { kind: 'function', params, result: node.external ? anyType : infer(node.body, inner) };
    }
    case 'and':
    case 'or':
      for (const side of [node.left, node.right]) expectBoolean(side, node.kind, around);
      return boolean;
    case 'compare':
      agree([node.left, node.right], node.op, around);
      return boolean;
    case 'arithmetic': {
      const [left, right] = [of(node.left), of(node.right)];
      const type = arithmeticType(node.op, left, right);
      if (!type) around.tell(wrongPair(node.left, left, node.op, node.right, right));
      return type ?? anyType;
    }
    case 'negate': {
      const type = of(node.value);
      const signed = isAny(type) || nameOf(type) === 'number' || nameOf(type).endsWith('duration');
      if (!signed) around.tell(`- is for numbers and durations, but ${shown(node.value)} is ${nameOf(type)}`);
      return signed ? type : anyType;
    }
    case 'between':
      agree([node.value, node.from, node.to], 'between', around);
      return boolean;
    case 'in': {
      const value = of(node.value);
      for (const test of node.tests) testFits(test, value, shown(node.value), around);
      return boolean;
    }
    case 'instance':
      of(node.value);
      if (!typeFrom(node.type, around.typeOf)) around.tell('instance of names a type that is not known');
      return boolean;
    case 'path':
      return member(of(node.of), shown(node.of), node.name, around);
    case 'filter':
      return filterType(node, around);
    case 'call':
      return callType(node, around, infer);
    case 'tests':
      return testsType(node, around);
  }
}

function literalAt(text: string, { tell }: Surroundings): FeelType {
  const value = parseAt(text);
  if (value === null) tell(`@"${text}" is no date, time or duration: write it like @"2026-11-29" or @"P1M"`);
  return value === null ? anyType : simple(kindOf(value));
}

function named(name: string, around: Surroundings): FeelType {
  const known = around.vars.get(name);
  if (known) return known;
  if (builtins.has(name)) return simple('function');
  const [first = '', ...rest] = name.split('.');
  const start = rest.length ? around.vars.get(first) : undefined;
  if (start)
    return rest.reduce(
      (at, part, index) => member(at, [first, ...rest.slice(0, index)].join('.'), part, around),
      start,
    );
  if (!around.open) around.tell(`"${name}" does not exist here: use ${[...around.vars.keys()].join(', ')}`);
  return anyType;
}

function member(of: FeelType, text: string, name: string, { tell }: Surroundings): FeelType {
  const found = memberOf(of, name);
  if (!Array.isArray(found)) return found as FeelType;
  const names = found as readonly string[];
  const use = names.length ? `: use ${names.map((one) => `${text}.${one}`).join(', ')}` : `: ${text} is ${nameOf(of)}`;
  tell(`${text}.${name} does not exist${use}`);
  return anyType;
}

const wrongPair = (left: Node, a: FeelType, op: string, right: Node, b: FeelType): string =>
  `${shown(left)} is ${nameOf(a)} and ${shown(right)} is ${nameOf(b)}: "${op}" does not go with both${cure(a, b)}`;

/** How values of two types are brought together. */
function cure(a: FeelType, b: FeelType): string {
  const names = [nameOf(a), nameOf(b)];
  const other = names.find((name) => name !== 'string');
  if (!names.includes('string') || !other) return '';
  if (other === 'number') return '; turn one into the other by string() or number()';
  return ['date', 'time', 'date and time'].includes(other) || other.endsWith('duration')
    ? `; make the text a ${other} by ${other.endsWith('duration') ? 'duration' : other}()`
    : '';
}

/** The type of the first; each of the others must be of the same. */
function agree([first, ...others]: readonly [Node, ...Node[]], op: string, around: Surroundings): FeelType {
  const type = infer(first, around);
  const equality = op === '=' || op === '!=';
  for (const other of others) {
    const its = infer(other, around);
    if (!alike(type, its) || !(equality || (isOrdered(type) && isOrdered(its))))
      around.tell(wrongPair(first, type, op, other, its));
  }
  return type;
}

function ordered(node: Node, op: string, around: Surroundings): FeelType {
  const type = infer(node, around);
  if (op !== '=' && op !== '!=' && !isOrdered(type))
    around.tell(`${shown(node)} is ${nameOf(type)}, which has no order for "${op}"`);
  return type;
}

export function expectBoolean(node: Node, where: string, around: Surroundings): void {
  const type = infer(node, around);
  if (!isAny(type) && nameOf(type) !== 'boolean')
    around.tell(`${where} needs true or false, but ${shown(node)} is ${nameOf(type)}: compare it with something`);
}

function loopType(node: Extract<Node, { kind: 'for' | 'some' | 'every' }>, around: Surroundings): FeelType {
  let inner = around;
  for (const { name, from, to } of node.iterators) {
    const type = to ? agree([from, to], '..', inner) : infer(from, inner);
    const item = to || !['list', 'range'].includes(nameOf(type)) ? type : itemOf(type);
    inner = inside(inner, [[name, item]]);
  }
  if (node.kind === 'for') return listOf(infer(node.body, inside(inner, [['partial', listOf(anyType)]])));
  expectBoolean(node.body, node.kind, inner);
  return boolean;
}

function filterType(node: Extract<Node, { kind: 'filter' }>, around: Surroundings): FeelType {
  const type = infer(node.of, around);
  const item = nameOf(type) === 'list' ? itemOf(type) : type;
  const base = bare(item);
  const entries = base.kind === 'context' ? [...base.fields] : [];
  const by = infer(node.by, inside(around, [['item', item], ...entries], around.open || base.kind !== 'context'));
  if (nameOf(by) === 'number') return item;
  if (!fits(by, boolean))
    around.tell(`a filter needs true, false or a position, but ${shown(node.by)} is ${nameOf(by)}`);
  return nameOf(by) === 'boolean' ? listOf(item) : anyType;
}

function testsType(node: Extract<Node, { kind: 'tests' }>, around: Surroundings): FeelType {
  for (const test of node.tests) testFits(test, around.vars.get('?') ?? anyType, 'the value', around);
  return boolean;
}

/** A test is a value, a range, a list of them, or says itself whether it is met. */
function testFits(test: Node, value: FeelType, text: string, around: Surroundings): void {
  const type = infer(test, around);
  if (isAny(type) || isAny(value)) return;
  const written = ['number', 'string', 'constant', 'at', 'range', 'half', 'list'].includes(test.kind);
  if (nameOf(type) === 'boolean' && !written) return;
  const own = ['range', 'list'].includes(nameOf(type)) && nameOf(type) !== nameOf(value) ? itemOf(type) : type;
  const item = nameOf(own) === 'range' && nameOf(value) !== 'range' ? itemOf(own) : own;
  if (alike(item, value)) return;
  around.tell(
    `${shown(test)} is for ${nameOf(item)}, but ${text} is ${nameOf(value)}: write a test for ${nameOf(value)}`,
  );
}
