// SPDX-License-Identifier: Apache-2.0
/** What is typed finds options as they are written. */
import { expect, test } from 'vitest';
import { matching } from '../src/app/lookup.ts';

const options = [
  { value: 'a', text: 'D4.3 Granting permits' },
  { value: 'b', text: 'D4.30 Paying benefits' },
  { value: 'c', text: 'IS-0001 Реестр шахт' },
];
const found = (typed: string) => matching(options, typed).map(({ value }) => value);

test('a code with points and dashes is typed as it is written, beside words in any order', () => {
  expect(found('D4.3')).toEqual(['a', 'b']);
  expect(found('is-0001')).toEqual(['c']);
  expect(found('шахт реестр')).toEqual(['c']);
  expect(found('granting d4.3')).toEqual(['a']);
});
test('nothing but signs finds nothing', () => {
  for (const typed of ['', '   ', '.', '--', '%']) expect(found(typed)).toEqual([]);
});
