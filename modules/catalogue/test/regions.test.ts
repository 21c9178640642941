// SPDX-License-Identifier: Apache-2.0
/** One package for many regions: what is refused, and what each region is told and charged. */
import { fileURLToPath } from 'node:url';
import { bench } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { evaluateFile, readDecision } from '../src/decision-file.ts';
import catalogue from '../src/index.ts';
import { lintRegions } from '../src/lint-regions.ts';
import { checkPackage } from '../src/linter.ts';
import { readPackageFiles } from '../src/package-files.ts';
import type { ServicePackage } from '../src/package-model.ts';
import { publishServices } from '../src/publication.ts';
import { byRegion } from '../src/tables-by-region.ts';

const b = await bench(catalogue);
await publishServices(b.module);
const { country } = b.module;
const folder = fileURLToPath(new URL('../../../services/building-permit/', import.meta.url));
const written = await readPackageFiles(folder);

const problems = async (file: string, change: (text: string) => string) => {
  const before = written.get(file)?.toString('utf8') ?? '';
  const after = change(before);
  if (after === before) throw new Error(`the change of ${file} changes nothing`);
  const { problems: found } = await checkPackage(new Map([...written, [file, Buffer.from(after)]]), country);
  return found.map((one) => `${one.file}: ${one.message}`).join('\n');
};
const service = (from: string | RegExp, to: string) => ['service.yaml', (t: string) => t.replace(from, to)] as const;

test.each([
  [
    'a level without a territory',
    service('territory: all\n', ''),
    'a municipal service must say where it is given: territory: all, or a list of regions such as [XM-01]',
  ],
  [
    'a territory of a state service',
    service('level: municipal\n', ''),
    'a state service is given in the whole country: take territory away',
  ],
  [
    'a region that the country does not have',
    service('territory: all', 'territory: [XM-01, XM-02, XM-03, XM-09]'),
    'territory names "XM-09", which is no region of the country: XM-01, XM-02, XM-03',
  ],
  [
    'a region in which nobody decides',
    service('territory: all', 'territory: [XM-01, XM-02, XM-03, XM-09]'),
    'competence.offices has nobody who decides in "XM-09", a region of territory',
  ],
  [
    'an office outside the territory',
    service('territory: all', 'territory: [XM-01, XM-02]'),
    'competence.offices names an office of "XM-03", which is not in territory',
  ],
  [
    'a row of a region where the service is not given',
    service('territory: all', 'territory: [XM-01, XM-02]'),
    'fee.dmn: the column "Region" names "XM-03", where the service is not given',
  ],
  [
    'a region without a fee',
    ['fee.dmn', (t: string) => t.replace(/ {6}<rule id="fee-small-delta">[\s\S]*?<\/rule>\n/, '')] as const,
    'Region = "XM-02"',
  ],
  [
    'a region that no value of the column names',
    ['deadline.dmn', (t: string) => t.replace('"XM-01","XM-02","XM-03"', '"XM-01","XM-02"')] as const,
    'deadline.dmn: region "XM-03" has no row: give it one, and name it among the values of the column "Region"',
  ],
  [
    'more days than the law gives anybody',
    ['deadline.dmn', (t: string) => t.replace('<text>18</text>', '<text>21</text>')] as const,
    'rule "deadline-delta" must give 1 to 20 working days: deadlineWorkingDays says the longest',
  ],
  [
    'a table of days that gives something else',
    ['deadline.dmn', (t: string) => t.replaceAll('workingDays', 'hours')] as const,
    'the deadline must give workingDays, a number',
  ],
  [
    'a scenario that expects the days of another region',
    ['scenarios/all-agree-delta.yaml', (t: string) => t.replace('days: 18', 'days: 15')] as const,
    'expects days 15 but it is 18',
  ],
])('%s is refused', async (_, [file, change], problem) => {
  expect(await problems(file, change)).toContain(problem);
});

test('services are found by region and level, each with the least and the most that hold there', async () => {
  const { items } = await b.call(contract.listServices, { region: 'XM-02', level: 'municipal' });
  expect(items).toMatchObject([
    {
      ...{ id: 'building-permit', level: 'municipal', territory: ['XM-01', 'XM-02', 'XM-03'] },
      there: {
        workingDays: { least: 10, most: 18 },
        fee: { least: 0, most: 120_000, currency: 'EUR' },
        offices: [{ id: 'XM-02-FRONT-OFFICE-1', name: { en: 'Front Office No. 1, Upper Delta' } }],
      },
    },
    { id: 'doctor-appointment' },
  ]);
  const state = await b.call(contract.listServices, { region: 'XM-02', level: 'state' });
  expect(state.items.map(({ id }) => id)).toContain('passport');
  expect(state.items.map(({ id }) => id)).not.toContain('building-permit');
  const certificate = state.items.find(({ id }) => id === 'address-certificate');
  expect(certificate?.there).toEqual({ offices: [], workingDays: { least: 0, most: 0 } });
  const elsewhere = await b.call(contract.listServices, { region: 'XM-99' });
  expect(elsewhere.items).toEqual([]);
});

