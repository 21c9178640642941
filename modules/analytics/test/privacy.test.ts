// SPDX-License-Identifier: Apache-2.0
import identity from '@stoa/identity';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import analytics from '../src/index.ts';
import { month } from './fixture.ts';

const demo = { kind: 'service', id: 'demo' } as const;

/** Rank of a matrix by exact elimination over fractions kept as integers (Bareiss). */
function rankOf(rows: readonly (readonly bigint[])[]): number {
  const left = rows.map((row) => [...row]);
  let [rank, previous] = [0, 1n];
  for (let column = 0; column < (left[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, at) => at >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    const [a, c] = [left[rank] ?? [], left[pivot] ?? []];
    left[rank] = c;
    left[pivot] = a;
    const head = left[rank]?.[column] ?? 0n;
    for (let at = rank + 1; at < left.length; at++) {
      const row = left[at] ?? [];
      const factor = row[column] ?? 0n;
      for (let k = 0; k < row.length; k++)
        row[k] = ((row[k] ?? 0n) * head - factor * (left[rank]?.[k] ?? 0n)) / previous;
    }
    previous = head;
    rank += 1;
  }
  return rank;
}

test('no hidden cell follows from all that all snapshots publish, by a linear system', async () => {
  const own = await bench(identity, organisations, analytics);
  own.clock.set(new Date('2031-11-05T09:00:00Z'));
  const offices = ['XM-01-CLINIC-1', 'XM-01-CLINIC-2', 'XM-01-SCHOOL-1', 'XM-02-CLINIC-1', 'XM-02-SCHOOL-1'];
  const months = ['2031-06', '2031-07', '2031-08', '2031-09', '2031-10'];
  const sizes = [
    [4, 5, 6, 3, 30],
    [20, 3, 9, 14, 2],
    [1, 0, 2, 1, 1],
    [40, 6, 7, 8, 9],
    [9, 9, 9, 0, 5],
  ];
  const items = offices.flatMap((office, row) =>
    months.map((on, column) => {
      const n = sizes[row]?.[column] ?? 0;
      return month(office, on, [n > 1 ? 1 : 0, 0, 0, 0, n > 1 ? n - 1 : n]);
    }),
  );
  await own.call(
    contract.importHistory,
    { source: 'audit', part: '1', untilMonth: '2031-10', complete: true, items },
    demo,
  );
  await own.drain();
  own.clock.advance({ seconds: 61 });
  await own.drain();
  // Unknown: how many answered at each office in each month. Known: every figure of every snapshot, period, place and sphere.
  const width = offices.length * months.length;
  const lots = await own.sql<{ office: string; on: string; n: number }>(
    `select organisation_id as office, to_char(month, 'YYYY-MM') as on, (c1 + c2 + c3 + c4 + c5)::int as n from analytics.lot where question = 'overall'`,
  );
  const cellsOfLot = (office: string, on: string): number[] => {
    const row = offices.indexOf(office);
    const before = lots.filter((one) => one.office === office && one.on < on).map((one) => months.indexOf(one.on));
    const from = Math.max(-1, ...before) + 1;
    return Array.from({ length: months.indexOf(on) - from + 1 }, (_, at) => row * months.length + from + at);
  };
  const vectorOf = (cells: readonly number[]) =>
    Array.from({ length: width }, (_, at) => (cells.includes(at) ? 1n : 0n));
  const equations: bigint[][] = [];
  for (const code of ['XM', 'XM-01', 'XM-02', ...offices])
    for (const to of months)
      for (const length of [1, 2, 3, 12]) {
        const { score, publication } = await own.call(contract.getFigures, { code, month: to, months: length });
        const counted = lots.filter(
          ({ office, on }) => (code === 'XM' || office.startsWith(code)) && on >= publication.from && on <= to,
        );
        const cells = counted.flatMap(({ office, on }) => cellsOfLot(office, on));
        // What is said is the sum of these cells to the unit.
        const sum = cells.reduce(
          (all, cell) => all + (sizes[Math.floor(cell / months.length)]?.[cell % months.length] ?? 0),
          0,
        );
        expect(score?.answers ?? 0).toBe(sum);
        if (cells.length > 0) equations.push(vectorOf(cells));
      }
  expect(equations.length).toBeGreaterThan(60);
  const rank = rankOf(equations);
  const hidden = Array.from({ length: width }, (_, at) => at).filter((at) => {
    const n = sizes[Math.floor(at / months.length)]?.[at % months.length] ?? 0;
    return n > 0 && n < 10;
  });
  expect(hidden.length).toBeGreaterThan(12);
  for (const cell of hidden) expect(rankOf([...equations, vectorOf([cell])])).toBe(rank + 1);
});
