// SPDX-License-Identifier: Apache-2.0
/** What editors are told of a package's files, held against the packages that there are. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../src/inventory.ts';
import { fileSchemas } from '../src/package-schemas.ts';

const described = ['services', 'modules/catalogue/patterns', 'docs/examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => join(folder, path)),
);
const nameOf = (path: string) => (basename(dirname(path)) === 'scenarios' ? 'scenario' : basename(path, '.yaml'));
const faultsOf = (name: string, value: unknown) => {
  const schema = fileSchemas[name];
  return schema
    ? [...Value.Errors(schema, value)].map(({ instancePath, message }) => `${instancePath} ${message}`)
    : ['no schema'];
};

test('every file of every package fits the schema that is published for it', () => {
  expect(described.length).toBeGreaterThan(100);
  for (const path of described) {
    const value: unknown = parse(readFileSync(join(root, path), 'utf8'));
    expect(faultsOf(nameOf(path), value), path).toEqual([]);
  }
});

test('what does not belong there is marked', () => {
  expect(faultsOf('load', { casesPerMonth: 'many', busiestHourShare: 0.02, pageP95Ms: 500 })).not.toEqual([]);
  expect(faultsOf('notifications', { issued: { subject: { ru: 'Готово' }, body: { en: 'Ready' } } })).not.toEqual([]);
  expect(faultsOf('scenario', { title: 'x', today: '2026-11-20', expect: { price: 5 } })).not.toEqual([]);
});
