// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { valuesAt } from '../src/http/places.ts';

const content = () => ({ owner: { snils: '1' }, people: [{ snils: '2' }, { snils: 3 }, 'x'], 'a/b': { '~': '4' } });

test.each([
  ['/{number}', '/112', ['112']],
  ['/{number}', '//112/', ['112']],
  ['/{number}', '/112/address', ['112']],
  ['/{number}', '/', []],
  ['/people/*/of/{number}', '/people/7/of/112', ['112']],
  ['/people/{number}', '/companies/112', []],
  ['/people/{number}', '/people', []],
])('%s in %s', (path, said, values) => {
  expect(valuesAt({ path }, { path: said, content })).toEqual(values);
});

test.each([
  ['/owner/snils', ['1']],
  ['/people/*/snils', ['2', 3]],
  ['/people/1/snils', [3]],
  ['/a~1b/~0', ['4']],
  ['/owner/toString', []],
  ['/none/at/all', []],
])('%s of a body', (body, values) => {
  expect(valuesAt({ body }, { content })).toEqual(values);
});

test('a parameter is taken each time it is given, a body that says nothing has nothing', () => {
  expect(valuesAt({ query: 'owner' }, { query: 'owner=1%201&x=2&owner=3', content })).toEqual(['1 1', '3']);
  expect(valuesAt({ body: '/owner' }, { content: () => undefined })).toEqual([]);
});
