// SPDX-License-Identifier: Apache-2.0
/** Nobody is told apart: not by a cell, and not by what totals leave. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fact, foldMonth, leastWages } from '../src/folding.ts';
import { all, type Cell, least, publishable, publishableList } from '../src/protection.ts';

/** A table of counts with its totals; each counted is somebody else. */
function tableOf(counts: readonly (readonly number[])[]): Cell[] {
  const cells: Cell[] = [];
  const add = (row: string, column: string, value: number) => {
    if (value > 0) cells.push({ row, column, value, people: value });
  };
  const sum = (values: readonly number[]) => values.reduce((whole, value) => whole + value, 0);
  for (const [row, values] of counts.entries()) {
    for (const [column, value] of values.entries()) add(`r${row}`, `c${column}`, value);
    add(`r${row}`, all, sum(values));
  }
  for (const column of (counts[0] ?? []).keys())
    add(all, `c${column}`, sum(counts.map((values) => values[column] ?? 0)));
  add(all, all, sum(counts.flat()));
  return cells;
}

const keyOf = ({ row, column }: Pick<Cell, 'row' | 'column'>) => `${row} ${column}`;

/** Every table of whole numbers that fits what is published: what somebody outside can know. */
function fitting(rows: number, columns: number, published: readonly Cell[]): Map<string, Set<number>> {
  const told = new Map(published.map((cell) => [keyOf(cell), cell.value]));
  const total = told.get(`${all} ${all}`) ?? 0;
  const found = new Map<string, Set<number>>();
  const table = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  const fits = (key: string, value: number) => (told.get(key) ?? value) === value;
  const note = (key: string, value: number) => found.set(key, (found.get(key) ?? new Set()).add(value));
  const columnSum = (column: number) => table.reduce((sum, values) => sum + (values[column] ?? 0), 0);
  const rowSum = (row: number) => (table[row] ?? []).reduce((sum, value) => sum + value, 0);
  const place = (at: number, left: number): void => {
    if (at === rows * columns) {
      if (left > 0) return;
      for (let column = 0; column < columns; column += 1) if (!fits(`${all} c${column}`, columnSum(column))) return;
      for (const [row, values] of table.entries()) {
        note(`r${row} ${all}`, rowSum(row));
        for (const [column, value] of values.entries()) note(`r${row} c${column}`, value);
      }
      for (let column = 0; column < columns; column += 1) note(`${all} c${column}`, columnSum(column));
      return;
    }
    const [row, column] = [Math.floor(at / columns), at % columns];
    const known = told.get(`r${row} c${column}`);
    for (let value = known ?? 0; value <= Math.min(left, known ?? left); value += 1) {
      const values = table[row];
      if (!values) return;
      values[column] = value;
      if (column < columns - 1 || fits(`r${row} ${all}`, rowSum(row))) place(at + 1, left - value);
      values[column] = 0;
    }
  };
  place(0, total);
  return found;
}

const count = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.integer({ min: 5, max: 8 }));
const counts = fc
  .tuple(fc.constantFrom(2, 3), fc.constantFrom(2))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

test('no cell of fewer than five people can be found from the cells and totals that are published', () => {
  fc.assert(
    fc.property(counts, (table) => {
      const cells = tableOf(table);
      const published = publishable(cells);
      for (const { people } of published) expect(people).toBeGreaterThanOrEqual(least);
      if (published.length === 0) return;
      const possible = fitting(table.length, table[0]?.length ?? 0, published);
      for (const cell of cells.filter(({ people }) => people < least))
        expect(possible.get(keyOf(cell))?.size ?? 0, `${keyOf(cell)} of ${JSON.stringify(table)}`).toBeGreaterThan(1);
    }),
    { numRuns: 150 },
  );
});

test('a table without small cells is published whole, and one of fewer than five people not at all', () => {
  const whole = tableOf([
    [5, 9],
    [7, 6],
  ]);
  expect(publishable(whole)).toHaveLength(whole.length);
  expect(publishable(tableOf([[4, 0]]))).toEqual([]);
});

