// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { DecisionFault, evaluateFeel, toPlain } from '../src/index.ts';

const tck = (text: string, variables: Record<string, unknown> = {}): unknown =>
  toPlain(evaluateFeel(text, variables, { mode: 'tck' }));
const strict = (text: string, variables: Record<string, unknown> = {}): unknown =>
  toPlain(evaluateFeel(text, variables, { mode: 'strict' }));

describe('numbers', () => {
  it.each([
    ['0.1 + 0.2 = 0.3', true],
    ['string(1 / 3)', '0.3333333333333333333333333333333333'],
    ['string(9999999999999999999999999999999999 + 0)', '9999999999999999999999999999999999'],
    ['decimal(2.5, 0)', 2],
    ['decimal(3.5, 0)', 4],
    ['round half up(2.5, 0)', 3],
    ['round half down(-2.5, 0)', -2],
    ['-2 ** 2', 4],
    ['modulo(-12, 5)', 3],
    ['10 - 2 - 3', 5],
  ])('%s is %j', (text, value) => expect(strict(text)).toEqual(value));
});

describe('dates', () => {
  it.each([
    ['date("2024-02-29") + duration("P1Y")', '2025-02-28'],
    ['date("2024-01-31") + duration("P1M")', '2024-02-29'],
    ['date and time("2024-03-31T01:30:00@Europe/Paris") + duration("PT1H")', '2024-03-31T03:30:00@Europe/Paris'],
    ['(date("-0001-01-01") + duration("P1D")).year', -1],
    ['string(date("12024-05-01") - date("12024-04-30"))', 'P1D'],
    ['duration("P1DT12H") * 2', 'P3D'],
    ['duration("P1Y") / duration("P1M")', 12],
    ['date("2025-01-01") in [date("2024-12-31")..date("2025-01-01")]', true],
    ['day of week(date("2026-11-29"))', 'Sunday'],
  ])('%s is %j', (text, value) => expect(strict(text)).toEqual(value));

  it.each(['date("2023-02-29")', 'time("25:00:00")', 'date("2024-01-01") * date("2024-01-01")', '@"nonsense"'])(
    '%s is null by the standard and a fault in packages',
    (text) => {
      expect(tck(text)).toBeNull();
      expect(() => strict(text)).toThrow(DecisionFault);
    },
  );
});

describe('expressions', () => {
  it.each<[string, Record<string, unknown>, unknown]>([
    ['number of children + 1', { 'number of children': 2 }, 3],
    ['доход семьи / 2', { 'доход семьи': 10 }, 5],
    ['a-b', { 'a-b': 7, a: 1, b: 1 }, 7],
    ['a - b', { a: 3, b: 1 }, 2],
    [
      'people[age >= 18].name',
      {
        people: [
          { name: 'A', age: 17 },
          { name: 'B', age: 18 },
        ],
      },
      ['B'],
    ],
    ['[1, 2, 3][-1]', {}, 3],
    ['for i in 1..3 return i * i', {}, [1, 4, 9]],
    ['for i in 3..1 return i', {}, [3, 2, 1]],
    ['some x in [1, 2] satisfies x > 1', {}, true],
    ['every x in [1, 2] satisfies x > 1', {}, false],
    ['{a: 1, b: a + 1}.b', {}, 2],
    ['(function(x: number) x * 2)(x: 4)', {}, 8],
    ['substring(string: "foobar", start position: 4)', {}, 'bar'],
    ['5 in (<3, [5..9])', {}, true],
    ['"b" in ("a", "b")', {}, true],
    ['[1, "a"] instance of list<number>', {}, false],
    ['if 1 > 2 then "a" else "b"', {}, 'b'],
    ['replace("abcd", "(a)(b)", "$2$1")', {}, 'bacd'],
    ['matches("Foo", "^fo+$", "i")', {}, true],
    ['string length("🐎ab")', {}, 3],
    ['range("[1..3)") = [1..3)', {}, true],
    ['true or null', {}, true],
  ])('%s', (text, variables, value) => expect(strict(text, variables)).toEqual(value));

  it.each([
    ['unknown + 1', '"unknown" is not known'],
    ['"abc" <= 30', 'string <= number'],
    ['1 + "a"', 'number + string'],
    ['1 / 0', 'division by zero'],
    ['{a: 1}.b', 'no "b"'],
    ['sqrt("4")', 'sqrt does not take (string)'],
    ['true and 1', 'and needs true or false'],
  ])('%s: null by the standard, a fault in packages', (text, sentence) => {
    expect(tck(text)).toBeNull();
    expect(() => strict(text)).toThrow(sentence);
  });

  it.each(['1 +', '(1', '"abc', 'if 1 then 2', '1 2', '', '{a 1}', '[1..', '\u0000'])('refuses %j', (text) =>
    expect(() => tck(text)).toThrow(DecisionFault),
  );
});

describe('a budget stops', () => {
  it.each([
    ['a long range', 'for i in 1..1000000000 return i'],
    ['a long range that is counted', 'count(for i in [1..1000000000] return 1)'],
    ['loops in loops', 'for a in 1..10000, b in 1..10000 return a'],
    ['a function that calls itself', '{f: function(x) f(x + 1), r: f(1)}.r'],
    ['deep nesting', `${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['many negations', `${'-'.repeat(5000)}1`],
    ['a pattern that goes back and back', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")'],
    [
      'a list doubled again and again',
      'count({f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 40)}.r)',
    ],
    ['a text doubled again and again', '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("a", 60)}.r'],
    ['a list that holds itself doubled', '{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: f([1], 40)}.r'],
    ['a loop that keeps all it made so far', 'for i in 1..100 return partial'],
    ['a test left open again and again', '1 in ('.repeat(60)],
    ['a sum of many', `1${'+1'.repeat(20_000)}`],
    ['a great power', '10 ** 1000000000'],
  ])('%s', (_, text) => expect(() => strict(text)).toThrow(DecisionFault));
});
