// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv, writeCsv } from '../src/text/csv.ts';

test('what is written as a table is read again, whatever the cells hold', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\r', '').trim());
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 8 }), (rows) => {
      expect(readCsv(writeCsv([['one', 'two', 'three'], ...rows])).rows.slice(1)).toMatchObject(
        rows.map((cells) => ({ cells })),
      );
    }),
  );
});

test('no cell begins a formula, and rows know their line', () => {
  const text = writeCsv([['=1+1', '+7', '-7', '@a', "'=x", 'plain']]);
  expect(text).toBe("\ufeff'=1+1,'+7,'-7,'@a,''=x,plain\r\n");
  expect(readCsv('a;b\n"two\nlines";1\n\n3;4').rows).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['two\nlines', '1'] },
    { line: 5, cells: ['3', '4'] },
  ]);
});

test('a quotation mark without its partner is found at its line', () => {
  expect(readCsv('a,b\n1,"2\n3,4\n')).toMatchObject({ unclosed: 2 });
  expect(readCsv('a,b\n1,"2"\n').unclosed).toBeUndefined();
});
