// SPDX-License-Identifier: Apache-2.0
import type { Env, Scope } from './env.ts';
import { coerced } from './types.ts';
import { FeelFunction, kindOf, type Value } from './values.ts';

type Run = (scope: Scope) => Value;

export function call(of: Run, args: readonly { name?: string | undefined; value: Run }[]): Run {
  const named = args.length > 0 && args.every((arg) => arg.name !== undefined);
  const mixed = !named && args.some((arg) => arg.name !== undefined);
  return (scope) => {
    const { env } = scope;
    env.step();
    const target = of(scope);
    if (!(target instanceof FeelFunction)) return env.fail(`${kindOf(target)} cannot be called`);
    if (mixed) return env.fail('arguments are either all named or none');
    const values = args.map((arg) => arg.value(scope));
    if (!named) return invoke(env, target, values);
    return invokeNamed(env, target, new Map(args.map((arg, index) => [arg.name as string, values[index] as Value])));
  };
}

export function invokeNamed(env: Env, target: FeelFunction, args: ReadonlyMap<string, Value>): Value {
  if (target.named) return env.deeper(() => target.named?.(env, args) ?? null);
  const unknown = [...args.keys()].find((name) => !target.params.some((param) => param.name === name));
  if (unknown !== undefined) return env.fail(`"${target.name}" has no parameter "${unknown}"`);
  if (args.size < target.params.length) return env.fail(`"${target.name}" needs ${target.params.length} arguments`);
  return invoke(
    env,
    target,
    target.params.map((param) => args.get(param.name) ?? null),
  );
}

/** Calls with coerced arguments; a built-in function checks its own. */
export function invoke(env: Env, target: FeelFunction, args: readonly Value[]): Value {
  return env.deeper(() => {
    if (target.named) return target.call(env, args);
    if (args.length !== target.params.length)
      return env.fail(`"${target.name}" needs ${target.params.length} arguments, not ${args.length}`);
    const given = target.params.map((param, index) => {
      const value = args[index] as Value;
      return coerced(env, value, param.type, `"${param.name}" of "${target.name}"`);
    });
    return coerced(env, target.call(env, given), target.result, `the result of "${target.name}"`);
  });
}
