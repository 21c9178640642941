// SPDX-License-Identifier: Apache-2.0
/** What everybody may read: figures by month, and the same as data. */
import { createHash } from 'node:crypto';
import { readCsv } from '@stoa/kernel/text';
import { expect, test } from 'vitest';
import { closeMonths } from '../src/closing.ts';
import * as contract from '../src/contract.ts';
import { catchUp } from '../src/feeding.ts';
import { openCsv, openJson, schemaOf } from '../src/open-data.ts';
import { world } from './world.ts';

/** Twelve closed months; permits swing around a level. */
async function aYear() {
  const found = await world();
  const { b, permit, contract: conclude, end, moved } = found;
  for (let at = 0; at < 12; at += 1) {
    const month = new Date(Date.UTC(2030, 9 + at, 1)).toISOString().slice(0, 7);
    for (let one = 0; one < (at % 2 === 0 ? 30 : 22); one += 1)
      permit(
        `${month}-${String((one % 27) + 1).padStart(2, '0')}`,
        one % 3 === 0 ? '2142' : '7112',
        one % 2 === 0 ? 'XM-01' : 'XM-02',
        one < 12 ? 'IND' : 'TUR',
      );
    for (let one = 0; one < 12; one += 1) conclude(`${month}-10`, 1000 + one * 100);
    end('labour-complaint', 'upheld', `${month}-15`, { workRegion: 'XM-03' });
  }
  moved.push(
    { month: '2030-10', code: '7112', granted: 40, taken: 12 },
    { month: '2031-02', code: '7112', granted: 0, taken: 8 },
  );
  await catchUp(b.module);
  await closeMonths(b.module);
  return found;
}

test('figures are of closed months, by region, occupation group and citizenship, with wages, places and what lacks', async () => {
  const { b } = await aYear();
  const figures = await b.call(contract.getFigures, {});
  expect(figures).toMatchObject({ until: '2031-09', currency: 'EUR', years: [2030, 2031], groups: ['2', '7'] });
  expect(figures.months).toHaveLength(12);
  const series = (measure: string) => figures.series.find((one) => one.measure === measure)?.values;
  expect(series('permits-issued')?.slice(0, 2)).toEqual([30, 22]);
  // One complaint a month is fewer than five people.
  expect(series('complaints-upheld')).toEqual(Array.from({ length: 12 }, () => null));
  expect(series('wage-median')?.[0]).toBe(1550);
  expect(figures.sums).toContainEqual({ measure: 'permits-issued', value: 312, whole: true });
  expect(figures.byRegion.map(({ code, name }) => [code, name?.en])).toEqual([
    ['XM-01', 'Northern Steppe'],
    ['XM-02', 'River Delta'],
  ]);
  expect(figures.byCitizenship.map(({ code, name }) => [code, name?.en])).toEqual([
    ['TUR', 'Türkiye'],
    ['IND', 'India'],
  ]);
  expect(figures.wages).toContainEqual({ code: 'all', lower: 1280, median: 1550, upper: 1830 });
  expect(figures.places).toEqual([
    { code: 'all', granted: 40, used: 20 },
    { code: '7', granted: 40, used: 20 },
  ]);
});

test('a year, a region and a group narrow the figures, and what nobody can be counted in is empty', async () => {
  const { b } = await aYear();
  // In November four engineers were in the region: the seven others would tell of them.
  const narrow = await b.call(contract.getFigures, { year: 2030, region: 'XM-01', occupation: '7' });
  expect(narrow.months).toEqual(['2030-10', '2030-11', '2030-12']);
  expect(narrow.series.find(({ measure }) => measure === 'permits-issued')?.values).toEqual([10, null, 10]);
  expect(narrow.byCitizenship).toEqual([]);
  expect((await b.call(contract.getFigures, { region: 'XM-03' })).sums).toEqual([]);
  expect((await b.call(contract.getFigures, { year: 2029 })).months).toEqual([]);
  const { b: empty } = await world();
  expect(await empty.call(contract.getFigures, {})).toMatchObject({ months: [], years: [], forecasts: [], sums: [] });
});

