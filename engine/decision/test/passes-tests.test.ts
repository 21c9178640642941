// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passesTests } from '../src/index.ts';

const code = fc.stringMatching(/^[A-Z]{2}-[0-9]{2}$/);

test('a value passes the cells that name it, any value, or not the others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 6 }), code, (named, value) => {
      const cell = named.map((one) => `"${one}"`).join(', ');
      expect(passesTests(cell, value)).toBe(named.includes(value));
      expect(passesTests(`not(${cell})`, value)).toBe(!named.includes(value));
      expect(passesTests('-', value)).toBe(true);
    }),
  );
});

test('nothing passes a cell that cannot be read or asks for more than the value', () => {
  for (const cell of ['"XM-01', '(((', 'somebody.region', '1 +', '('.repeat(20_000)])
    expect(passesTests(cell, 'XM-01'), cell.slice(0, 20)).toBe(false);
});