test('a service page has a table by region where regions differ, and none where they do not', async () => {
  const permit = await b.call(contract.getService, { id: 'building-permit' });
  expect(permit).toMatchObject({ level: 'municipal', deadlineWorkingDays: 20 });
  expect(permit.regions?.map(({ code, fees, terms }) => [code, fees.length, terms.length])).toEqual([
    ['XM-01', 4, 2],
    ['XM-02', 4, 2],
    ['XM-03', 4, 2],
  ]);
  const coast = permit.regions?.at(-1);
  expect(coast?.fees.map(({ amountMinor }) => amountMinor)).toEqual([0, 15_000, 52_000, 190_000]);
  expect(coast?.terms.at(-1)).toMatchObject({ workingDays: 15, law: 'Building Act, Art. 28(3)' });
  const passport = await b.call(contract.getService, { id: 'passport' });
  expect(passport.regions).toBeUndefined();
  expect(passport.level).toBeUndefined();
});

test('the catalogue for other portals says where each service is given', async () => {
  const { '@graph': graph } = await b.call(contract.exportCpsv, {});
  const spatial = (id: string) => {
    const places = graph.find((node) => node['dct:identifier'] === id)?.['dct:spatial'] as
      | { '@id': string }[]
      | undefined;
    return places?.map((one) => one['@id'].split('/').at(-1));
  };
  expect(spatial('building-permit')).toEqual(['XM-01', 'XM-02', 'XM-03']);
  expect(spatial('passport')).toEqual(['XM']);
  const coast = graph.filter((node) => node['dct:identifier'] === 'XM-03');
  expect(coast).toMatchObject([{ '@type': 'dct:Location' }]);
});

const { pkg } = await checkPackage(written, country);
if (!pkg) throw new Error('the building permit cannot be read');
const regions = ['XM-01', 'XM-02', 'XM-03'];
const cells = (codes: readonly string[]) => codes.map((code) => `"${code}"`).join(',');
/** A table by region alone, in rows of the regions given. */
const table = (name: string, output: string, rows: readonly { codes: readonly string[]; value: number }[]) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="${name}" namespace="urn:${name}">
  <decision id="${name}" name="${name}"><decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i" label="Region"><inputExpression id="e" typeRef="string"><text>region</text></inputExpression>
      <inputValues id="v"><text>${cells(rows.flatMap(({ codes }) => codes))}</text></inputValues></input>
    <output id="o" name="${output}" typeRef="number" />
    ${rows.map(({ codes, value }, at) => `<rule id="${name}-${at}"><inputEntry id="c${at}"><text>${cells(codes)}</text></inputEntry><outputEntry id="w${at}"><text>${value}</text></outputEntry></rule>`).join('\n')}
  </decisionTable></decision></definitions>`;
/** Regions dealt out to rows: each region stands in one. */
const dealt = (most: number) =>
  fc
    .tuple(
      fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.nat({ max: most }), { minLength: 3, maxLength: 3 }),
    )
    .map(([rowOf, values]) =>
      values
        .map((value, row) => ({ value: value + 1, codes: regions.filter((__, at) => rowOf[at] === row) }))
        .filter(({ codes }) => codes.length > 0),
    );
const withTables = (fee: string, deadline: string): ServicePackage => ({
  ...pkg,
  decisions: { ...pkg.decisions, fee, deadline },
});

test('however regions are dealt out to rows, each has exactly one fee and one term: the ones its cases get', () => {
  fc.assert(
    fc.property(dealt(200_000), dealt(19), (fees, days) => {
      const made = withTables(table('fee', 'amountMinor', fees), table('deadline', 'workingDays', days));
      expect(lintRegions(made, regions)).toEqual([]);
      const told = byRegion(made, regions).regions ?? [];
      expect(told.map(({ code }) => code)).toEqual(regions);
      for (const { code, fees: own, terms } of told) {
        const [fee] = evaluateFile(readDecision('fee', made.decisions), { region: code }).outputs;
        expect(own.map(({ amountMinor }) => amountMinor)).toEqual([fee?.amountMinor]);
        expect(terms.map(({ workingDays }) => workingDays)).toEqual([contract.workingDaysIn(made, { region: code })]);
      }
    }),
    { numRuns: 100 },
  );
});

test('whichever region is left out of a table is named', () => {
  fc.assert(
    fc.property(dealt(200_000), dealt(19), fc.constantFrom(...regions), (fees, days, missing) => {
      const left = days.map((row) => ({ ...row, codes: row.codes.filter((code) => code !== missing) }));
      const rows = left.filter(({ codes }) => codes.length > 0);
      fc.pre(rows.length > 0);
      const made = withTables(table('fee', 'amountMinor', fees), table('deadline', 'workingDays', rows));
      const found = lintRegions(made, regions);
      expect(found).toMatchObject([
        { file: 'deadline.dmn', message: expect.stringContaining(`"${missing}" has no row`) },
      ]);
      expect(contract.workingDaysIn(made, { region: missing })).toBe(20);
    }),
    { numRuns: 100 },
  );
});

test('while nobody can tell the region yet the longest term holds', () => {
  expect(contract.regionIn(pkg.facts, { answers: {} })).toBeNull();
  expect(contract.regionIn(pkg.facts, { answers: { region: 'XM-03' } })).toBe('XM-03');
  expect(contract.workingDaysIn(pkg, { answers: { disaster: false }, region: null })).toBe(20);
  expect(contract.workingDaysIn(pkg, { answers: { disaster: false }, region: 'XM-03' })).toBe(15);
});
