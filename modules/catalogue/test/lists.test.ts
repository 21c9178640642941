// SPDX-License-Identifier: Apache-2.0
/** Lists and files of a package: what its author is told, and how tables are read. */
import { fileURLToPath } from 'node:url';
import { loadCountry } from '@stoa/kernel';
import { writeCsv } from '@stoa/kernel/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerRules, filledEntries, readEntry } from '../src/answers.ts';
import { readEntryTable } from '../src/entry-table.ts';
import { checkPackage, lintPackage } from '../src/linter.ts';
import { readPackageFiles } from '../src/package-files.ts';
import { readPackage } from '../src/package-reader.ts';

const folder = fileURLToPath(new URL('../../../services/residence-registration/', import.meta.url));
const country = await loadCountry();
const files = await readPackageFiles(folder);
const { pkg } = await readPackage(files);
const field = pkg?.fields.find(({ name }) => name === 'family');
if (!pkg || !field?.list) throw new Error('the package has a list');
const { list } = field;

const problems = async (file: string, edit: (text: string) => string) => {
  const before = files.get(file)?.toString('utf8') ?? '';
  const after = edit(before);
  if (after === before) throw new Error('the change changes nothing');
  const found = await checkPackage(new Map([...files, [file, Buffer.from(after)]]), country);
  return found.problems.map(({ file: where, message }) => `${where}: ${message}`);
};

test('registration at an address has no problems', async () => {
  expect(await lintPackage(folder)).toEqual([]);
});

const schema = 'data.schema.json';
test.each([
  ['a list without a limit', schema, ['"maxItems": 12,\n', ''], 'list/most must be >= 1'],
  ['a list of too many', schema, ['"maxItems": 12', '"maxItems": 1001'], 'list/most must be <= 1000'],
  [
    'a list that asks for more than it takes',
    schema,
    ['"maxItems": 12', '"minItems": 13, "maxItems": 12'],
    'at least 13',
  ],
  [
    'entries that take anything',
    schema,
    ['"additionalProperties": false,\n        "required"', '"required"'],
    'must have',
  ],
  ['an array of nothing', schema, ['"items": {', '"itemz": {'], 'say by "items" of which objects'],
  [
    'a date without bounds',
    schema,
    ['"x-earliest": "today-130y", "x-latest": "today", "x-concept": "relative', '"x-concept": "relative'],
    '"family.birthOn" is a date',
  ],
  [
    'a column without a meaning',
    schema,
    [', "x-concept": "relative.givenName"', ''],
    '"family.givenName" needs an x-concept',
  ],
  [
    'a choice that the schema does not know',
    schema,
    ['"parent", "other"]', '"parent"]'],
    'the choices of "family.relation"',
  ],
  [
    'words of a column that are not translated',
    'pages.yaml',
    ['{ en: Child, ru: Ребёнок, kk: Бала, uk: Дитина, ar: ابن أو ابنة }', '{ en: Child }'],
    'is not translated: ru, kk, uk, ar',
  ],
  [
    'a list beside another question',
    'pages.yaml',
    ['fields: [family]', 'fields: [family, tenure]'],
    '"family" is a list: give it page "family" for itself',
  ],
  [
    'files beside another question',
    'pages.yaml',
    ['fields: [consent]', 'fields: [consent, ownerName]'],
    '"consent" is attached: give it page',
  ],
  [
    'a type of file that nobody can tell',
    schema,
    ['"application/pdf", ', '"application/x-msdownload", '],
    'accepts application/x-msdownload',
  ],
  ['a file larger than any', schema, ['5242880', '52428800'], 'files/maxBytes must be <= 10485760'],
  ['more files than any form takes', schema, ['"x-maxFiles": 3', '"x-maxFiles": 11'], 'files/most must be <= 10'],
  [
    'files without a type',
    schema,
    ['"x-accept": ["application/pdf", "image/jpeg", "image/png"]', '"x-accept": []'],
    'files/accept must NOT have fewer than 1',
  ],
  ['a column that no expression may name', 'decision.dmn', ['member.relation', 'member.shoeSize'], 'shoeSize'],
  [
    'a list where a number is wanted',
    'outputs.yaml',
    ['count(answers.family) + 1', 'answers.family + 1'],
    'answers.family + 1',
  ],
] as const)('%s is a problem', async (_, file, [from, to], message) => {
  const found = await problems(file, (text) => text.replace(from, to));
  expect(found.join('\n')).toContain(message);
});

test('a scenario whose entry does not fit is a problem with the place of the entry', async () => {
  const found = await problems('scenarios/owner-with-family.yaml', (text) => text.replace('2015-09-14', '2999-09-14'));
  expect(found.join()).toContain('the answer "family" does not fit (date-range): Entry 2, Date of birth:');
});

test('of a list with many wrong entries the first twenty errors are told', () => {
  const rules = answerRules(country.formats);
  const entries = Array.from({ length: 12 }, () => ({}));
  const errors = rules.errorsIn(pkg, [field], { family: entries }, '2026-11-20');
  expect(errors).toHaveLength(20);
  expect(errors[4]).toMatchObject({ field: 'family', entry: 2, column: 'familyName', code: 'required' });
});

test('expressions see every column of an entry', () => {
  expect(filledEntries(field, [{ givenName: 'Dana' }])).toEqual([
    { familyName: null, givenName: 'Dana', birthOn: null, relation: null },
  ]);
  expect(filledEntries(field, null)).toEqual([]);
});

test('whatever people are called, a table that is written is read as it was', () => {
  const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
  const relation = fc.constantFrom('spouse', 'child', 'parent', 'other');
  const entry = fc.record({ familyName: name, givenName: name, birthOn: fc.constant('2015-09-14'), relation });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), (typed) => {
      const entries = typed.map((one) => readEntry(list, one)).filter(({ familyName }) => familyName !== undefined);
      fc.pre(entries.length > 0);
      const heads = list.columns.map((column) => column.name);
      const rows = entries.map((one) => heads.map((head) => String(one[head] ?? '')));
      const read = readEntryTable(list, writeCsv([heads, ...rows]));
      expect(read.faults).toEqual([]);
      expect(read.entries.map((one) => one.entry)).toEqual(entries);
      expect(read.entries.map(({ line }) => line)).toEqual(entries.map((_, at) => at + 2));
    }),
  );
});

test('no table makes the reader fail, and no fault is without its line', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const { entries, faults } = readEntryTable(list, text);
      for (const { line } of [...entries, ...faults]) expect(line).toBeGreaterThanOrEqual(1);
      expect(entries.length + faults.length).toBeGreaterThan(0);
    }),
  );
});
