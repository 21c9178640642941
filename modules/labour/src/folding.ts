// SPDX-License-Identifier: Apache-2.0
/** What is published of a month, from what counted in it. The order of facts changes nothing. */
import type { PublishedCell } from './contract.ts';
import { all, type Cell, publishable, publishableList } from './protection.ts';

export interface Fact {
  readonly id: string;
  readonly measure: string;
  readonly region: string;
  readonly occupation: string;
  readonly citizenship: string;
  readonly person: string | null;
  readonly wage: number | null;
}
type Value = Omit<PublishedCell, 'month'>;

/** A quartile of fewer would be somebody's wage. */
export const leastWages = 10;
/** Wages are told to the nearest ten, places to the nearest five. */
const [wageStep, placeStep] = [10, 5];
const nearest = (value: number, step: number) => Math.round(value / step) * step;

/** Facts by a key; who is not told apart counts as somebody else each time. */
function tallied(facts: readonly Fact[], keysOf: (fact: Fact) => readonly (readonly [string, string])[]): Cell[] {
  const found = new Map<string, { row: string; column: string; value: number; people: Set<string> }>();
  for (const fact of facts)
    for (const [row, column] of keysOf(fact)) {
      const key = `${row} ${column}`;
      const cell = found.get(key) ?? { row, column, value: 0, people: new Set<string>() };
      cell.value += 1;
      cell.people.add(fact.person ?? fact.id);
      found.set(key, cell);
    }
  return [...found.values()]
    .map(({ people, ...cell }) => ({ ...cell, people: people.size }))
    .sort((a, b) => (`${a.row} ${a.column}` < `${b.row} ${b.column}` ? -1 : 1));
}

function counted(measure: string, facts: readonly Fact[]): Value[] {
  const table = tallied(facts, ({ region, occupation }) => [
    [region, occupation],
    [region, all],
    [all, occupation],
    [all, all],
  ]);
  const total = table.find(({ row, column }) => row === all && column === all)?.people ?? 0;
  const citizens = tallied(facts, ({ citizenship }) => [[citizenship, all]]);
  return [
    ...publishable(table).map(({ row, column, value }) => ({
      ...{ measure, region: row, occupation: column, citizenship: all, value },
    })),
    // Nobody's citizenship is known of some: then there is nothing to tell.
    ...(citizens.every(({ row }) => row === 'unknown') ? [] : publishableList(citizens, total)).map(
      ({ row, value }) => ({ measure, region: all, occupation: all, citizenship: row, value }),
    ),
  ];
}

/** Between the two values next to the place (type 7 of Hyndman and Fan). */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? low) - low);
}

function wagesOf(facts: readonly Fact[]): Value[] {
  const paid = facts.filter(({ measure, wage }) => measure === 'contracts-concluded' && wage !== null);
  const groups = [all, ...new Set(paid.map(({ occupation }) => occupation))];
  return groups.flatMap((occupation) => {
    const of = paid.filter((fact) => occupation === all || fact.occupation === occupation);
    if (new Set(of.map(({ person, id }) => person ?? id)).size < leastWages) return [];
    const wages = of.map(({ wage }) => wage ?? 0).sort((a, b) => a - b);
    const shares = { 'wage-lower': 0.25, 'wage-median': 0.5, 'wage-upper': 0.75 };
    return Object.entries(shares).map(([measure, share]) => ({
      ...{ measure, region: all, occupation, citizenship: all },
      value: nearest(quantile(wages, share), wageStep),
    }));
  });
}

/** Places that stand at the end of the month, by occupation group. A difference between months tells of nobody: all are rounded. */
export interface Stock {
  readonly occupation: string;
  readonly granted: number;
  readonly taken: number;
}
function placesOf(stocks: readonly Stock[]): Value[] {
  const groups = new Map<string, { granted: number; taken: number }>();
  for (const { occupation, granted, taken } of stocks)
    for (const key of [all, occupation]) {
      const before = groups.get(key) ?? { granted: 0, taken: 0 };
      groups.set(key, { granted: before.granted + granted, taken: before.taken + taken });
    }
  return [...groups].flatMap(([occupation, { granted, taken }]) =>
    ([['places-granted', granted] as const, ['places-used', taken] as const] as const).flatMap(([measure, count]) => {
      const value = nearest(count, placeStep);
      return value > 0 ? [{ measure, region: all, occupation, citizenship: all, value }] : [];
    }),
  );
}

const keyOf = ({ measure, region, occupation, citizenship }: Value) =>
  `${measure} ${region} ${occupation} ${citizenship}`;

export function foldMonth(facts: readonly Fact[], stocks: readonly Stock[]): Value[] {
  const once = [...new Map(facts.map((fact) => [fact.id, fact])).values()];
  const measures = [...new Set(once.map(({ measure }) => measure))];
  return [
    ...measures.flatMap((measure) =>
      counted(
        measure,
        once.filter((fact) => fact.measure === measure),
      ),
    ),
    ...wagesOf(once),
    ...placesOf(stocks),
  ].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
