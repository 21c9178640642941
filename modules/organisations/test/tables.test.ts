// SPDX-License-Identifier: Apache-2.0
import identity from '@stoa/identity';
import { bench } from '@stoa/kernel/testing';
import { readCsv } from '@stoa/kernel/text';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);

test('the directory is exported narrowed as the list is, and nonsense is a clear refusal', async () => {
  const http = await b.http();
  const answer = await http.get(`${contract.directoryFilePath}?sphere=health-care&by=ar`);
  expect(answer.status).toBe(200);
  const [head, ...rows] = readCsv(String(answer.body.text)).rows;
  expect(head?.cells.slice(0, 4)).toEqual(['id', 'kind', 'sphere', 'name-en']);
  expect(rows).toHaveLength(9);
  expect(rows.every(({ cells }) => cells[2] === 'health-care')).toBe(true);
  for (const query of ['kind=nonsense', 'ended=perhaps', 'by=xx', 'limit=1'])
    expect(await http.get(`${contract.directoryFilePath}?${query}`)).toMatchObject({ status: 422 });
});

test('the list follows names in the language of the reader, over its pages too', async () => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listOrganisations, { limit: 9, by: 'ru', ...(cursor ? { cursor } : {}) });
    names.push(...page.items.map(({ name }) => (name.ru ?? '').toLowerCase()));
    cursor = page.nextCursor;
  } while (cursor);
  expect(names.length).toBeGreaterThan(40);
  const { rows } = {
    rows: await b.sql<{ name: string }>('select name from unnest($1::text[]) name order by name', [names]),
  };
  expect(names).toEqual(rows.map(({ name }) => name));
});

test('what an organisation stands under, and what stands under it', async () => {
  const offices = await b.call(contract.getRelatives, { id: 'XM-LABOUR-MINISTRY' });
  expect(offices.above).toEqual([]);
  expect(offices.below.map(({ id }) => id)).toContain('XM-01-LABOUR');
  expect((await b.call(contract.getRelatives, { id: 'XM-01-LABOUR' })).above.map(({ id }) => id)).toEqual([
    'XM-LABOUR-MINISTRY',
  ]);
  await expect(b.call(contract.getRelatives, { id: 'NOBODY' })).rejects.toMatchObject({
    code: 'organisations.organisation-unknown',
  });
});
