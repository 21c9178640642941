// SPDX-License-Identifier: Apache-2.0
import type { Env } from '../env.ts';
import { FeelFunction, kindOf, type Value } from '../values.ts';
import { weighed } from '../weight.ts';

type Body = (env: Env, args: readonly Value[]) => Value;
export interface Param {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly rest: boolean;
}
interface Signature {
  readonly params: readonly Param[];
  readonly run: Body;
}

export type Library = Map<string, FeelFunction>;

/** What each built-in function takes, for those who look before they call. */
export const builtinParams = new Map<string, readonly (readonly Param[])[]>();

/**
 * A built-in function with its signatures, such as `string: string, start position: number, length?: number`.
 * Types: those of FEEL, `numbers` (a list of them), `strings`, `point` (anything ordered), `any` (null too),
 * `...` before the name takes all that is left.
 */
export function define(
  library: Library,
  name: string,
  ...signatures: [string, (env: Env, ...args: never[]) => Value][]
) {
  const known = signatures.map(([text, run]): Signature => {
    const params = text === '' ? [] : text.split(',').map(paramOf);
    return { params, run: (env, args) => run(env, ...(args as never[])) };
  });
  builtinParams.set(
    name,
    known.map(({ params }) => params),
  );
  const wrong = (env: Env, given: Iterable<Value>): null =>
    env.fail(`${name} does not take (${[...given].map(kindOf).join(', ')})`);
  const positional: Body = (env, args) => {
    for (const { params, run } of known) {
      const fitted = fit(params, args);
      if (fitted) return within(env, args, () => run(env, fitted));
    }
    return wrong(env, args);
  };
  const named = (env: Env, args: ReadonlyMap<string, Value>): Value => {
    for (const { params, run } of known) {
      const fitted = fitNamed(params, args);
      if (fitted) return within(env, [...args.values()], () => run(env, fitted));
    }
    return wrong(env, args.values());
  };
  const first = known[0]?.params ?? [];
  library.set(
    name,
    new FeelFunction(
      name,
      first.map((param) => ({ name: param.name })),
      positional,
      undefined,
      named,
    ),
  );
}

/** What goes in counts as steps, what comes out must fit the budget. */
function within(env: Env, args: readonly Value[], run: () => Value): Value {
  for (const arg of args) if (Array.isArray(arg) || typeof arg === 'string') env.step(arg.length);
  const result = run();
  if (typeof result === 'string') env.size(result.length);
  return weighed(env, result);
}

function paramOf(text: string): Param {
  const [name = '', type = 'any'] = text.trim().split(/\s*:\s*/u);
  const optional = name.endsWith('?');
  const rest = name.startsWith('...');
  return { name: name.replace(/^\.\.\.|\?$/gu, ''), type, optional, rest };
}

const missing: unique symbol = Symbol('missing');

function fit(params: readonly Param[], args: readonly Value[]): Value[] | undefined {
  const rest = params.at(-1)?.rest;
  if (args.length > params.length && !rest) return undefined;
  const fitted: Value[] = [];
  for (const [index, param] of params.entries()) {
    if (param.rest) {
      const all = args.slice(index).map((value) => as(param.type, value));
      if (all.length === 0 || all.includes(missing)) return undefined;
      return [...fitted, all as Value[]];
    }
    if (index >= args.length) {
      if (!param.optional) return undefined;
      continue;
    }
    const value = as(param.type, args[index] as Value);
    if (value === missing) return undefined;
    fitted.push(value);
  }
  return fitted;
}

function fitNamed(params: readonly Param[], args: ReadonlyMap<string, Value>): Value[] | undefined {
  if ([...args.keys()].some((name) => !params.some((param) => param.name === name))) return undefined;
  const given: (Value | undefined)[] = [];
  for (const param of params) {
    const value = args.get(param.name);
    if (value === undefined) {
      if (!param.optional) return undefined;
      given.push(undefined);
      continue;
    }
    const fitted = as(param.type, param.rest && !Array.isArray(value) ? [value] : value);
    if (fitted === missing) return undefined;
    given.push(fitted);
  }
  return given as Value[];
}

const points = new Set(['number', 'string', 'date', 'time', 'date and time']);

function as(type: string, value: Value): Value | typeof missing {
  if (type === 'any') return value;
  if (type === 'list') return value === null ? missing : Array.isArray(value) ? value : [value];
  if (type === 'numbers' || type === 'strings') {
    const list = value === null ? missing : Array.isArray(value) ? value : [value];
    if (list === missing) return missing;
    return list.every((item) => kindOf(item) === type.slice(0, -1) || (type === 'strings' && item === null))
      ? list
      : missing;
  }
  if (is(type, value)) return value;
  return Array.isArray(value) && value.length === 1 && is(type, value[0] as Value) ? (value[0] as Value) : missing;
}

function is(type: string, value: Value): boolean {
  const kind = kindOf(value);
  if (type === 'point') return points.has(kind) || kind.endsWith('duration');
  if (type === 'day') return kind === 'date' || kind === 'date and time';
  if (type === 'duration') return kind.endsWith('duration');
  return kind === type;
}
