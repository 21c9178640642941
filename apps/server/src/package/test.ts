// SPDX-License-Identifier: Apache-2.0
/** `stoa package test`: the scenarios of a package, those it lacks, and what all of them come to. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  answerRules,
  readPackage,
  readPackageFiles,
  type Scenario,
  scenarioFaults,
  scenariosOf,
} from '@stoa/catalogue';
import type { ServicePackage } from '@stoa/catalogue/contract';
import { stringify } from 'yaml';
import { countryOf, type Folder, foldersOf, readArguments, say, tell } from './arguments.ts';
import { keyOf, type Target, targetsOf, walk } from './coverage.ts';
import { generate, type Generated } from './generate.ts';

export async function test(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { write: { type: 'boolean' }, country: { type: 'string' } });
  const rules = answerRules((await countryOf(values.country)).formats);
  let faulty = 0;
  for (const folder of await foldersOf(positionals)) {
    const files = await readPackageFiles(folder.path);
    const { pkg, problems } = await readPackage(files);
    tell(folder, problems);
    if (!pkg) {
      faulty += 1;
      continue;
    }
    const read = scenariosOf(files);
    const faults = read.flatMap(({ file, scenario, fault }) =>
      (scenario ? scenarioFaults(pkg, scenario, rules) : [fault ?? '']).map((message) => ({ file, message })),
    );
    tell(folder, faults);
    const given = read.flatMap(({ file, scenario }) => (scenario ? [{ file, scenario }] : []));
    const holding = given.filter(({ file }) => !faults.some((fault) => fault.file === file));
    say(`${folder.name}: ${holding.length} of ${read.length} scenarios hold`);
    const made = report(
      pkg,
      holding,
      (scenario) => scenarioFaults(pkg, { ...scenario, expect: {} }, rules).length === 0,
    );
    if (values.write === true) await write(folder, pkg, made, (scenario) => scenarioFaults(pkg, scenario, rules));
    if (faults.length > 0 || read.length === 0) faulty += 1;
  }
  return faulty > 0 ? 1 : 0;
}

/** Says what is come to, by whom; answers the scenarios that were generated. */
function report(
  pkg: ServicePackage,
  given: readonly { file: string; scenario: Scenario }[],
  fits: (scenario: Scenario) => boolean,
): Generated[] {
  const targets = targetsOf(pkg);
  const reached = new Set(given.flatMap(({ scenario }) => [...walk(pkg, scenario).reached]));
  const missing = targets.filter((target) => !reached.has(keyOf(target)));
  const made = generate(pkg, given, missing, fits);
  for (const kind of ['row', 'branch'] as const) {
    const all = targets.filter((target) => target.kind === kind);
    const own = all.filter((target) => reached.has(keyOf(target))).length;
    const more = made.filter(({ target }) => target.kind === kind).length;
    const word = kind === 'row' ? 'rows of tables' : 'branches of the process';
    say(`  ${word}: ${own} of ${all.length} by scenarios, ${more} more by generated ones`);
  }
  for (const { target, like, changed } of made)
    say(`  generated: ${target.file} ${target.id} (${target.name}): like ${like} with ${changed}`);
  for (const target of missing.filter((one) => !made.some((other) => other.target === one)))
    say(`  not come to: ${target.file} ${target.id} (${target.name}): write a scenario for it`);
  return made;
}

/** Those that a form would take become files, with what comes out as what is expected: for the author to judge. */
async function write(
  { path }: Folder,
  pkg: ServicePackage,
  made: readonly Generated[],
  faultsOf: (scenario: Scenario) => readonly string[],
): Promise<void> {
  await mkdir(join(path, 'scenarios'), { recursive: true });
  for (const { target, scenario } of made) {
    const kept = { ...scenario, title: titleOf(target), expect: expected(pkg, scenario) };
    if (faultsOf(kept).length > 0) continue;
    const file = `scenarios/generated-${target.id.replace(/[^A-Za-z0-9-]/g, '-')}.yaml`;
    await writeFile(join(path, file), stringify(kept, { lineWidth: 0 }));
    say(`  written: ${file}`);
  }
}

const titleOf = ({ name }: Target) => `Generated: ${name}`;

function expected(pkg: ServicePackage, scenario: Scenario): Scenario['expect'] {
  const { fee, days, decision } = walk(pkg, scenario);
  return {
    ...(fee && typeof fee.amountMinor === 'number' ? { fee: fee.amountMinor } : {}),
    ...(fee?.rule ? { feeRule: fee.rule } : {}),
    ...(typeof days === 'number' ? { days } : {}),
    ...(decision && typeof decision.outcome === 'string' ? { decision: decision.outcome } : {}),
    ...(decision?.rule ? { rule: decision.rule } : {}),
  };
}
