// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Right, Rights } from '../src/rights/rights.ts';
import { compilePattern } from '@stoa/kernel';

const at = new Date('2026-05-01T00:00:00Z');
const right = (change: Partial<Right & { subject: string; target: string }> = {}) => ({
  subject: 'A',
  target: 'S',
  method: '*',
  pathPattern: '/**',
  purpose: 'Testing',
  purposes: [],
  validUntil: null,
  ...change,
});
const attempt = { consumer: 'A', target: 'S', method: 'GET', path: '/x', purpose: undefined, at };
const decide = (
  rights: ReturnType<typeof right>[],
  change: object = {},
  members: { group: string; subsystem: string }[] = [],
) => new Rights(rights, members).decide({ ...attempt, ...change });

test('what no right covers is denied', () => {
  expect(decide([])).toBe('denied');
  expect(decide([right()])).toMatchObject({ purpose: 'Testing' });
  expect(decide([right()], { consumer: 'B' })).toBe('denied');
  expect(decide([right()], { target: 'T' })).toBe('denied');
  expect(decide([right({ method: 'POST' })])).toBe('denied');
  expect(decide([right({ validUntil: at })])).toBe('denied');
  expect(decide([right({ validUntil: new Date(at.getTime() + 1) })])).toMatchObject({ purpose: 'Testing' });
});

test('a right of a group is a right of its members', () => {
  const rights = [right({ subject: 'GLOBAL/schools' })];
  expect(decide(rights, {}, [{ group: 'GLOBAL/schools', subsystem: 'A' }])).toMatchObject({ purpose: 'Testing' });
  expect(decide(rights, {}, [{ group: 'GLOBAL/schools', subsystem: 'B' }])).toBe('denied');
});

test('of several purposes the caller names one, and no other', () => {
  const rights = [right({ purposes: ['permit', 'audit'] })];
  expect(decide(rights)).toBe('purpose-missing');
  expect(decide(rights, { purpose: 'audit' })).toMatchObject({ purpose: 'audit' });
  expect(decide(rights, { purpose: 'curiosity' })).toBe('denied');
  expect(decide([right({ purposes: ['permit'] })])).toMatchObject({ purpose: 'permit' });
  expect(decide([right()], { purpose: 'curiosity' })).toBe('denied');
});

test('a path with // must be covered with and without it', () => {
  const rights = [right({ pathPattern: '/open/**' }), right({ pathPattern: '/a//b' })];
  expect(decide(rights, { path: '/open//x' })).toMatchObject({ purpose: 'Testing' });
  expect(decide(rights, { path: '//open/x' })).toBe('denied');
  expect(decide(rights, { path: '/a//b' })).toBe('denied');
});

test.each([
  ['/pet/*', '/pet/1', true],
  ['/pet/*', '/pet/1/photo', false],
  ['/pet/*/photo', '/pet/1/photo', true],
  ['/pet/*.json', '/pet/1.json', true],
  ['/pet/*.json', '/pet/1.xml', false],
  ['/pet/**', '/pet/1/photo', true],
  ['/pet/**', '/pets', false],
  ['/**/photo', '/a/b/photo', true],
  ['/***', '/a/b', true],
  ['/a.c', '/abc', false],
  ['/*', '/', true],
  ['/дом/*', '/дом/😀', true],
])('%s and %s: %s', (pattern, path, covers) => {
  expect(compilePattern(pattern)(path)).toBe(covers);
});

/** The same rule as a table of all prefixes, slow and plain. */
function coversSlowly(pattern: string, path: string): boolean {
  const tokens = pattern.match(/\*+|[^*]/gu) ?? [];
  const text = [...path];
  const memo = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (text.length + 1) + j;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const token = tokens[i];
    let found: boolean;
    if (token === undefined) found = j === text.length;
    else if (token.startsWith('*'))
      found = from(i + 1, j) || (j < text.length && (token.length > 1 || text[j] !== '/') && from(i, j + 1));
    else found = text[j] === token && from(i + 1, j + 1);
    memo.set(key, found);
    return found;
  };
  return from(0, 0);
}
const letters = fc.constantFrom('a', 'b', '/', '.', '(', '*', '**', 'я');

test('patterns mean what the plain rule says', () => {
  const patterns = fc.array(letters, { maxLength: 14 }).map((parts) => `/${parts.join('')}`);
  const paths = fc.array(fc.constantFrom('a', 'b', '/', '.', '(', 'я'), { maxLength: 20 }).map((c) => `/${c.join('')}`);
  fc.assert(
    fc.property(patterns, paths, (pattern, path) => {
      expect(compilePattern(pattern)(path)).toBe(coversSlowly(pattern, path));
    }),
    { numRuns: 3000 },
  );
});

test('patterns that would never end as regular expressions are decided', () => {
  const hard = fc.constantFrom('*a', '**a', '*a*a', '**/a', '*aa', '(a*)*', '**a*');
  fc.assert(
    fc.property(hard, fc.integer({ min: 20, max: 70 }), fc.constantFrom('a', '/', 'aa/'), (part, times, filler) => {
      const covers = compilePattern(`/${part.repeat(times)}b`.slice(0, 300));
      expect(covers(`/${filler.repeat(4000)}`)).toBe(false);
    }),
    { numRuns: 60 },
  );
});
