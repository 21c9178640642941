// SPDX-License-Identifier: Apache-2.0
/** The register as files: what somebody may not see is in none of them, no word begins a formula, drawings need nothing from outside. */
import architecture from '@stoa/architecture';
import { importElements, listElements } from '@stoa/architecture/contract';
import norms from '@stoa/norms';
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import identity from '@stoa/identity';
import organisations from '@stoa/organisations';
import readWorkbook from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { draftModel, publishModel, setEntry } from '@stoa/norms/contract';
import * as contract from '../src/contract.ts';
import atlas from '../src/index.ts';

const b = await benchWith({ STOA_DEMO: '0' }, atlas, architecture, norms, organisations, identity);
const having = (name: string) => b.person({ id: newId(), name, duties: ['architecture.integrator'] });
const [architect, second] = [having('Architect'), having('Second')];
const since = { from: '2020-01-01' };
const of = (kind: string, code: string, name: object, facts: Record<string, string | number> = {}, level = 0) => ({
  ...{ kind, code, facts, level, ...since, ownerId: 'XM-LABOUR-MINISTRY', name: name as { en: string } },
});
await b.call(
  importElements,
  {
    ...{ dryRun: false, provenance: 'imported' as const },
    elements: [
      of('function', 'D1', { en: 'Economy' }, { level: 'domain' }),
      of('function', 'D1.1', { en: 'Trade <b>', ar: 'التجارة' }, { level: 'area' }),
      of(
        'object',
        'IS-A',
        { en: '=1+1', ru: '=2+2' },
        { stage: 'industrial', class: 'portal', 'cost-year': 123_45, users: 5 },
      ),
      of('object', 'IS-B', { en: 'Secret' }, { stage: 'industrial', class: 'registry', 'cost-year': 99_00 }, 2),
      of('project', 'PR-1', { en: 'A project' }, { starts: '2026-01-01', ends: '2027-06-30', budget: 5_00 }),
      of('technology', 'T-1', { en: 'PostgreSQL 12' }, { radar: 'retire', 'end-of-life': '2024-11-14' }),
      of('channel', 'C-1', { en: 'Line' }, { contracted: 10, peak: 9, needed: 20 }),
    ],
    relations: [
      {
        kind: 'part-of',
        from: { kind: 'function', code: 'D1.1' },
        to: { kind: 'function', code: 'D1' },
        since: '2020-01-01',
      },
      {
        kind: 'automates',
        from: { kind: 'object', code: 'IS-A' },
        to: { kind: 'function', code: 'D1.1' },
        since: '2020-01-01',
      },
    ],
  },
  architect,
);
const { items } = await b.call(listElements, { kind: 'object', search: 'IS-A' }, architect);
const id = items[0]?.id ?? '';
await b.call(draftModel, { code: 'arm', note: 'The first one' }, architect);
await b.call(setEntry, { code: 'arm', entry: 'A1', title: { en: 'Portals' }, maps: ['portal'] }, architect);
await b.call(publishModel, { code: 'arm', from: b.module.country.calendar.localDate(b.clock.now()) }, second);

type Who = typeof architect | undefined;
const take = async (path: string, who?: Who) => b.http(who).get(path);
const bytesOf = async (path: string) => Buffer.from(await (await fetch(b.platform.url + path)).arrayBuffer());
const textOf = async (path: string, who?: Who) => JSON.stringify((await take(path, who)).body);

test('a list comes as CSV and XLSX in the language asked for, within what one may see, and begins no formula', async () => {
  const list = (as: string, language: string) => contract.listPath('object', { as, language });
  const csv = await textOf(list('csv', 'ru'), architect);
  expect(csv).toContain("'=2+2");
  expect(csv).toContain('123.45');
  expect(csv).toContain('Secret');
  expect(await textOf(list('csv', 'en'))).not.toContain('Secret');
  expect((await take(list('pdf', 'en'))).status).toBe(422);
  const cells = JSON.stringify(await readWorkbook(await bytesOf(list('xlsx', 'en'))));
  expect(cells).toContain('=1+1');
  expect(cells).not.toContain('Secret');
});

test('every picture is an SVG that needs nothing from outside, says what it is, and shows nobody what they may not see', async () => {
  for (const name of contract.pictureNames) {
    const path = (as: string, language = 'en') =>
      contract.picturePath(name, {
        as,
        language,
        id: name === 'impact' ? id : undefined,
        model: name === 'model' ? 'arm' : undefined,
      });
    const svg = (await bytesOf(path('svg'))).toString();
    expect(svg, name).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg, name).toContain('<title');
    expect(svg.replace('http://www.w3.org/2000/svg', ''), name).not.toMatch(/https?:|href|<script|Secret|<b>/);
    const csv = (await bytesOf(path('csv'))).toString();
    expect(csv, name).not.toContain('Secret');
    expect(csv, name).not.toMatch(/(^|[\n,"])=/);
    expect((await bytesOf(path('xlsx'))).subarray(0, 2).toString(), name).toBe('PK');
  }
  const arabic = (await bytesOf(contract.picturePath('landscape', { as: 'svg', language: 'ar' }))).toString();
  expect(arabic).toContain('التجارة');
  expect(arabic).toContain('class="title" x="936" y="36" text-anchor="end"');
});

test('a picture becomes a PNG without a browser', async () => {
  const png = await bytesOf(contract.picturePath('quadrants', { as: 'png', language: 'ar' }));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)].every((side) => side > 900)).toBe(true);
});

test('a report on all, a body or a domain comes as PDF and as a workbook whose sheets are its parts', async () => {
  const pdf = await bytesOf(contract.reportPath({ as: 'pdf', language: 'ar' }));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const sheets = await readWorkbook(await bytesOf(contract.reportPath({ as: 'xlsx', ownerId: 'XM-LABOUR-MINISTRY' })));
  expect(sheets.length).toBeGreaterThan(6);
  const file = await bytesOf(contract.reportPath({ as: 'xlsx', domain: 'D1' }));
  const domain = JSON.stringify(await readWorkbook(file));
  expect(domain).toContain('Trade');
});

test('what is not asked for as the address says, and an element or model that is not there, are refused', async () => {
  expect((await take('/api/atlas/pictures/nothing?as=svg')).status).toBe(422);
  expect((await take(contract.picturePath('impact', { as: 'svg', id: newId() }))).status).toBe(404);
  expect((await take(contract.picturePath('impact', { as: 'svg' }))).status).toBe(404);
  expect((await take(contract.picturePath('model', { as: 'svg', model: 'none' }))).status).toBe(404);
  expect((await take('/api/atlas/report?as=docx')).status).toBe(422);
});
