// SPDX-License-Identifier: Apache-2.0
/**
 * Finds values that no rule of a table covers, or that several do where one may. Cells are unions of points and
 * intervals, so trying each boundary and a value on either side of it, in every combination, meets each region once.
 * Every example was tried for real; what cells compute beyond constants may hide more.
 */
import { DecisionFault } from '../fault.ts';
import type { Node } from '../feel/ast.ts';
import { builtinNames, builtins } from '../feel/builtins/index.ts';
import { compile } from '../feel/compile.ts';
import { constantOf } from '../feel/constants.ts';
import { Env, Scope } from '../feel/env.ts';
import { rootScope } from '../feel/index.ts';
import { parseTests } from '../feel/parser.ts';
import { Duration, FeelDate, FeelDateTime, FeelTime, Months, secondNanos } from '../feel/temporal.ts';
import { conforms, type FeelType } from '../feel/types.ts';
import { kindOf, Num, toPlain, type Value } from '../feel/values.ts';
import type { Model, Table } from '../model.ts';
import type { Program } from '../program.ts';
import { addRow, columnIndex, keepRows, listRows, noRows, type Rows } from '../table-index.ts';
import { nameOf } from './kinds.ts';

export interface CoverageProblem {
  readonly kind: 'uncovered' | 'overlapping' | 'too-large';
  /** Input values of one example, plain. */
  readonly example: readonly unknown[];
  readonly rules: readonly string[];
}

interface Sample {
  readonly value: Value;
  readonly rows: Rows;
}

/** Words of rows looked at, and cells tried. */
const mostWork = 3_000_000;
const mostTries = 300_000;
const mostProblems = 50;

const tooLarge: CoverageProblem = { kind: 'too-large', example: [], rules: [] };

/** Gaps of tables that give one row, overlaps where the hit policy allows none; one for each set of rules. */
export function coverageProblems(program: Program, model: Model, table: Table): CoverageProblem[] {
  if (!['UNIQUE', 'ANY', 'FIRST', 'PRIORITY'].includes(table.hitPolicy) || table.rules.length === 0) return [];
  let samples: Sample[][];
  try {
    const columns = table.inputs.map((_, index) => columnOf(program, model, table, index));
    if (columns.some((column) => !column)) return [];
    samples = columns as Sample[][];
  } catch (error) {
    if (error instanceof RangeError) return [tooLarge];
    // What does not parse is said where cells are read.
    return [];
  }
  const found = new Map<string, CoverageProblem>();
  let work = 0;
  const walk = (at: number, rows: Rows, values: readonly Value[]): void => {
    if (found.size >= mostProblems || work > mostWork) return;
    const column = samples[at];
    const empty = rows.every((word) => word === 0);
    if (!column || empty) {
      const problem = problemOf(table, rows);
      const key = problem && `${problem.kind} ${problem.rules.join()}`;
      const rest = samples.slice(at).map((left) => left[0]?.value ?? null);
      if (key && !found.has(key)) found.set(key, { ...problem, example: [...values, ...rest].map(toPlain) });
      return;
    }
    // Values that leave the same rules need not be followed twice.
    const seen = new Set<string>();
    for (const sample of column) {
      const left = rows.slice();
      keepRows(left, sample.rows);
      work += left.length;
      const key = left.join();
      if (!seen.has(key)) walk(at + 1, left, [...values, sample.value]);
      seen.add(key);
    }
  };
  const every = noRows(table.rules.length);
  for (const row of table.rules.keys()) addRow(every, row);
  walk(0, every, []);
  return work > mostWork ? [tooLarge] : [...found.values()];
}

function problemOf(table: Table, rows: Rows): Omit<CoverageProblem, 'example'> | undefined {
  if (rows.every((word) => word === 0))
    return table.outputs.some(({ fallback }) => fallback !== undefined) ? undefined : { kind: 'uncovered', rules: [] };
  if (table.hitPolicy !== 'UNIQUE' && table.hitPolicy !== 'ANY') return undefined;
  const hit = listRows(rows).flatMap((row) => table.rules[row] ?? []);
  const differ =
    table.hitPolicy === 'UNIQUE' || hit.some(({ outputs }) => outputs.join('\n') !== hit[0]?.outputs.join('\n'));
  return hit.length > 1 && differ ? { kind: 'overlapping', rules: hit.map(({ id }) => id) } : undefined;
}

