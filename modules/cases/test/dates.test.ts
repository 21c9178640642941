// SPDX-License-Identifier: Apache-2.0
/** A package whose bounds let absurd dates through: nobody pays for a document that cannot be made. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { valueOf } from '@stoa/catalogue/contract';
import { permitBench } from './permit-bench.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-services-'));
await cp(fileURLToPath(new URL('../../../services/', import.meta.url)), folder, { recursive: true });
const schema = join(folder, 'work-permit/data.schema.json');
const wide = (await readFile(schema, 'utf8'))
  .replace('"x-earliest": "today"', '"x-earliest": "1900-01-01"')
  .replace('"x-latest": "today+2y"', '"x-latest": "9999-12-31"');
await writeFile(schema, wide);
afterAll(() => rm(folder, { recursive: true, force: true }));

const permit = await permitBench({ STOA_SERVICES: folder });
const { b, aigerim } = permit;

test.each([
  ['ends after the year 9999', '9999-01-01'],
  ['would have ended before it is issued', '2020-01-01'],
])('a permit that %s is refused before its fee is asked for', async (_, startsOn) => {
  const id = await permit.start();
  await permit.fill(id, { period: { startsOn, months: 24 } });
  await expect(b.call(contract.submitCase, { id, declaration: true }, aigerim)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'cases.dates-impossible',
  });
  await b.drain();
  expect(permit.invoices.size).toBe(0);
});

test('no expression gives a date that leaves four digits', () => {
  const later = 'string(date(day) + duration("P24M"))';
  expect(valueOf(later, { day: '9997-12-31' })).toBe('9999-12-31');
  expect(() => valueOf(later, { day: '9999-01-01' })).toThrow('is not in the years 1900 to 9999');
  expect(() => valueOf('date(day) - duration("P200Y")', { day: '2027-01-01' })).toThrow(
    'is not in the years 1900 to 9999',
  );
});
