// SPDX-License-Identifier: Apache-2.0
import type { Env } from '../env.ts';
import { compare, equal } from '../operators.ts';
import { FeelDate, FeelDateTime, FeelTime } from '../temporal.ts';
import { FeelRange, type Value } from '../values.ts';
import { define, type Library } from './define.ts';

/** Relations of points and ranges (DMN 1.5, table 78). */
export function addRanges(library: Library): void {
  const before = (a: FeelRange, b: FeelRange): boolean | undefined => {
    const order = ends(a.to, b.from);
    return order === undefined ? undefined : order < 0 || (order === 0 && !(a.toIn && b.fromIn));
  };
  pair(library, 'before', before, 'pp pr rp rr');
  pair(library, 'after', (a, b) => before(b, a), 'pp pr rp rr');
  const meets = (a: FeelRange, b: FeelRange) => a.toIn && b.fromIn && ends(a.to, b.from) === 0;
  pair(library, 'meets', meets, 'rr');
  pair(library, 'met by', (a, b) => meets(b, a), 'rr');
  const overlaps = (a: FeelRange, b: FeelRange) => before(a, b) === false && before(b, a) === false;
  pair(library, 'overlaps', overlaps, 'rr');
  const overlapsBefore = (a: FeelRange, b: FeelRange) => low(a, b) < 0 && high(a, b) <= 0 && before(a, b) === false;
  pair(library, 'overlaps before', overlapsBefore, 'rr');
  pair(library, 'overlaps after', (a, b) => overlapsBefore(b, a), 'rr');
  const finishes = (a: FeelRange, b: FeelRange) => high(a, b) === 0 && low(a, b) >= 0;
  pair(library, 'finishes', finishes, 'pr rr');
  pair(library, 'finished by', (a, b) => finishes(b, a), 'rp rr');
  const includes = (a: FeelRange, b: FeelRange) => low(a, b) <= 0 && high(a, b) >= 0;
  pair(library, 'includes', includes, 'rp rr');
  pair(library, 'during', (a, b) => includes(b, a), 'pr rr');
  const starts = (a: FeelRange, b: FeelRange) => low(a, b) === 0 && high(a, b) <= 0;
  pair(library, 'starts', starts, 'pr rr');
  pair(library, 'started by', (a, b) => starts(b, a), 'rp rr');
  pair(library, 'coincides', (a, b) => low(a, b) === 0 && high(a, b) === 0, 'pp rr');
  define(
    library,
    'is',
    ['value1: any, value2: any', (_, a: Value, b: Value) => identical(a, b)],
    ['value1?: any, value2: any', (_, a: Value | undefined, b: Value) => identical(a ?? null, b)],
    ['value1: any, value2?: any', (_, a: Value, b?: Value) => identical(a, b ?? null)],
  );
}

function ends(a: Value | undefined, b: Value | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : compare(a, b);
}

/** Which range begins first: below 0, the first. */
function low(a: FeelRange, b: FeelRange): number {
  if (a.from === undefined || b.from === undefined) return Number(b.from === undefined) - Number(a.from === undefined);
  return (compare(a.from, b.from) ?? Number.NaN) || Number(b.fromIn) - Number(a.fromIn);
}

function high(a: FeelRange, b: FeelRange): number {
  if (a.to === undefined || b.to === undefined) return Number(a.to === undefined) - Number(b.to === undefined);
  return (compare(a.to, b.to) ?? Number.NaN) || Number(a.toIn) - Number(b.toIn);
}

type Relation = (a: FeelRange, b: FeelRange) => boolean | undefined;

function pair(library: Library, name: string, relation: Relation, shapes: string): void {
  const run = (env: Env, a: Value, b: Value): Value => {
    const [left, right] = [asRange(a), asRange(b)];
    if (!comparable(left, right)) return env.fail(`${name} compares what has one order`);
    return relation(left, right) ?? false;
  };
  const types: Readonly<Record<string, string>> = { p: 'point', r: 'range' };
  define(
    library,
    name,
    ...shapes.split(' ').flatMap((shape): [string, typeof run][] => {
      const [a, b] = [types[shape[0] ?? ''], types[shape[1] ?? '']];
      const names = [shape[0] === 'p' ? 'point' : 'range', shape[1] === 'p' ? 'point' : 'range'];
      const [first, second] = names[0] === names[1] ? [`${names[0]}1`, `${names[1]}2`] : names;
      return [[`${first}: ${a}, ${second}: ${b}`, run]];
    }),
  );
}

const asRange = (value: Value): FeelRange =>
  value instanceof FeelRange ? value : new FeelRange(value, value, true, true);

function comparable(a: FeelRange, b: FeelRange): boolean {
  const all = [a.from, a.to, b.from, b.to].filter((end) => end !== undefined);
  return all.every((end) => end !== null && compare(end, all[0] as Value) !== undefined);
}

/** The same value written the same way: times of two zones are equal, but not this. */
function identical(a: Value, b: Value): boolean {
  if (equal(a, b) !== true) return false;
  if (a instanceof FeelDate || a instanceof FeelTime || a instanceof FeelDateTime) {
    const zone = (value: Value) => (value instanceof FeelDateTime ? value.time.zone : (value as FeelTime).zone);
    return a instanceof FeelDate || zone(a) === zone(b);
  }
  return true;
}
