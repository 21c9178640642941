// SPDX-License-Identifier: Apache-2.0
/** Packages of the repository pass the suites, and what is listed as certified is what lies there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examined, readPackageFiles } from '@stoa/catalogue';
import { loadCountry } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { regulationName } from '../src/regulation/regulation.ts';
import { passes, suiteOf, type Subject } from '../src/suites/index.ts';

const folder = fileURLToPath(new URL('../../../services/', import.meta.url));
const listed = JSON.parse(readFileSync(`${folder}certified.json`, 'utf8')) as Record<
  string,
  { version: string; regulation: string }
>;
const articles = JSON.parse(readFileSync(`${folder}articles.json`, 'utf8')) as Record<string, { from: string }>;
const country = await loadCountry();
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(names)('%s is certified as it lies there, and passes what does not measure time', async (name) => {
  const read = await examined(await readPackageFiles(`${folder}${name}`), country);
  expect(listed[name]).toMatchObject({ version: read.version, regulation: regulationName });
  const { package: pkg } = read;
  if (!pkg) throw new Error(`${name} cannot be read`);
  const subject: Subject = {
    examined: { ...read, package: pkg },
    formats: country.formats,
    today: '2026-11-30',
    articles: new Map(Object.entries(articles)),
  };
  for (const suite of ['functional', 'safety', 'interface', 'legal'] as const) {
    const { checks } = await suiteOf[suite](subject, async () => {});
    expect(
      checks
        .filter(({ defect }) => defect !== 'C')
        .flatMap(({ result, clause, evidence }) => (result === 'bad' ? [clause, ...evidence] : [])),
    ).toEqual([]);
    expect(passes(checks)).toBe(true);
  }
});
