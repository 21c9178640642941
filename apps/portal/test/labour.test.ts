// SPDX-License-Identifier: Apache-2.0
/** The labour market in figures, and its data. */
import type { OutputOf } from '@stoa/kernel/contract';
import type * as contract from '@stoa/labour/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { catalogueAnswers, text } from './answers.ts';
import { type Answers, type Harness, startHarness } from './harness.ts';

const months = ['2026-08', '2026-09', '2026-10'];
const sums = (value: number, whole = true): contract.LabourFigures['sums'] => [
  { measure: 'permits-issued', value, whole },
  { measure: 'contracts-concluded', value: 61, whole: true },
];
const figures: contract.LabourFigures = {
  ...{ until: '2026-10', currency: 'EUR', digest: 'a'.repeat(64), years: [2025, 2026], months, groups: ['2', '7'] },
  regions: [{ code: 'XM-01', name: text('Northern Steppe') }],
  series: [
    { measure: 'permits-issued', values: [101, null, 97] },
    { measure: 'permits-refused', values: [12, 9, 14] },
    { measure: 'wage-median', values: [1500, 1510, 1520] },
  ],
  sums: sums(198, false),
  byRegion: [
    { code: 'XM-01', name: text('Northern Steppe'), sums: sums(120) },
    { code: 'unknown', sums: sums(6) },
  ],
  byGroup: [{ code: '7', sums: sums(88, false) }],
  byCitizenship: [{ code: 'IND', name: text('India'), sums: sums(45) }],
  wages: [{ code: 'all', lower: 1200, median: 1520, upper: 1900 }],
  places: [{ code: 'all', granted: 430, used: 215 }],
  forecasts: [
    {
      ...{ measure: 'permits-issued', error: 7.4, naiveError: 9.6 },
      months: [{ month: '2026-11', value: 99, low: 88, high: 110 }],
    },
  ],
};
const data: OutputOf<typeof contract.describeData> = {
  ...{ from: '2025-10', until: '2026-10', lines: 1234, bytes: 60_000, digest: 'b'.repeat(64) },
  ...{ closedAt: '2026-11-03T01:00:00.000Z', publisher: text('Ministry of Labour') },
  months: [{ month: '2026-10', lines: 90, digest: 'c'.repeat(64), closedOn: '2026-11-03' }],
  columns: ['month', 'measure', 'region', 'occupation', 'citizenship', 'value'].map((name) => ({
    name,
    type: 'string',
  })),
  licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  sample: [
    {
      ...{ month: '2026-10', measure: 'permits-issued', region: 'all', occupation: 'all', citizenship: 'all' },
      value: 97,
    },
  ],
};
const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers, { '/health/ready': { status: 'up' } });
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, catalogueAnswers, {
    'labour.get-figures': () => figures,
    'labour.describe-data': () => data,
    'labour.get-dataset': () => ({ '@type': 'dcat:Dataset' }),
  });
  portal.calls.length = 0;
});
async function get(path: string, language = 'en'): Promise<string> {
  const answer = await fetch(portal.url + path, { headers: { cookie: `lang=${language}` } });
  expect(answer.status, path).toBe(200);
  return (await answer.text()).replaceAll('&amp;', '&');
}
const asked = () => portal.calls.filter(({ name }) => name === 'labour.get-figures').map(({ input }) => input);

it.each(['en', 'ru', 'kk', 'uk', 'ar'])(
  'has every word of the labour market in %s, for who is not signed in',
  async (language) => {
    for (const page of ['/labour', '/labour/data'])
      expect(await get(page, language), page).not.toMatch(/>\s*labour\.[a-z-]+\s*</);
  },
);

it('shows figures as pictures with their tables, sums that are not whole as a least, and the forecast with its error', async () => {
  const page = await get('/labour');
  for (const words of [
    'at least 198',
    'Northern Steppe',
    'India',
    'Craft and related',
    '1,520',
    'off by 7.4',
    'by 9.6',
  ])
    expect(page).toContain(words);
  for (const words of ['Nov 2026', '>–<', '>430<', '50%', 'href="/labour?occupation=7"', 'href="/labour/data"'])
    expect(page).toContain(words);
  expect(page).toMatch(/Permits issued: [A-Z][a-z]+ 2026 101; [A-Z][a-z]+ 2026 97"/);
});

it('asks for what the address says, and for nothing that the filter could not say', async () => {
  await get('/labour?year=2026&region=XM-01&occupation=7');
  expect(asked()).toEqual([{ year: 2026, region: 'XM-01', occupation: '7' }]);
  portal.calls.length = 0;
  await get('/labour?year=soon&region=%22&occupation=77');
  expect(asked()).toEqual([{}]);
  portal.calls.length = 0;
  await get('/labour?year=2031&occupation=7');
  expect(asked()).toEqual([{ year: 2031, occupation: '7' }, { occupation: '7' }]);
});

it('says why there is no figure yet, why a choice has none, and where no forecast is made', async () => {
  const { until: _, digest: __, ...bare } = figures;
  const none = {
    years: [],
    months: [],
    groups: [],
    series: [],
    sums: [],
    byRegion: [],
    byGroup: [],
    byCitizenship: [],
  };
  answers['labour.get-figures'] = () => ({ ...bare, ...none, wages: [], places: [], forecasts: [] });
  expect(await get('/labour')).toContain('No figures yet');
  answers['labour.get-figures'] = () => ({ ...figures, series: [], sums: [], forecasts: [] });
  expect(await get('/labour?region=XM-01')).toContain('Nothing is published for this choice');
  answers['labour.get-figures'] = () => ({ ...figures, forecasts: [] });
  expect(await get('/labour')).toContain('No forecast');
  const { from: ___, until: ____, ...empty } = data;
  answers['labour.describe-data'] = () => ({ ...empty, lines: 0, months: [], sample: [] });
  expect(await get('/labour/data')).toContain('No figures yet');
});

it('offers the data with licence, digest, columns and months, and describes them to catalogues', async () => {
  const page = await get('/labour/data');
  for (const words of ['CC BY 4.0', 'b'.repeat(64), 'c'.repeat(64), '/api/labour/data.csv', '/api/labour/data.json'])
    expect(page).toContain(words);
  for (const words of ['schema.json', '/labour/data/dataset.json', 'Ministry of Labour', 'Major group of ISCO-08'])
    expect(page).toContain(words);
  const answer = await fetch(`${portal.url}/labour/data/dataset.json`);
  expect(answer.headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
  expect(await answer.json()).toEqual({ '@type': 'dcat:Dataset' });
});

it('is found from the first page and from the areas', async () => {
  const page = await get('/');
  expect(page.match(/href="\/labour"/g)).toHaveLength(2);
});
