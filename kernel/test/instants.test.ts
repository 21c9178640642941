// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CalendarDate, Instant } from '../src/contract.ts';
import { isInstant } from '../src/text/date.ts';
import { complaints } from '../src/validate.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
const written = fc
  .tuple(fc.constantFrom('0000', '0001', '1900', '2024', '2026', '9999'), two(13), two(32), two(24), two(60), two(60))
  .chain(([year, month, day, hour, minute, second]) =>
    fc
      .constantFrom('Z', 'z', '+00:00', '-15:59', '+16:00', '+23:59', '+05', '+0530', '')
      .map((zone) => `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`),
  );

test('an instant that passes is one for PostgreSQL too, as it was sent and as a date', async () => {
  await fc.assert(
    fc.asyncProperty(written, async (text) => {
      if (!isInstant(text)) return;
      const at = new Date(text);
      expect(await b.sql('select $1::timestamptz = $2::timestamptz as same', [text, at.toISOString()])).toEqual([
        { same: true },
      ]);
    }),
    { numRuns: 300 },
  );
});

test.each(['2026-11-28T10:00:00Z', '2026-11-28t10:00:00.123456z', '2024-02-29T23:59:59+05:30', '0001-01-01T00:00:00Z'])(
  '%s is an instant',
  (text) => expect(complaints(Instant, text)).toEqual([]),
);

test.each([
  ['2016-12-31T23:59:60Z', 'a leap second'],
  ['0000-01-01T00:00:00Z', 'the year 0'],
  ['0001-01-01T00:00:00+01:00', 'the year 0, seen from Greenwich'],
  ['2026-02-30T00:00:00Z', 'no day'],
  ['2026-01-01T24:00:00Z', 'no hour'],
  ['2026-01-01T00:00:00+23:59', 'no time zone'],
])('%s (%s) is refused as an instant', (text) => expect(complaints(Instant, text)).toMatchObject([{ code: 'format' }]));

test('a date is one for PostgreSQL', () => {
  expect(complaints(CalendarDate, '2024-02-29')).toEqual([]);
  for (const wrong of ['0000-01-01', '2026-02-29', '2026-1-1'])
    expect(complaints(CalendarDate, wrong)).toMatchObject([{ code: 'format' }]);
});
