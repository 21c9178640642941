// SPDX-License-Identifier: Apache-2.0
/** Whatever bytes come, a table is lines or one named fault. */
import { answerRules } from '@stoa/catalogue/contract';
import { writeCsv } from '@stoa/kernel/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthsFrom } from '../src/expiring/expiring.ts';
import { readTable } from '../src/batches/table.ts';
import { pkg } from './world.ts';

const rules = answerRules({});
const read = (bytes: Uint8Array) => readTable(pkg as never, bytes, rules, '2031-10-15');

test('any bytes are lines or a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const table = read(bytes);
      expect('fault' in table || table.lines.length > 0).toBe(true);
    }),
  );
});

test('what is written by the columns is read again line by line', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z ;,"']{1,20}[a-z]$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.integer({ min: 1, max: 36 })), { minLength: 1, maxLength: 20 }), (rows) => {
      const table = read(Buffer.from(writeCsv([['worker', 'months'], ...rows.map(([who, n]) => [who, String(n)])])));
      const lines = 'lines' in table ? table.lines : [];
      expect(lines.map(({ answers }) => answers.months)).toEqual(rows.map(([, n]) => n));
      expect(lines.flatMap(({ faults }) => faults)).toEqual([]);
    }),
  );
});

test('twelve months follow each other over the end of a year', () => {
  const months = monthsFrom('2031-10-31');
  expect(months).toHaveLength(12);
  expect([months[0], months[2], months[3], months[11]]).toEqual(['2031-10', '2031-12', '2032-01', '2032-09']);
});
