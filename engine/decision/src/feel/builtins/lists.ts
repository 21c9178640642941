// SPDX-License-Identifier: Apache-2.0
import type { Decimal } from 'decimal.js';
import { invoke } from '../call.ts';
import type { Env } from '../env.ts';
import { compare, equal } from '../operators.ts';
import { type Context, type FeelFunction, kindOf, Num, type Value } from '../values.ts';
import { define, type Library } from './define.ts';

const same = (a: Value, b: Value): boolean => equal(a, b) === true;

export function addLists(library: Library): void {
  define(library, 'list contains', [
    'list: list, element: any',
    (env, list: Value[], element: Value) => {
      env.step(list.length);
      return list.some((item) => same(item, element));
    },
  ]);
  define(library, 'count', ['list: list', (_, list: Value[]) => new Num(list.length)]);
  extreme(library, 'min', -1);
  extreme(library, 'max', 1);
  truth(library, 'all', false);
  truth(library, 'any', true);
  define(library, 'sublist', [
    'list: list, start position: number, length?: number',
    (env, list: Value[], start: Decimal, length?: Decimal) => part(env, list, start, length),
  ]);
  define(library, 'append', ['list: list, ...item: any', (_, list: Value[], items: Value[]) => [...list, ...items]]);
  define(library, 'concatenate', ['...list: list', (_, lists: Value[][]) => lists.flat(1)]);
  define(library, 'union', ['...list: list', (env, lists: Value[][]) => distinct(env, lists.flat(1))]);
  define(library, 'distinct values', ['list: list', distinct]);
  define(library, 'flatten', ['list: list', (_, list: Value[]) => flat(list)]);
  define(library, 'reverse', ['list: list', (_, list: Value[]) => [...list].reverse()]);
  define(library, 'index of', [
    'list: list, match: any',
    (_, list: Value[], match: Value) => list.flatMap((item, index) => (same(item, match) ? [new Num(index + 1)] : [])),
  ]);
  define(library, 'insert before', [
    'list: list, position: number, newItem: any',
    (env, list: Value[], position: Decimal, item: Value) =>
      at(env, list, position, (index) => list.toSpliced(index, 0, item)),
  ]);
  define(library, 'remove', [
    'list: list, position: number',
    (env, list: Value[], position: Decimal) => at(env, list, position, (index) => list.toSpliced(index, 1)),
  ]);
  define(
    library,
    'list replace',
    [
      'list: list, position: number, newItem: any',
      (env, list: Value[], position: Decimal, item: Value) =>
        at(env, list, position, (index) => list.with(index, item)),
    ],
    [
      'list: list, match: function, newItem: any',
      (env, list: Value[], match: FeelFunction, item: Value) => replaced(env, list, match, item),
    ],
  );
  define(
    library,
    'sort',
    ['list: list, precedes: function', (env, list: Value[], by: FeelFunction) => ordered(env, list, by)],
    ['list: list', (env, list: Value[]) => naturally(env, list)],
  );
  contexts(library);
}

const flat = (list: readonly Value[]): Value[] =>
  list.flatMap((item): Value[] => (Array.isArray(item) ? flat(item) : [item]));

function extreme(library: Library, name: string, sign: number): void {
  const run = (env: Env, list: Value[]): Value => {
    env.step(list.length);
    if (list.length === 0) return env.fail('the list is empty');
    return list.reduce((best, item) => {
      if (best === null) return null;
      const order = typeof item === 'boolean' ? undefined : compare(item, best);
      if (order === undefined) return env.fail(`${kindOf(item)} and ${kindOf(best)} have no order`);
      return order === sign ? item : best;
    });
  };
  define(library, name, ['list: list', run], ['...list: any', run]);
}

function truth(library: Library, name: string, decides: boolean): void {
  const run = (env: Env, list: Value[]): Value => {
    if (list.some((item) => item !== null && typeof item !== 'boolean')) return env.fail(`${name} needs true or false`);
    if (list.includes(decides)) return decides;
    return list.includes(null) ? null : !decides;
  };
  define(library, name, ['list: list', run], ['...list: any', run]);
}

function part(env: Env, list: readonly Value[], start: Decimal, length: Decimal | undefined): Value {
  if (!start.isInteger() || start.isZero() || start.abs().gt(list.length)) return env.fail('no such position');
  if (length && (!length.isInteger() || length.isNegative())) return env.fail('no such length');
  const from = start.isNegative() ? list.length + start.toNumber() : start.toNumber() - 1;
  const to = length ? from + length.toNumber() : list.length;
  return to > list.length ? env.fail('the list is shorter') : list.slice(from, to);
}

