// SPDX-License-Identifier: Apache-2.0
/** `npm run tck -- <folder>`: every case of a checked-out DMN suite against this engine. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresText, listedFailures } from './failures.ts';
import { type CaseResult, runFolder } from './run.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const warn = (text: string): void => void process.stderr.write(`${text}\n`);

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const accept = process.argv.includes('--accept');
if (!folder) {
  warn('usage: npm run tck -- <folder of the suite> [--accept]');
  process.exit(2);
}
const root = join(folder, 'TestCases');
const results: CaseResult[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
  .flatMap((level) =>
    readdirSync(join(root, level), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => runFolder(join(root, level, entry.name), level)),
  );

const rows = [...new Set(results.map(({ level }) => level))].map((level) => {
  const all = results.filter((result) => result.level === level);
  const valued = all.filter((result) => result.expectsValue);
  const passed = (list: readonly CaseResult[]): string =>
    `${list.filter(({ reason }) => !reason).length} of ${list.length}`;
  return `| ${level} | ${passed(all)} | ${passed(valued)} |`;
});
say(['| level | cases | of those with a value |', '|---|---|---|', ...rows].join('\n'));
const slow = results.filter(({ milliseconds }) => milliseconds > 2000);
for (const { name, milliseconds } of slow) warn(`slow: ${name} ${milliseconds} ms`);
if (slow.length) process.exitCode = 1;

const file = join(import.meta.dirname, '../../tck-failures.md');
const failed = results.filter(({ reason }) => reason);
const known = listedFailures(readFileSync(file, { encoding: 'utf8', flag: 'a+' }));
const fresh = failed.filter(({ name }) => !known.has(name));
if (fresh.length && !accept) {
  warn(`${fresh.length} cases fail that are not listed in tck-failures.md:`);
  for (const { name, reason } of fresh.slice(0, 50)) warn(`  ${name}: ${reason}`);
  process.exitCode = 1;
} else writeFileSync(file, failuresText(failed));
