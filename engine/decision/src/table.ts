// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import type { Compiled } from './feel/compile.ts';
import { type Env, Scope } from './feel/env.ts';
import { compileTests } from './feel/index.ts';
import { compare, equal } from './feel/operators.ts';
import { coerced, type FeelType } from './feel/types.ts';
import { Num, type Value } from './feel/values.ts';
import { feel, literal, type Setting } from './setting.ts';
import type { Table, TableOutput } from './model.ts';

interface Column {
  readonly name: string;
  readonly type: FeelType | undefined;
  /** In order of priority. */
  readonly values: Compiled | undefined;
  readonly fallback: Compiled | undefined;
}
interface Row {
  readonly id: string;
  readonly tests: readonly (Compiled | undefined)[];
  readonly outputs: readonly Compiled[];
}

export function compileTable(setting: Setting, table: Table): Compiled {
  const inputs = table.inputs.map((input) => ({
    label: input.label,
    run: literal(setting, input.expression),
    type: setting.typeOf(input.typeRef),
    allowed: input.allowed === undefined ? undefined : tests(setting, input.allowed),
  }));
  const columns = table.outputs.map((output) => columnOf(setting, output));
  const rows = table.rules.map((rule) => ({
    id: rule.id,
    tests: rule.tests.map((test) => (test === '-' ? undefined : tests(setting, test))),
    outputs: rule.outputs.map((output) => literal(setting, output)),
  }));
  return (scope) => {
    const { env } = scope;
    const cells: Scope[] = [];
    for (const { label, run, type, allowed } of inputs) {
      const value = coerced(env, run(scope), type, `"${label}"`);
      const cell = new Scope(env, new Map([['?', value]]), scope);
      if (allowed && value !== null && allowed(cell) !== true)
        return env.fail(`"${label}" has a value that is not allowed`);
      cells.push(cell);
    }
    const matched = rows.filter((row) => {
      env.step();
      return row.tests.every((test, index) => !test || test(cells[index] as Scope) === true);
    });
    env.onTable?.(
      table.id,
      matched.map((row) => row.id),
    );
    return byHitPolicy(scope, table, columns, matched);
  };
}

const tests = (setting: Setting, text: string): Compiled => feel(setting, () => compileTests(text, setting.names));

function columnOf(setting: Setting, output: TableOutput): Column {
  return {
    name: output.name ?? '',
    type: setting.typeOf(output.typeRef),
    values: output.values === undefined ? undefined : literal(setting, `[${output.values}]`),
    fallback: output.fallback === undefined ? undefined : literal(setting, output.fallback),
  };
}

type Result = readonly Value[];

function byHitPolicy(scope: Scope, table: Table, columns: readonly Column[], matched: readonly Row[]): Value {
  const { env } = scope;
  if (matched.length === 0) return withoutRule(scope, table, columns);
  const first = table.hitPolicy === 'FIRST' || table.hitPolicy === 'UNIQUE';
  if (table.hitPolicy === 'UNIQUE' && matched.length > 1)
    return env.fail(`several rules fit where one may: ${matched.map((row) => row.id).join(', ')}`);
  const results = (first ? matched.slice(0, 1) : matched).map((row) => resultOf(scope, columns, row));
  switch (table.hitPolicy) {
    case 'ANY':
      if (results.some((result) => !result.every((value, index) => equal(value, results[0]?.[index] ?? null) === true)))
        return env.fail(`several rules fit and differ: ${matched.map((row) => row.id).join(', ')}`);
      return whole(columns, results[0] as Result);
    case 'PRIORITY':
      return whole(columns, byPriority(scope, columns, results)[0] as Result);
    case 'OUTPUT ORDER':
      return byPriority(scope, columns, results).map((result) => whole(columns, result));
    case 'RULE ORDER':
      return results.map((result) => whole(columns, result));
    case 'COLLECT':
      return table.aggregation
        ? aggregated(env, table.aggregation, columns, results)
        : results.map((result) => whole(columns, result));
    default:
      return whole(columns, results[0] as Result);
  }
}

function withoutRule(scope: Scope, table: Table, columns: readonly Column[]): Value {
  if (columns.some((column) => column.fallback)) {
    const result = whole(
      columns,
      columns.map((column) => column.fallback?.(scope) ?? null),
    );
    return table.hitPolicy === 'COLLECT' && !table.aggregation ? [result] : result;
  }
  if (table.aggregation === 'COUNT') return new Num(0);
  if (table.hitPolicy === 'COLLECT' && scope.env.mode === 'strict' && !table.aggregation) return [];
  return scope.env.fail('no rule fits');
}

const resultOf = (scope: Scope, columns: readonly Column[], row: Row): Result =>
  row.outputs.map((output, index) => {
    const column = columns[index];
    return coerced(scope.env, output(scope), column?.type, `"${column?.name ?? 'output'}" of ${row.id}`);
  });

const whole = (columns: readonly Column[], result: Result): Value =>
  columns.length === 1
    ? (result[0] ?? null)
    : new Map(columns.map((column, index) => [column.name, result[index] ?? null]));

function byPriority(scope: Scope, columns: readonly Column[], results: readonly Result[]): Result[] {
  const orders = columns.map((column) => {
    const values = column.values?.(scope);
    return Array.isArray(values) ? values : [];
  });
  const place = (result: Result, index: number): number => {
    const at = (orders[index] ?? []).findIndex((value) => equal(value, result[index] ?? null) === true);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return [...results].sort((a, b) => {
    for (const index of columns.keys()) {
      const order = place(a, index) - place(b, index);
      if (order) return order;
    }
    return 0;
  });
}

function aggregated(env: Env, how: string, columns: readonly Column[], results: readonly Result[]): Value {
  if (how === 'COUNT') return new Num(results.length);
  const fold = (values: readonly Value[]): Value => {
    if (how === 'SUM')
      return values.every((value) => value instanceof Decimal)
        ? values.reduce<Decimal>((sum, value) => Num.add(sum, value), new Num(0))
        : env.fail('what is summed up is no number');
    const sign = how === 'MIN' ? -1 : 1;
    return values.reduce((best, value) => {
      const order = compare(value, best);
      if (order === undefined) return env.fail('the outputs have no order');
      return order === sign ? value : best;
    });
  };
  return whole(
    columns,
    columns.map((_, index) => fold(results.map((result) => result[index] ?? null))),
  );
}