/** Runs with the index that a position, from the end where negative, stands for. */
function at(env: Env, list: readonly Value[], position: Decimal, run: (index: number) => Value): Value {
  if (!position.isInteger() || position.isZero() || position.abs().gt(list.length)) return env.fail('no such position');
  return run(position.isNegative() ? list.length + position.toNumber() : position.toNumber() - 1);
}

function distinct(env: Env, list: readonly Value[]): Value[] {
  const kept: Value[] = [];
  for (const item of list) {
    env.step(kept.length + 1);
    if (!kept.some((known) => same(known, item))) kept.push(item);
  }
  return kept;
}

function replaced(env: Env, list: readonly Value[], match: FeelFunction, item: Value): Value {
  if (match.params.length !== 2) return env.fail('match needs two parameters');
  const chosen = list.map((old) => invoke(env, match, [old, item]));
  if (chosen.some((value) => typeof value !== 'boolean')) return env.fail('match answers neither true nor false');
  return list.map((old, index) => (chosen[index] === true ? item : old));
}

function ordered(env: Env, list: readonly Value[], precedes: FeelFunction): Value {
  if (precedes.params.length !== 2) return env.fail('precedes needs two parameters');
  return [...list].sort((a, b) => {
    env.step();
    if (invoke(env, precedes, [a, b]) === true) return -1;
    return invoke(env, precedes, [b, a]) === true ? 1 : 0;
  });
}

function naturally(env: Env, list: readonly Value[]): Value {
  let broken = false;
  const result = [...list].sort((a, b) => {
    env.step();
    const order = compare(a, b);
    if (order === undefined) broken = true;
    return order ?? 0;
  });
  return broken ? env.fail('the items have no order') : result;
}

function contexts(library: Library): void {
  define(
    library,
    'get value',
    ['m: context, key: string', (_, m: Context, key: string) => m.get(key) ?? null],
    ['context: context, key: string', (_, m: Context, key: string) => m.get(key) ?? null],
    [
      'm: context, keys: strings',
      (env, m: Context, keys: string[]) => {
        if (keys.length === 0) return env.fail('no key');
        return keys.reduce<Value>((at, key) => (at instanceof Map ? (at.get(key) ?? null) : null), m);
      },
    ],
  );
  define(library, 'get entries', ['m: context', (_, m: Context) => [...m].map(([key, value]) => entry(key, value))]);
  define(library, 'context', ['entries: list', (env, entries: Value[]) => fromEntries(env, entries)]);
  const put = (env: Env, m: Context, key: string, value: Value): Value => putAt(env, m, [key], value);
  define(
    library,
    'context put',
    ['context: context, key: string, value: any', put],
    [
      'context: context, keys: list, value: any',
      (env, m: Context, keys: Value[], value: Value) => putAt(env, m, keys, value),
    ],
  );
  define(library, 'context merge', [
    'contexts: list',
    (env, all: Value[]) =>
      all.every((one) => one instanceof Map)
        ? new Map((all as Context[]).flatMap((one) => [...one]))
        : env.fail('context merge needs contexts'),
  ]);
}

const entry = (key: string, value: Value): Context =>
  new Map<string, Value>([
    ['key', key],
    ['value', value],
  ]);

function fromEntries(env: Env, entries: readonly Value[]): Value {
  const made: Context = new Map();
  for (const one of entries) {
    const key = one instanceof Map ? one.get('key') : undefined;
    const value = one instanceof Map ? one.get('value') : undefined;
    if (typeof key !== 'string' || value === undefined) return env.fail('an entry needs a key and a value');
    if (made.has(key)) return env.fail(`the key "${key}" comes twice`);
    made.set(key, value);
  }
  return made;
}

function putAt(env: Env, m: Context, keys: readonly Value[], value: Value): Value {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') return env.fail('a key is a text');
  if (rest.length === 0) return new Map([...m, [key, value]]);
  const inner = m.get(key);
  if (!(inner instanceof Map)) return env.fail(`"${key}" is no context`);
  const changed = putAt(env, inner, rest, value);
  return changed === null ? null : new Map([...m, [key, changed]]);
}
