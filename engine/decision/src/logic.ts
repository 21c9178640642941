// SPDX-License-Identifier: Apache-2.0
/** Boxed expressions as functions of their variables. */
import { invokeNamed } from './feel/call.ts';
import type { Compiled } from './feel/compile.ts';
import { Scope } from './feel/env.ts';
import { filtered, iterated } from './feel/loops.ts';
import { coerced } from './feel/types.ts';
import { FeelFunction, kindOf, type Value } from './feel/values.ts';
import { weighed } from './feel/weight.ts';
import type { Binding, Expression, FunctionDefinition } from './model.ts';
import { literal, type Setting } from './setting.ts';
import { compileTable } from './table.ts';

export function compileLogic(setting: Setting, expression: Expression): Compiled {
  const run = byKind(setting, expression);
  const type = setting.typeOf(expression.typeRef);
  return type ? (scope) => coerced(scope.env, run(scope), type, 'the value') : run;
}

function byKind(setting: Setting, expression: Expression): Compiled {
  const inner = (part: Expression): Compiled => compileLogic(setting, part);
  switch (expression.kind) {
    case 'literal':
      return literal(setting, expression.text);
    case 'table':
      return compileTable(setting, expression);
    case 'function':
      return functionOf(setting, expression, 'function');
    case 'context':
      return contextOf(setting, expression.entries);
    case 'invocation':
      return invocationOf(setting, inner(expression.of), expression.bindings);
    case 'relation': {
      const rows = expression.rows.map((row) => row.map(inner));
      const columns = expression.columns.map(({ name, typeRef }) => ({ name, type: setting.typeOf(typeRef) }));
      return (scope) =>
        rows.map(
          (row) =>
            new Map(
              columns.map(({ name, type }, index) => [
                name,
                coerced(scope.env, row[index]?.(scope) ?? null, type, `"${name}"`),
              ]),
            ),
        );
    }
    case 'list': {
      const items = expression.items.map(inner);
      return (scope) =>
        weighed(
          scope.env,
          items.map((item) => item(scope)),
        );
    }
    case 'conditional': {
      const [test, yes, no] = [inner(expression.test), inner(expression.yes), inner(expression.no)];
      return (scope) => {
        const chosen = test(scope);
        if (chosen !== null && typeof chosen !== 'boolean') return scope.env.fail('if needs true or false');
        return chosen === true ? yes(scope) : no(scope);
      };
    }
    case 'filter': {
      const by = inner(expression.by);
      const of = inner(expression.of);
      return filtered(of, by);
    }
    default:
      return iterated(
        expression.kind,
        [{ name: expression.variable, from: inner(expression.from) }],
        inner(expression.body),
        expression.body,
      );
  }
}

export function functionOf(
  setting: Setting,
  definition: FunctionDefinition,
  name: string,
): (scope: Scope) => FeelFunction {
  const params = definition.params.map(({ name, typeRef }) => ({ name, type: setting.typeOf(typeRef) }));
  const body = definition.body && definition.language === 'FEEL' ? compileLogic(setting, definition.body) : undefined;
  return (scope) =>
    new FeelFunction(name, params, (env, args) => {
      if (!body) return env.fail(`"${name}" is written in ${definition.language}, which is not run`);
      const vars = new Map(params.map((param, index) => [param.name, args[index] ?? null]));
      return body(new Scope(env, vars, scope));
    });
}

function contextOf(setting: Setting, entries: readonly { variable?: Binding; value: Expression }[]): Compiled {
  const compiled = entries.map(({ variable, value }) => ({
    name: variable?.name,
    type: setting.typeOf(variable?.typeRef),
    run: compileLogic(setting, value),
  }));
  return (scope) => {
    const made = new Map<string, Value>();
    const inner = new Scope(scope.env, made, scope);
    for (const { name, type, run } of compiled) {
      const value = coerced(scope.env, run(inner), type, `"${name ?? 'the result'}"`);
      if (name === undefined) return value;
      made.set(name, value);
    }
    return weighed(scope.env, made);
  };
}

function invocationOf(setting: Setting, of: Compiled, bindings: readonly Binding[]): Compiled {
  const given = bindings.map(({ name, typeRef, value }) => ({
    name,
    type: setting.typeOf(typeRef),
    run: value ? compileLogic(setting, value) : () => null,
  }));
  return (scope) => {
    const target = of(scope);
    if (!(target instanceof FeelFunction)) return scope.env.fail(`${kindOf(target)} cannot be called`);
    const args = new Map(
      given.map(({ name, type, run }) => [name, coerced(scope.env, run(scope), type, `"${name}"`)] as const),
    );
    return invokeNamed(scope.env, target, args);
  };
}
