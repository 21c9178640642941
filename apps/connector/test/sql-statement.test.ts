// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readValue } from '../src/adapters/sql/parameters.ts';
import { looksLikeReading, numbered, parseStatement, positional } from '../src/adapters/sql/statement.ts';

describe('parameters of a statement', () => {
  test('a name used twice is one number and two question marks', () => {
    const statement = parseStatement('select a from t where (:b is null or a > :b) and c = :c', { b: 'integer' });
    expect(numbered(statement)).toEqual({
      text: 'select a from t where ($1::bigint is null or a > $1::bigint) and c = $2::text',
      order: ['b', 'c'],
    });
    expect(positional(statement)).toEqual({
      text: 'select a from t where (? is null or a > ?) and c = ?',
      order: ['b', 'b', 'c'],
    });
  });

  const inert = fc.oneof(
    fc.stringMatching(/^[^']{0,10}$/).map((text) => `'${text}'`),
    fc.stringMatching(/^[^"]{0,10}$/).map((text) => `"${text}"`),
    fc.stringMatching(/^[^\n]{0,10}$/).map((text) => `--${text}\n`),
    fc.stringMatching(/^[^*]{0,10}$/).map((text) => `/*${text}*/`),
    fc.stringMatching(/^[^$]{0,10}$/).map((text) => `$q$${text}$q$`),
    fc.constantFrom("'it''s :no'", 'a::text', 'x[1:2]', '`:no`', ':', '= ', 'select'),
  );
  const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
  test('a colon within literals, quoted names, comments and casts is no parameter, and all else stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(inert, name)), (parts) => {
        const sql = parts.map(([text, parameter]) => `${text} :${parameter} `).join('');
        const { texts, names } = parseStatement(sql);
        expect(names).toEqual(parts.map(([, parameter]) => parameter));
        expect(texts.map((text, index) => text + (names[index] ? `:${names[index]}` : '')).join('')).toBe(sql);
      }),
    );
  });

  test.each([
    ['select 1', true],
    [' -- why\n /* how */ WITH x as (select 1) select * from x', true],
    ['(select 1) union (select 2)', true],
    ['delete from t', false],
    ['selectx', false],
    ['explain select 1', false],
    ['set session x = 1', false],
  ])('%j reads: %s', (sql, reads) => {
    expect(looksLikeReading(sql)).toBe(reads);
  });
});

describe('values of parameters', () => {
  test.each([
    ['text', 'Иванова', 'Иванова'],
    ['text', 5, '5'],
    ['text', 'a\0b', undefined],
    ['text', '\ud800', undefined],
    ['text', 'x'.repeat(10_001), undefined],
    ['text', {}, undefined],
    ['integer', '-42', -42],
    ['integer', 7, 7],
    ['integer', '7.5', undefined],
    ['integer', '1e3', undefined],
    ['integer', '9007199254740993', undefined],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', undefined],
    ['date', '2024-2-9', undefined],
    ['date', '0000-01-01', undefined],
    ['boolean', true, true],
    ['boolean', 'false', false],
    ['boolean', 'yes', undefined],
  ] as const)('%s of %j is %j', (type, given, value) => {
    expect(readValue(given, type)).toBe(value);
  });

  test('whatever comes, a value is of its type or none', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        expect(['string', 'undefined']).toContain(typeof readValue(given, 'text'));
        expect(['number', 'undefined']).toContain(typeof readValue(given, 'integer'));
        expect(['string', 'undefined']).toContain(typeof readValue(given, 'date'));
        expect(['boolean', 'undefined']).toContain(typeof readValue(given, 'boolean'));
      }),
    );
  });
});
