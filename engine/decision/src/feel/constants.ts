// SPDX-License-Identifier: Apache-2.0
/** Expressions whose value is written in them; cells of tables hold little else, so they are made once. */
import type { Node } from './ast.ts';
import { compare } from './operators.ts';
import { parseAt, parseDate } from './temporal-parse.ts';
import { FeelRange, Num, type Value } from './values.ts';

/** Undefined: it has to be evaluated. Null is never answered. */
export function constantOf(node: Node): Value | undefined {
  switch (node.kind) {
    case 'string':
      return node.text;
    case 'number': {
      const value = new Num(node.text).toSignificantDigits(34);
      return value.isFinite() ? value : undefined;
    }
    case 'constant':
      return node.value ?? undefined;
    case 'at':
      return parseAt(node.text) ?? undefined;
    case 'negate': {
      const value = constantOf(node.value);
      return value instanceof Num ? value.negated() : undefined;
    }
    case 'call': {
      const [arg, more] = node.args;
      if (node.of.kind !== 'name' || node.of.name !== 'date' || arg?.value.kind !== 'string' || more) return undefined;
      return parseDate(arg.value.text) ?? undefined;
    }
    default:
      return undefined;
  }
}

/** `[1..5]`, `< 5`, `= 5` with constant ends; undefined: no such range. */
export function constantRange(node: Node): FeelRange | undefined {
  if (node.kind === 'half') {
    const value = node.op === '!=' ? undefined : constantOf(node.value);
    if (value === undefined || (typeof value === 'boolean' && node.op !== '=')) return undefined;
    return halfOf(node.op, value);
  }
  if (node.kind !== 'range') return undefined;
  const [from, to] = [constantOf(node.from), constantOf(node.to)];
  if (from === undefined || to === undefined || typeof from === 'boolean' || compare(from, to) === undefined)
    return undefined;
  return new FeelRange(from, to, node.fromIn, node.toIn);
}

/** `< 5` as a range without a lower end; `= 5` from 5 to 5. */
export function halfOf(op: string, value: Value): FeelRange {
  if (op === '<' || op === '<=') return new FeelRange(undefined, value, false, op === '<=');
  if (op === '>' || op === '>=') return new FeelRange(value, undefined, op === '>=', false);
  return new FeelRange(value, value, true, true);
}
