// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  burning,
  burnRate,
  burnRules,
  type Counted,
  leastCounted,
  type Window,
  type Windows,
  windows,
} from '../src/services/burn.ts';

const names = Object.keys(windows) as Window[];
const all = (counted: Counted): Windows =>
  Object.fromEntries(names.map((name) => [name, counted])) as Record<Window, Counted>;
const target = fc.constantFrom(0.9, 0.95, 0.99, 0.999, 0.9999);
const counted = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([total, share]): Counted => ({ total, bad: Math.floor(total * share) }));
const someWindows = fc
  .tuple(...names.map(() => counted))
  .map((list) => Object.fromEntries(names.map((name, at) => [name, list[at] as Counted])) as Record<Window, Counted>);
const rank = (level: string | undefined) => ['ticket', 'slow', 'fast'].indexOf(level ?? '');

test('the examples of the workbook: 14.4 times for an hour pages, 6 times for six hours pages, once for three days is a ticket', () => {
  const burnt = (factor: number): Counted => ({ total: 100_000, bad: Math.round(100_000 * 0.001 * factor) });
  const quiet = { total: 100_000, bad: 0 };
  const of = (factor: number, ...over: Window[]) => ({
    ...all(quiet),
    ...Object.fromEntries(over.map((name) => [name, burnt(factor)])),
  });
  expect(burning(0.999, of(14.4, '1h', '5m'))).toBe('fast');
  expect(burning(0.999, of(14.3, '1h', '5m'))).toBeUndefined();
  expect(burning(0.999, of(6, '6h', '30m'))).toBe('slow');
  expect(burning(0.999, of(1, '3d', '6h'))).toBe('ticket');
  // It was bad and is over: the short window says so, and the alarm ends by itself.
  expect(burning(0.999, of(14.4, '1h'))).toBeUndefined();
});

test('who fails at a steady rate is told of by the factor of that rate alone', () => {
  fc.assert(
    fc.property(target, fc.double({ min: 0, max: 1, noNaN: true }), (aim, share) => {
      const total = 1_000_000;
      const steady = { total, bad: Math.round(total * share) };
      const rate = burnRate(steady, aim);
      const expected = burnRules.find(({ factor }) => rate >= factor - 1e-9)?.level;
      expect(burning(aim, all(steady))).toBe(expected);
    }),
  );
});

test('nothing bad is no alarm, too little counted is none, and more bad never makes it better', () => {
  fc.assert(
    fc.property(target, someWindows, fc.constantFrom(...names), fc.nat(1000), (aim, given, name, more) => {
      expect(burning(aim, all({ total: given[name].total, bad: 0 }))).toBeUndefined();
      expect(burning(aim, all({ total: leastCounted - 1, bad: leastCounted - 1 }))).toBeUndefined();
      const { total, bad } = given[name];
      const worse = { ...given, [name]: { total, bad: Math.min(total, bad + more) } };
      expect(rank(burning(aim, worse))).toBeGreaterThanOrEqual(rank(burning(aim, given)));
    }),
  );
});