test('the next three months are foretold where that was nearer than the last month, with the error', async () => {
  const { b } = await aYear();
  const { forecasts } = await b.call(contract.getFigures, {});
  expect(forecasts.map(({ measure, months }) => [measure, months.map(({ month }) => month)])).toEqual([
    ['permits-issued', ['2031-10', '2031-11', '2031-12']],
  ]);
  for (const { months, error, naiveError } of forecasts) {
    expect(error).toBeLessThan(naiveError);
    for (const { low, value, high } of months) expect(low <= value && value <= high).toBe(true);
  }
});

test('the data are a table that its schema describes, the same for everybody, with the digest that is shown', async () => {
  const { b } = await aYear();
  const { digest, bytes, lines, months, sample } = await b.call(contract.describeData, {});
  const file = await openCsv(b.module, {});
  expect(createHash('sha256').update(file).digest('hex')).toBe(digest);
  expect((await b.call(contract.getFigures, {})).digest).toBe(digest);
  expect(Buffer.byteLength(file)).toBe(bytes);
  const { rows } = readCsv(file);
  expect(rows).toHaveLength(lines + 1);
  const { fields, primaryKey } = schemaOf(b.module);
  expect(rows[0]?.cells).toEqual(fields.map(({ name }) => name));
  const keys = rows
    .slice(1)
    .map(({ cells }) => primaryKey.map((name) => cells[fields.findIndex((one) => one.name === name)]).join(' '));
  expect(new Set(keys).size).toBe(keys.length);
  const allowed = fields.map(({ constraints }) => constraints as { enum?: readonly string[]; pattern?: string });
  for (const { cells } of rows.slice(1))
    for (const [at, cell] of cells.entries()) {
      const { enum: known = [cell], pattern = '.*' } = allowed[at] ?? {};
      expect(known).toContain(cell);
      expect(cell).toMatch(new RegExp(`^(${pattern})$`));
    }
  expect(months[0]).toMatchObject({ month: '2031-09', closedOn: '2031-10-15' });
  expect(sample[0]?.month).toBe('2031-09');
  const until = await openCsv(b.module, { until: '2030-12' });
  expect(file.startsWith(until)).toBe(true);
  expect(await openJson(b.module, {})).toMatchObject({
    digest,
    licence: 'https://creativecommons.org/licenses/by/4.0/',
  });
});

test('files and their descriptions are for everybody, without a sign-in', async () => {
  const { b } = await aYear();
  const csv = await b.http().get(contract.dataPath('csv'));
  expect(csv).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } });
  expect((await b.http().get(contract.dataPath('json'))).status).toBe(200);
  expect((await b.http().get(contract.dataPath('schema.json'))).body).toMatchObject({ missingValues: [''] });
  expect((await b.http().get(`${contract.dataPath('csv')}?until=soon`)).status).toBe(422);
  const { digest } = await b.call(contract.describeData, {});
  const dataset = await b.call(contract.getDataset, {});
  expect(dataset).toMatchObject({
    '@type': 'dcat:Dataset',
    'dcat:distribution': [{ 'spdx:checksum': { 'spdx:checksumValue': { '@value': digest } } }, {}],
    'dct:temporal': { 'dcat:startDate': { '@value': '2030-10-01' }, 'dcat:endDate': { '@value': '2031-09-30' } },
  });
  // What DCAT-AP 3 asks of a dataset and of a distribution.
  for (const term of ['dct:title', 'dct:description', 'dct:publisher', 'dcat:theme', 'dcat:contactPoint'])
    expect(dataset[term]).toBeDefined();
  const { b: empty } = await world();
  expect(await empty.call(contract.getDataset, {})).not.toHaveProperty('dct:temporal');
  expect(await empty.call(contract.describeData, {})).toMatchObject({ lines: 0, months: [], sample: [] });
});
