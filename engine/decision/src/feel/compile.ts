// SPDX-License-Identifier: Apache-2.0
/** Expressions as functions of their variables. */
import type { Node } from './ast.ts';
import { call } from './call.ts';
import { constantRange, halfOf } from './constants.ts';
import { Scope } from './env.ts';
import { fitsAny } from './fits.ts';
import { filtered, iterated } from './loops.ts';
import { arithmetic, compare, compared, negated, within } from './operators.ts';
import { property } from './properties.ts';
import { parseAt } from './temporal-parse.ts';
import { conforms, typeFrom } from './types.ts';
import { FeelFunction, FeelRange, kindOf, Num, type Value } from './values.ts';
import { weighed } from './weight.ts';

export type Compiled = (scope: Scope) => Value;

export function compile(node: Node): Compiled {
  switch (node.kind) {
    case 'number': {
      const value = new Num(node.text).toSignificantDigits(34);
      return (scope) => (value.isFinite() ? value : scope.env.fail('the number is too large'));
    }
    case 'string':
      return () => node.text;
    case 'constant':
      return () => node.value;
    case 'at': {
      const value = parseAt(node.text);
      return (scope) => value ?? scope.env.fail(`@"${node.text}" is no date, time or duration`);
    }
    case 'name':
      return nameOf(node.name);
    case 'list': {
      const items = node.items.map(compile);
      return (scope) =>
        weighed(
          scope.env,
          items.map((item) => item(scope)),
        );
    }
    case 'context':
      return contextOf(node);
    case 'range':
      return rangeOf(node);
    case 'half': {
      const fixed = constantRange(node);
      if (fixed) return () => fixed;
      const value = compile(node.value);
      return (scope) => halfRange(node.op, value(scope));
    }
    case 'if': {
      const [test, yes, no] = [compile(node.test), compile(node.yes), compile(node.no)];
      return (scope) => {
        const chosen = test(scope);
        if (chosen !== null && typeof chosen !== 'boolean')
          scope.env.fail(`if needs true or false, not ${kindOf(chosen)}`);
        return chosen === true ? yes(scope) : no(scope);
      };
    }
    case 'for':
    case 'some':
    case 'every':
      return iterated(
        node.kind,
        node.iterators.map(({ name, from, to }) => ({ name, from: compile(from), to: to && compile(to) })),
        compile(node.body),
        node.body,
      );
    case 'function':
      return functionOf(node);
    case 'and':
    case 'or':
      return logic(node.kind, compile(node.left), compile(node.right));
    case 'compare': {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (scope) => {
        scope.env.step();
        return compared(scope.env, node.op, left(scope), right(scope));
      };
    }
    case 'arithmetic': {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (scope) => {
        scope.env.step();
        return arithmetic(scope.env, node.op, left(scope), right(scope));
      };
    }
    case 'negate': {
      const value = compile(node.value);
      return (scope) => negated(scope.env, value(scope));
    }
    case 'between': {
      const [value, from, to] = [compile(node.value), compile(node.from), compile(node.to)];
      return (scope) => within(scope.env, value(scope), new FeelRange(from(scope), to(scope), true, true));
    }
    case 'in': {
      const value = compile(node.value);
      const tests = node.tests.map(compile);
      return (scope) => fitsAny(scope, value(scope), tests, false);
    }
    case 'instance': {
      const value = compile(node.value);
      return (scope) => {
        const type = typeFrom(node.type, scope.env.typeOf);
        if (!type) return scope.env.fail('the type is not known');
        return conforms(scope.env, value(scope), type, false);
      };
    }
    case 'path': {
      const of = compile(node.of);
      return (scope) => property(scope.env, of(scope), node.name);
    }
    case 'filter':
      return filtered(compile(node.of), compile(node.by));
    case 'call':
      return call(
        compile(node.of),
        node.args.map(({ name, value }) => ({ name, value: compile(value) })),
      );
    case 'tests':
      return testsOf(node);
  }
}

