// SPDX-License-Identifier: Apache-2.0
import { builtinNames, builtins } from './builtins/index.ts';
import { define } from './builtins/define.ts';
import { type Compiled, compile } from './compile.ts';
import { type Env, Scope } from './env.ts';
import type { Node } from './ast.ts';
import { DecisionFault } from '../fault.ts';
import { Names } from './names.ts';
import { parseExpression } from './parser.ts';
import type { Value } from './values.ts';

/** An interval written as text, with literal ends. */
define(builtins, 'range', [
  'from: string',
  (env, from: string) => {
    try {
      const node = parseExpression(from, builtinNames);
      if (node.kind !== 'range' || ![node.from, node.to].every(isLiteral)) return env.fail(`"${from}" is no range`);
      const ends = [node.from, node.to].map((end) => (end.kind === 'constant' ? undefined : end));
      if (ends.every((end) => !end)) return env.fail('a range has an end');
      return compile(node)(rootScope(env));
    } catch (error) {
      if (error instanceof DecisionFault && env.mode === 'tck') return env.fail(error.sentence);
      throw error;
    }
  },
]);

const literals = new Set(['date', 'time', 'date and time', 'duration']);
const isLiteral = (node: Node): boolean =>
  ['number', 'string', 'at'].includes(node.kind) ||
  (node.kind === 'constant' && node.value === null) ||
  (node.kind === 'negate' && isLiteral(node.value)) ||
  (node.kind === 'call' &&
    node.of.kind === 'name' &&
    literals.has(node.of.name) &&
    node.args.every((arg) => isLiteral(arg.value)));

export const namesOf = (known: Iterable<string>): Names => {
  const names = new Names(builtinNames);
  for (const name of known) names.add(name);
  return names;
};

export const compileExpression = (text: string, names: Names): Compiled => compile(parseExpression(text, names));
export const rootScope = (env: Env): Scope => new Scope(env, builtins as Map<string, Value>);
