// SPDX-License-Identifier: Apache-2.0
/** The register taken out: tables that begin no formula, and a feed that misses nothing and repeats nothing. */
import readWorkbook from 'read-excel-file/node';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { register } from './world.ts';

test('a list comes as CSV and XLSX in the language asked for, within what one may see, and begins no formula', async () => {
  const { b, added, architect } = await register();
  await added({
    code: 'IS-A',
    name: { en: '=1+1', ru: '=2+2' },
    facts: { stage: 'planned', users: 5, 'cost-year': 123_45 },
  });
  await added({ code: 'IS-B', level: 2, name: { en: 'Secret' }, facts: {} });
  const take = (as: string, language: string, who?: typeof architect) =>
    b.http(who).get(contract.listPath('object', { as, language }));
  const csv = JSON.stringify((await take('csv', 'ru', architect)).body);
  expect(csv).toContain("'=2+2");
  expect(csv).toContain('планируется');
  expect(csv).toContain('123.45');
  expect(csv).toContain('Secret');
  expect(JSON.stringify((await take('csv', 'en')).body)).not.toContain('Secret');
  expect((await take('pdf', 'en')).status).toBe(422);
  const file = await fetch(b.platform.url + contract.listPath('object', { as: 'xlsx', language: 'en' }));
  const cells = JSON.stringify(await readWorkbook(Buffer.from(await file.arrayBuffer())));
  expect(cells).toContain('=1+1');
  expect(cells).not.toContain('Secret');
});

test('the feed goes on where it ended, repeats nothing, and shows nobody what they may not see', async () => {
  const { b, added, architect } = await register();
  const ids = [await added(), await added({ level: 2 }), await added()];
  b.clock.advance({ minutes: 2 });
  const read = (after?: string, who?: typeof architect) =>
    b.call(contract.readFeed, { limit: 2, ...(after ? { after } : {}) }, who);
  const first = await read(undefined, architect);
  const rest = await read(first.next, architect);
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
  expect((await read(rest.next, architect)).items).toEqual([]);
  expect((await read()).items.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  const fourth = await added();
  expect((await read(rest.next, architect)).items).toEqual([]);
  b.clock.advance({ minutes: 2 });
  expect((await read(rest.next, architect)).items.map(({ id }) => id)).toEqual([fourth]);
});