test('a small cell takes its own row and column with it, the smallest that are needed', () => {
  const published = publishable(
    tableOf([
      [3, 20, 30],
      [8, 40, 50],
      [60, 70, 80],
    ]),
  ).map(keyOf);
  expect(published).not.toContain('r0 c0');
  expect(published).toHaveLength(16 - 4);
});

test('of a list never one alone is kept back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }), (values) => {
      const cells = values.map((value, at) => ({ row: `x${at}`, column: all, value, people: value }));
      const total = values.reduce((sum, value) => sum + value, 0);
      const shown = publishableList(cells, total);
      expect(shown.every(({ people }) => people >= least)).toBe(true);
      expect(shown.length === cells.length - 1 && total >= least).toBe(false);
    }),
    { examples: [[[3, 9, 7]]] },
  );
});

const fact = fc.record<Fact>({
  id: fc.uuid(),
  measure: fc.constantFrom('permits-issued', 'contracts-concluded'),
  region: fc.constantFrom('XM-01', 'XM-02', 'unknown'),
  occupation: fc.constantFrom('2', '7', '9'),
  citizenship: fc.constantFrom('IND', 'TUR', 'unknown'),
  person: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')),
  wage: fc.option(fc.integer({ min: 500, max: 4000 })),
});

test('the order of what counts, and what is told twice, change nothing of what is published', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fact, { selector: ({ id }) => id, maxLength: 60 }),
      fc.infiniteStream(fc.nat()),
      (facts, numbers) => {
        const again = [...facts, ...facts.filter(() => (numbers.next().value ?? 0) % 2 === 0)]
          .map((one) => ({ one, at: numbers.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const shown = foldMonth(facts, []);
        expect(foldMonth(again, [])).toEqual(shown);
        const total = shown.find(
          (one) =>
            one.measure === 'permits-issued' && one.region === all && one.occupation === all && one.citizenship === all,
        );
        const permits = facts.filter(({ measure }) => measure === 'permits-issued');
        if (total) expect(total.value).toBe(permits.length);
        else expect(new Set(permits.map(({ person, id }) => person ?? id)).size).toBeLessThan(least);
      },
    ),
  );
});

test('one person with many cases is one person', () => {
  const many = Array.from(
    { length: 9 },
    (_, at): Fact => ({
      ...{ id: `${at}`, measure: 'permits-issued', region: 'XM-01', occupation: '7', citizenship: 'IND' },
      ...{ person: 'somebody', wage: null },
    }),
  );
  expect(foldMonth(many, [])).toEqual([]);
});

test('quartiles are told from ten people on, to the nearest ten', () => {
  const of = (length: number) =>
    Array.from(
      { length },
      (_, at): Fact => ({
        ...{ id: `${at}`, measure: 'contracts-concluded', region: 'XM-01', occupation: '7', citizenship: 'unknown' },
        ...{ person: null, wage: 1003 + at * 100 },
      }),
    );
  const wages = (length: number) =>
    foldMonth(of(length), []).filter(({ measure, occupation }) => measure.startsWith('wage') && occupation === all);
  expect(wages(leastWages - 1)).toEqual([]);
  expect(wages(11).map(({ measure, value }) => [measure, value])).toEqual([
    ['wage-lower', 1250],
    ['wage-median', 1500],
    ['wage-upper', 1750],
  ]);
});

test('places are told to the nearest five', () => {
  const stocks = [
    { occupation: '7', granted: 23, taken: 11 },
    { occupation: '2', granted: 4, taken: 1 },
  ];
  expect(foldMonth([], stocks).map(({ measure, occupation, value }) => [measure, occupation, value])).toEqual([
    ['places-granted', '2', 5],
    ['places-granted', '7', 25],
    ['places-granted', all, 25],
    ['places-used', '7', 10],
    ['places-used', all, 10],
  ]);
});
