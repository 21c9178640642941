// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run certify`: runs the five suites over the packages in `services/` and writes which versions passed, by digest, into
 * `services/certified.json`. `--check` only compares digests. Articles of law in force stand in `services/articles.json`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { examined, readPackageFiles } from '@stoa/catalogue';
import { passes, regulationName, type Subject, suiteOf } from '@stoa/certification';
import { loadCountry } from '@stoa/kernel';
import { root } from './inventory.ts';

const folder = join(root, 'services');
const listed = join(folder, 'certified.json');
const suites = Object.entries(suiteOf);

interface Certified {
  readonly version: string;
  readonly certifiedOn: string;
  readonly regulation: string;
  readonly suites: Record<string, { checks: number; notes: number }>;
}
type List = Record<string, Certified>;

const jsonOf = async <T>(file: string, none: T): Promise<T> =>
  JSON.parse(await readFile(file, 'utf8').catch(() => JSON.stringify(none))) as T;

export async function packageFolders(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** What the suites find in one package; `faults` keep it from its certificate. */
export async function certified(
  name: string,
  today: string,
): Promise<{ version: string; faults: string[]; found: Certified['suites'] }> {
  const country = await loadCountry();
  const read = await examined(await readPackageFiles(join(folder, name)), country);
  const { package: pkg, version, problems } = read;
  if (!pkg) return { version, faults: problems.map(({ file, message }) => `${file}: ${message}`), found: {} };
  const articles = new Map(Object.entries(await jsonOf(join(folder, 'articles.json'), {}))) as Subject['articles'];
  const faults: string[] = [];
  const found: Certified['suites'] = {};
  for (const [suite, run] of suites) {
    const { checks } = await run(
      { examined: { ...read, package: pkg }, formats: country.formats, today, articles },
      async () => {},
    );
    const bad = checks.filter(({ result }) => result === 'bad');
    if (!passes(checks))
      faults.push(...bad.flatMap(({ clause, evidence }) => evidence.map((one) => `${clause} ${one}`)));
    found[suite] = { checks: checks.length, notes: checks.filter(({ result }) => result === 'note').length };
  }
  return { version, faults, found };
}

/** Packages whose digest is not that of their certificate. */
export async function uncertified(): Promise<string[]> {
  const list = await jsonOf<List>(listed, {});
  const country = await loadCountry();
  const stale: string[] = [];
  for (const name of await packageFolders()) {
    const { version } = await examined(await readPackageFiles(join(folder, name)), country);
    if (list[name]?.version !== version || list[name]?.regulation !== regulationName) stale.push(name);
  }
  return stale;
}

async function certifyAll(): Promise<number> {
  const before = await jsonOf<List>(listed, {});
  const today = new Date().toISOString().slice(0, 10);
  const list: List = {};
  let wrong = 0;
  for (const name of await packageFolders()) {
    const { version, faults, found } = await certified(name, today);
    for (const fault of faults) console.log(`${name}: ${fault}`);
    if (faults.length > 0) {
      wrong += 1;
      continue;
    }
    const known = before[name];
    const certifiedOn = known?.version === version && known.regulation === regulationName ? known.certifiedOn : today;
    list[name] = { version, certifiedOn, regulation: regulationName, suites: found };
  }
  await writeFile(listed, `${JSON.stringify(list, null, 2)}\n`);
  console.log(`${Object.keys(list).length} packages are certified, ${wrong} are not`);
  return wrong;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const stale = await uncertified();
    for (const name of stale) console.log(`services/${name} is not what was certified: run npm run certify`);
    process.exit(stale.length ? 1 : 0);
  }
  process.exit((await certifyAll()) ? 1 : 0);
}