function nameOf(name: string): Compiled {
  return (scope) => {
    const value = scope.find(name);
    if (value !== undefined) return value;
    // A name with a dot in it is one where it is a variable, and a path elsewhere.
    const [first = '', ...rest] = name.split('.');
    const start = rest.length ? scope.find(first) : undefined;
    if (start === undefined) return scope.env.fail(`"${name}" is not known here`);
    return rest.reduce<Value>((at, part) => property(scope.env, at, part), start);
  };
}

function contextOf(node: Extract<Node, { kind: 'context' }>): Compiled {
  const entries = node.entries.map(({ name, value }) => ({ name, value: compile(value) }));
  const twice = new Set(entries.map((entry) => entry.name)).size < entries.length;
  return (scope) => {
    if (twice) return scope.env.fail('a context names an entry twice');
    const made = new Map<string, Value>();
    const inner = new Scope(scope.env, made, scope);
    for (const { name, value } of entries) made.set(name, value(inner));
    return weighed(scope.env, made);
  };
}

const orders = (value: Value): boolean =>
  value === null ||
  ['number', 'string', 'date', 'time', 'date and time'].includes(kindOf(value)) ||
  kindOf(value).endsWith('duration');

function rangeOf(node: Extract<Node, { kind: 'range' }>): Compiled {
  const fixed = constantRange(node);
  if (fixed) return () => fixed;
  const [from, to] = [compile(node.from), compile(node.to)];
  return (scope) => {
    const [low, high] = [from(scope), to(scope)];
    if (!orders(low) || !orders(high)) return scope.env.fail('the ends of a range have no order');
    if (low !== null && high !== null && compare(low, high) === undefined)
      return scope.env.fail(`a range from ${kindOf(low)} to ${kindOf(high)} has no order`);
    return new FeelRange(low, high, node.fromIn, node.toIn);
  };
}

/** `!= 5` stays a test. */
function halfRange(op: string, value: Value): Value {
  if (op !== '!=') return halfOf(op, value);
  return new FeelFunction('!=', [{ name: 'value' }], (env, [given]) => compared(env, '!=', given ?? null, value));
}

function functionOf(node: Extract<Node, { kind: 'function' }>): Compiled {
  const body = node.external ? undefined : compile(node.body);
  return (scope) => {
    const params = node.params.map(({ name, type }) => ({ name, type: type && typeFrom(type, scope.env.typeOf) }));
    return new FeelFunction('function', params, (env, args) => {
      if (!body) return env.fail('functions of other languages are not run');
      const vars = new Map(params.map(({ name }, index) => [name, args[index] ?? null]));
      return body(new Scope(env, vars, scope));
    });
  };
}

function logic(kind: 'and' | 'or', left: Compiled, right: Compiled): Compiled {
  const decides = kind === 'or';
  const checked = (scope: Scope, value: Value): Value =>
    value === null || typeof value === 'boolean'
      ? value
      : scope.env.fail(`${kind} needs true or false, not ${kindOf(value)}`);
  return (scope) => {
    scope.env.step();
    const first = checked(scope, left(scope));
    if (first === decides) return decides;
    const second = checked(scope, right(scope));
    if (second === decides) return decides;
    return first === null || second === null ? null : !decides;
  };
}

function testsOf(node: Extract<Node, { kind: 'tests' }>): Compiled {
  const tests = node.tests.map((test) => ({ run: compile(test), asks: asksAboutInput(test) }));
  return (scope) => {
    if (node.any) return true;
    const input = scope.find('?') ?? null;
    let unknown = false;
    for (const { run, asks } of tests) {
      scope.env.step();
      const result = asks ? run(scope) : fitsAny(scope, input, [run], true);
      if (result === true) return !node.not;
      if (result === null) unknown = true;
    }
    return unknown ? null : node.not;
  };
}

function asksAboutInput(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(asksAboutInput);
  if (typeof node !== 'object' || node === null) return false;
  const { kind, name } = node as { kind?: string; name?: unknown };
  return (kind === 'name' && name === '?') || Object.values(node).some(asksAboutInput);
}
