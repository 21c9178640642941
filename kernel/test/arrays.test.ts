// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ArrayParameter,
  byteaArray,
  int8Array,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from '../src/database/arrays.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
/** What PostgreSQL reads out of a parameter. */
const read = async (type: string, parameter: ArrayParameter) =>
  ((await b.sql(`select to_jsonb($1::${type}[]) as list`, [parameter])) as { list: unknown[] }[])[0]?.list;
const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed());
const some = <T>(one: fc.Arbitrary<T>) => fc.array(fc.option(one), { maxLength: 5 });

test('PostgreSQL reads what was put into an array, of any length, with what is missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        texts: some(text),
        bytes: some(fc.uint8Array({ maxLength: 40 })),
        ids: some(fc.uuid()),
        numbers: some(fc.maxSafeInteger()),
        json: some(fc.dictionary(text, fc.oneof(text, fc.integer()))),
        dates: some(fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
      }),
      async ({ texts, bytes, ids, numbers, json, dates }) => {
        expect(await read('text', textArray(texts))).toEqual(texts);
        expect(await read('bytea', byteaArray(bytes.map((one) => one && Buffer.from(one))))).toEqual(
          bytes.map((one) => one && `\\x${Buffer.from(one).toString('hex')}`),
        );
        expect(await read('uuid', uuidArray(ids))).toEqual(ids);
        expect(await read('bigint', int8Array(numbers))).toEqual(numbers);
        expect(await read('jsonb', jsonbArray(json.map((one) => one && JSON.stringify(one))))).toEqual(json);
        const [row] = await b.sql('select $1::timestamptz[] as list', [timestamptzArray(dates)]);
        expect((row as { list: unknown }).list).toEqual(dates);
      },
    ),
    { numRuns: 60 },
  );
});

test('what is no UUID does not pass for one', () => {
  for (const wrong of ['', 'x', '0192', `${'0'.repeat(31)}g`, '0'.repeat(34)])
    expect(() => uuidArray([wrong]).toPostgres()).toThrow(TypeError);
});