/** Values worth trying, one for each set of rules; undefined where cells ask for more than the value. */
function columnOf(program: Program, model: Model, table: Table, index: number): Sample[] | undefined {
  const input = table.inputs[index];
  const cells = table.rules.map(({ tests }) => tests[index] ?? '-');
  const type = input?.typeRef === undefined ? undefined : program.knownType(model, input.typeRef);
  const nodes = cells.map((cell) => parseTests(cell, program.names));
  const allowed = input?.allowed === undefined ? undefined : parseTests(input.allowed, program.names);
  const sources = [...nodes, ...(allowed ? [allowed] : []), ...allowedIn(type)];
  if (nodes.some(asksElsewhere)) return undefined;
  const passes = testOf(allowed);
  const env = new Env('tck');
  const values = valuesOf(type, sources.flatMap(constantsIn)).filter(
    (value) => passes(value) && (!type || conforms(env, value, type)),
  );
  const everywhere = nodes.every((node) => node.kind === 'tests' && node.any);
  if (values.length === 0) return everywhere ? rowsFor(nodes, [null]) : undefined;
  return rowsFor(nodes, everywhere ? values.slice(0, 1) : values);
}

function rowsFor(nodes: readonly Node[], values: readonly Value[]): Sample[] {
  const index = columnIndex(nodes);
  const tests = index ? [] : nodes.map((node) => testOf(node));
  if (!index && tests.length * values.length > mostTries) throw new RangeError('the table is too large');
  const kept = new Map<string, Sample>();
  for (const value of values) {
    const rows = index?.(value) ?? noRows(nodes.length);
    if (!index) for (const [row, passes] of tests.entries()) if (passes(value)) addRow(rows, row);
    const key = rows.join();
    if (!kept.has(key)) kept.set(key, { value, rows });
  }
  return [...kept.values()];
}

function testOf(node: Node | undefined): (value: Value) => boolean {
  if (!node) return () => true;
  const run = compile(node);
  return (value) => {
    const env = new Env('tck');
    return run(new Scope(env, new Map([['?', value]]), rootScope(env))) === true;
  };
}

/** Whether a value passes unary tests, such as a cell of a table; nothing passes tests that cannot be read. */
export function passesTests(tests: string, value: string): boolean {
  try {
    return testOf(parseTests(tests, builtinNames))(value);
  } catch (error) {
    if (error instanceof DecisionFault || error instanceof RangeError) return false;
    throw error;
  }
}

const partsOf = (node: Node): Node[] =>
  Object.values(node)
    .flatMap((part: unknown) => (Array.isArray(part) ? part : [part]))
    .flatMap((part) => {
      if (typeof part !== 'object' || part === null) return [];
      return 'kind' in part ? [part as Node] : 'value' in part ? [(part as { value: Node }).value] : [];
    });

function constantsIn(node: Node): Value[] {
  const value = constantOf(node);
  return value === undefined ? partsOf(node).flatMap(constantsIn) : [value];
}

/** A name that is neither the value nor a function of FEEL. */
const asksElsewhere = (node: Node): boolean =>
  node.kind === 'name' ? node.name !== '?' && !builtins.has(node.name) : partsOf(node).some(asksElsewhere);

const allowedIn = (type: FeelType | undefined): Node[] =>
  type?.kind === 'allowed' ? [...(type.tests ? [type.tests] : []), ...allowedIn(type.base)] : [];

const noneOf = '\u{fffd} none of the values named';

function valuesOf(type: FeelType | undefined, constants: readonly Value[]): Value[] {
  const name = type ? nameOf(type) : 'Any';
  const kind = name === 'Any' ? kindOf(constants[0] ?? null) : name;
  if (kind === 'boolean') return [true, false];
  const own = constants.filter(
    (value) => kindOf(value) === kind || (kind === 'duration' && kindOf(value).endsWith(kind)),
  );
  if (kind === 'string') return [...new Set(own), noneOf];
  const near = [...(kind === 'number' ? [new Num(0)] : []), ...own.flatMap(around)];
  const byText = new Map(near.map((value) => [String(value), value]));
  return kind === 'number' ? [...byText.values()].sort((a, b) => Number(a) - Number(b)) : [...byText.values()];
}

/** The value before, the value and the one after. */
function around(value: Value): Value[] {
  if (value instanceof Num) {
    const step = new Num(10).pow(-value.decimalPlaces());
    return [Num.sub(value, step), value, Num.add(value, step)];
  }
  if (value instanceof FeelDate) return [FeelDate.ofDays(value.days - 1), value, FeelDate.ofDays(value.days + 1)];
  if (value instanceof FeelDateTime || value instanceof FeelTime)
    return [value.plus(-secondNanos), value, value.plus(secondNanos)];
  if (value instanceof Months) return [new Months(value.months - 1), value, new Months(value.months + 1)];
  return value instanceof Duration
    ? [new Duration(value.nanos - secondNanos), value, new Duration(value.nanos + secondNanos)]
    : [value];
}
