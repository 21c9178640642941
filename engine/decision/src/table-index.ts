// SPDX-License-Identifier: Apache-2.0
/** Cells that hold constants alone: a value finds the rows it fits without trying each. */
import type { Node } from './feel/ast.ts';
import { constantOf, constantRange } from './feel/constants.ts';
import { compare } from './feel/operators.ts';
import { FeelRange, kindOf, type Value } from './feel/values.ts';

/** A bit for each row. */
export type Rows = Uint32Array;

/** Undefined: a value of another kind, which has to be tried. */
export type ColumnIndex = (value: Value) => Rows | undefined;

const indexed: readonly string[] = ['number', 'string', 'boolean', 'date'];
const mostWords = 4_000_000;

interface Cell {
  readonly not: boolean;
  readonly tests: readonly (FeelRange | Value)[];
}

export const noRows = (count: number): Rows => new Uint32Array(Math.ceil(count / 32));
export const addRow = (rows: Rows, row: number): void => {
  rows[row >>> 5] = (rows[row >>> 5] as number) | (1 << (row & 31));
};
/** In their order. */
export function listRows(rows: Rows): number[] {
  const found: number[] = [];
  for (let word = 0; word < rows.length; word += 1)
    for (let bits = rows[word] as number; bits !== 0; bits &= bits - 1)
      found.push(word * 32 + 31 - Math.clz32(bits & -bits));
  return found;
}
export function keepRows(rows: Rows, other: Rows): void {
  for (let word = 0; word < rows.length; word += 1) rows[word] = (rows[word] as number) & (other[word] as number);
}

/** Undefined where a cell holds more than constants of one kind. `undefined` among the cells takes every value. */
export function columnIndex(cells: readonly (Node | undefined)[]): ColumnIndex | undefined {
  const read = cells.map(cellOf);
  if (read.includes(undefined)) return undefined;
  const rows = read as Cell[];
  const ends = rows.flatMap(({ tests }) => tests.flatMap(endsOf));
  const kind = kindOf(ends[0] ?? null);
  if (!indexed.includes(kind) || ends.some((end) => kindOf(end) !== kind)) return undefined;
  const points = distinct(ends);
  if ((2 * points.length + 1) * Math.ceil(rows.length / 32) > mostWords) return undefined;
  const regions = regionsOf(rows, points);
  return (value) => (kindOf(value) === kind ? regions[regionOf(points, value)] : undefined);
}

function cellOf(node: Node | undefined): Cell | undefined {
  if (!node || (node.kind === 'tests' && node.any)) return { not: true, tests: [] };
  if (node.kind !== 'tests') return undefined;
  const tests = node.tests.map((test) => constantRange(test) ?? constantOf(test));
  return tests.some((test) => test === undefined || test === null)
    ? undefined
    : { not: node.not, tests: tests as Value[] };
}

const endsOf = (test: FeelRange | Value): Value[] =>
  test instanceof FeelRange ? [test.from, test.to].filter((end) => end !== undefined) : [test];

function distinct(ends: readonly Value[]): Value[] {
  const sorted = [...ends].sort((a, b) => order(a, b));
  return sorted.filter((end, index) => index === 0 || order(end, sorted[index - 1] as Value) !== 0);
}

/** Booleans have an order here, and only here. */
const order = (a: Value, b: Value): number => (typeof a === 'boolean' ? Number(a) - Number(b) : (compare(a, b) ?? 0));

/** Each point is a region, and so is what lies before, between and after them: 2i + 1 is point i. */
function regionOf(points: readonly Value[], value: Value): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const way = order(points[middle] as Value, value);
    if (way === 0) return 2 * middle + 1;
    if (way < 0) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

function regionsOf(cells: readonly Cell[], points: readonly Value[]): Rows[] {
  const regions = Array.from({ length: 2 * points.length + 1 }, () => noRows(cells.length));
  for (const [row, { not, tests }] of cells.entries()) {
    const hit = new Uint8Array(regions.length);
    for (const test of tests) {
      const [from, to] = spanOf(points, test, regions.length);
      hit.fill(1, from, Math.max(from, to + 1));
    }
    for (const [region, rows] of regions.entries()) if ((hit[region] === 1) !== not) addRow(rows, row);
  }
  return regions;
}

function spanOf(points: readonly Value[], test: FeelRange | Value, count: number): [number, number] {
  if (!(test instanceof FeelRange)) return [regionOf(points, test), regionOf(points, test)];
  const from = test.from === undefined ? 0 : regionOf(points, test.from) + (test.fromIn ? 0 : 1);
  const to = test.to === undefined ? count - 1 : regionOf(points, test.to) - (test.toIn ? 0 : 1);
  return [from, to];
}
