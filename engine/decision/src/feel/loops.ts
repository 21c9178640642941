// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import { type Env, Scope } from './env.ts';
import { FeelDate } from './temporal.ts';
import { FeelRange, kindOf, Num, type Value } from './values.ts';
import { weighed } from './weight.ts';

type Run = (scope: Scope) => Value;
export interface Loop {
  readonly name: string;
  readonly from: Run;
  readonly to?: Run | undefined;
}

export function iterated(kind: 'for' | 'some' | 'every', loops: readonly Loop[], body: Run, source: unknown): Run {
  // What has been made so far is copied for each round, so only where it is asked for.
  const looksBack = kind === 'for' && JSON.stringify(source).includes('partial');
  return (scope) => {
    const results: Value[] = [];
    const fails = walk(scope, loops, 0, (inner) => {
      scope.env.step();
      scope.env.size(results.length);
      if (looksBack) scope.env.step(results.length);
      results.push(body(looksBack ? new Scope(scope.env, new Map([['partial', [...results]]]), inner) : inner));
      return kind === 'some' ? results.at(-1) === true : kind === 'every' ? results.at(-1) === false : false;
    });
    if (fails === null) return null;
    return kind === 'for' ? weighed(scope.env, results) : quantified(scope.env, kind, results);
  };
}

function quantified(env: Env, kind: 'some' | 'every', results: readonly Value[]): Value {
  const decides = kind === 'some';
  if (results.includes(decides)) return decides;
  const odd = results.find((result) => typeof result !== 'boolean');
  return odd === undefined ? !decides : odd === null ? null : env.fail(`${kind} needs true or false`);
}

/** Null: a list is none. True: `visit` has seen enough. */
function walk(scope: Scope, loops: readonly Loop[], at: number, visit: (scope: Scope) => boolean): boolean | null {
  const loop = loops[at];
  if (!loop) return visit(scope);
  const items = itemsOf(scope, loop);
  if (!items) return null;
  for (const item of items) {
    scope.env.step();
    const done = walk(new Scope(scope.env, new Map([[loop.name, item]]), scope), loops, at + 1, visit);
    if (done !== false) return done;
  }
  return false;
}

function itemsOf(scope: Scope, loop: Loop): Iterable<Value> | undefined {
  const from = loop.from(scope);
  const { env } = scope;
  if (loop.to) return counted(env, from, loop.to(scope), true, true);
  if (from instanceof FeelRange) return counted(env, from.from ?? null, from.to ?? null, from.fromIn, from.toIn);
  if (from === null) {
    env.fail('there is no list to go through');
    return undefined;
  }
  return Array.isArray(from) ? from : [from];
}

function counted(env: Env, from: Value, to: Value, fromIn: boolean, toIn: boolean): Iterable<Value> | undefined {
  const ends = [from, to].map((end) =>
    end instanceof FeelDate ? end.days : end instanceof Decimal && end.isInteger() ? end.toNumber() : undefined,
  );
  const [first, last] = ends;
  if (first === undefined || last === undefined || kindOf(from) !== kindOf(to)) {
    env.fail('one can count from a whole number to another or from a date to another');
    return undefined;
  }
  env.size(Math.abs(last - first));
  const step = first <= last ? 1 : -1;
  const start = fromIn ? first : first + step;
  const length = Math.max(0, Math.abs(last - first) + 1 - (fromIn ? 0 : 1) - (toIn ? 0 : 1));
  return Array.from({ length }, (_, index) => {
    const at = start + index * step;
    return from instanceof FeelDate ? FeelDate.ofDays(at) : new Num(at);
  });
}

export function filtered(of: Run, by: Run): Run {
  return (scope) => {
    const value = of(scope);
    const { env } = scope;
    const list = Array.isArray(value) ? value : value === null ? [] : [value];
    const kept: Value[] = [];
    let index = 0;
    if (list.length === 0) {
      const position = env.mode === 'tck' ? by(itemScope(scope, null)) : null;
      return position instanceof Decimal ? null : [];
    }
    for (const item of list) {
      env.step();
      const result = by(itemScope(scope, item));
      if (index === 0 && result instanceof Decimal) return atPosition(env, list, result);
      if (index === 0 && result !== null && typeof result !== 'boolean')
        return env.fail(`a filter needs true, false or a position, not ${kindOf(result)}`);
      if (result === true) kept.push(item);
      index += 1;
    }
    return kept;
  };
}

function itemScope(scope: Scope, item: Value): Scope {
  const withItem = new Scope(scope.env, new Map([['item', item]]), scope);
  return item instanceof Map ? new Scope(scope.env, item, withItem) : withItem;
}

function atPosition(env: Env, list: readonly Value[], position: Decimal): Value {
  if (!position.isInteger()) return env.fail('a position is a whole number');
  const at = position.toNumber();
  const found = at > 0 ? list[at - 1] : at < 0 ? list[list.length + at] : undefined;
  return found === undefined ? env.fail(`the list has no item ${position}`) : found;
}
