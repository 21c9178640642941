// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import { type Compiled, compile } from './feel/compile.ts';
import { type Env, Scope } from './feel/env.ts';
import type { Node } from './feel/ast.ts';
import { parseTests } from './feel/parser.ts';
import { type ColumnIndex, columnIndex, keepRows, listRows, type Rows } from './table-index.ts';
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
  readonly tests: readonly (Cell | undefined)[];
  readonly outputs: readonly Compiled[];
}
interface Cell {
  readonly node: Node;
  readonly run: Compiled;
}
interface Input {
  readonly label: string;
  readonly run: Compiled;
  readonly type: FeelType | undefined;
  readonly allowed: Compiled | undefined;
  readonly index: ColumnIndex | undefined;
}

export function compileTable(setting: Setting, table: Table): Compiled {
  const columns = table.outputs.map((output) => columnOf(setting, output));
  const rows = table.rules.map(
    (rule): Row => ({
      id: rule.id,
      tests: rule.tests.map((test) => (test === '-' ? undefined : cellOf(setting, test))),
      outputs: rule.outputs.map((output) => literal(setting, output)),
    }),
  );
  const inputs = table.inputs.map(
    (input, column): Input => ({
      label: input.label,
      run: literal(setting, input.expression),
      type: setting.typeOf(input.typeRef),
      allowed: input.allowed === undefined ? undefined : cellOf(setting, input.allowed).run,
      index: columnIndex(rows.map((row) => row.tests[column]?.node)),
    }),
  );
  return (scope) => {
    const cells = inputs.map((input) => cellScope(scope, input));
    const matched = matching(scope.env, table, inputs, rows, cells);
    const results = byHitPolicy(scope, table, columns, matched);
    if (!scope.env.onTable) return results.value;
    scope.env.onTable({
      table: table.id,
      decision: scope.env.element,
      inputs: inputs.map(({ label }, index) => ({ label, value: cells[index]?.find('?') ?? null })),
      rules: results.fired.map(({ row, result }) => ({
        id: row.id,
        outputs: new Map(columns.map(({ name }, index) => [name || scope.env.element, result[index] ?? null])),
      })),
    });
    return results.value;
  };
}

function cellScope(scope: Scope, { label, run, type, allowed }: Input): Scope {
  const { env } = scope;
  const value = coerced(env, run(scope), type, `"${label}"`);
  const cell = new Scope(env, new Map([['?', value]]), scope);
  if (allowed && value !== null && allowed(cell) !== true)
    env.fail(`"${label}" has a value that is not allowed`, 'undecided');
  return cell;
}

/** By the columns that have an index first; what is left is tried row by row. */
function matching(
  env: Env,
  table: Table,
  inputs: readonly Input[],
  rows: readonly Row[],
  cells: readonly Scope[],
): Row[] {
  const open: number[] = [];
  let left: Rows | undefined;
  for (const [column, { index }] of inputs.entries()) {
    const fitting = index?.(cells[column]?.find('?') ?? null);
    if (!fitting) open.push(column);
    else if (left) keepRows(left, fitting);
    else left = fitting.slice();
  }
  const matched: Row[] = [];
  for (const at of left ? listRows(left) : rows.keys()) {
    const row = rows[at] as Row;
    env.step();
    const fits = open.every((column) => {
      const test = row.tests[column];
      return !test || test.run(cells[column] as Scope) === true;
    });
    if (fits) matched.push(row);
    if (fits && table.hitPolicy === 'FIRST') break;
  }
  return matched;
}

const cellOf = (setting: Setting, text: string): Cell => {
  let node: Node = unread;
  const run = feel(() => {
    node = parseTests(text, setting.names);
    return compile(node);
  });
  return { node, run };
};
/** Stands for a cell that does not parse. */
const unread: Node = { kind: 'constant', value: null };

function columnOf(setting: Setting, output: TableOutput): Column {
  return {
    name: output.name ?? '',
    type: setting.typeOf(output.typeRef),
    values: output.values === undefined ? undefined : literal(setting, `[${output.values}]`),
    fallback: output.fallback === undefined ? undefined : literal(setting, output.fallback),
  };
}

type Result = readonly Value[];

interface Decided {
  readonly value: Value;
  /** Rows that took part, with what they give. */
  readonly fired: readonly { readonly row: Row; readonly result: Result }[];
}

function byHitPolicy(scope: Scope, table: Table, columns: readonly Column[], matched: readonly Row[]): Decided {
  const { env } = scope;
  if (matched.length === 0) return { value: withoutRule(scope, table, columns), fired: [] };
  const ids = () => matched.map((row) => row.id).join(', ');
  if (table.hitPolicy === 'UNIQUE' && matched.length > 1)
    return { value: env.fail(`several rules fit where one may: ${ids()}`, 'ambiguous'), fired: [] };
  const fired = matched.map((row) => ({ row, result: resultOf(scope, columns, row) }));
  const results = fired.map(({ result }) => result);
  const [first] = results as [Result];
  if (table.hitPolicy === 'ANY' && !results.every((result) => agree(result, first)))
    return { value: env.fail(`several rules fit and differ: ${ids()}`, 'ambiguous'), fired: [] };
  return { value: chosen(env, table, columns, results), fired };
}

const agree = (a: Result, b: Result): boolean => a.every((value, index) => equal(value, b[index] ?? null) === true);

function chosen(env: Env, table: Table, columns: readonly Column[], results: readonly Result[]): Value {
  switch (table.hitPolicy) {
    case 'PRIORITY':
      return whole(columns, byPriority(env, columns, results)[0] as Result);
    case 'OUTPUT ORDER':
      return byPriority(env, columns, results).map((result) => whole(columns, result));
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
  const strict = scope.env.mode === 'strict';
  if (strict && table.aggregation === 'SUM')
    return whole(
      columns,
      columns.map(() => new Num(0)),
    );
  if (table.hitPolicy === 'COLLECT' && strict && !table.aggregation) return [];
  return scope.env.fail('no rule fits', 'undecided');
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

function byPriority(env: Env, columns: readonly Column[], results: readonly Result[]): Result[] {
  const orders = columns.map((column) => {
    const values = column.values?.(new Scope(env, new Map()));
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
