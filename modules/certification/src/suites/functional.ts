// SPDX-License-Identifier: Apache-2.0
/** Chapter 4: examples come true, and every row and branch is met. */
import { decisionFile, type ServicePackage } from '@stoa/catalogue/contract';
import { checkOf, type OnStep, type RunSuite } from './suite.ts';
import { trials } from './trials.ts';
import { branchesOf, branchesTaken, tried } from './walk.ts';

type Context = Record<string, unknown>;
/** Trials at most; most packages are met whole after some hundreds. */
const mostTrials = 3000;
const trialsAStep = 100;

/** `fee / rule-1`, or the sentence that says why it cannot be read. */
function rowsOf(pkg: ServicePackage): { rows: string[]; faults: string[] } {
  const rows: string[] = [];
  const faults: string[] = [];
  for (const name of Object.keys(pkg.decisions))
    try {
      rows.push(...[...(decisionFile(pkg, name)?.rules.keys() ?? [])].map((rule) => `row ${rule} of ${name}.dmn`));
    } catch (error) {
      faults.push(`${name}.dmn: ${error instanceof Error ? error.message : String(error)}`);
    }
  return { rows, faults };
}

function metBy(pkg: ServicePackage, context: Context): string[] {
  const rows = Object.keys(pkg.decisions).flatMap((name) =>
    (tried(pkg, name, context)?.rules ?? []).map((rule) => `row ${rule} of ${name}.dmn`),
  );
  return [...rows, ...[...branchesTaken(pkg, context)].map((flow) => `branch ${flow}`)];
}

async function cover(pkg: ServicePackage, examples: readonly Context[], wanted: ReadonlySet<string>, onStep: OnStep) {
  const shown = new Set<string>();
  for (const example of examples) for (const one of metBy(pkg, example)) shown.add(one);
  const met = new Set(shown);
  const missing = () => [...wanted].some((one) => !met.has(one));
  const more = trials(pkg, examples);
  let count = 0;
  let isNew = false;
  for (; count < mostTrials && missing(); count++) {
    if (count % trialsAStep === 0) await onStep(1 + count / trialsAStep, 2 + mostTrials / trialsAStep);
    const { value, done } = more.next(isNew);
    if (done) break;
    isNew = false;
    for (const one of metBy(pkg, value))
      if (wanted.has(one) && !met.has(one)) {
        met.add(one);
        isNew = true;
      }
  }
  return { shown, met, count };
}

export const functional: RunSuite = async ({ examined }, onStep) => {
  const { package: pkg, problems, scenarios } = examined;
  await onStep(0, 2);
  const faults = problems
    .filter(({ file }) => !file.startsWith('scenarios/'))
    .map(({ file, message }) => `${file}: ${message}`);
  const wrong = scenarios.flatMap(({ file, problems: own }) => own.map((message) => `${file}: ${message}`));
  const examples = scenarios.flatMap(({ context }): Context[] => (context ? [context] : []));
  const { rows, faults: unread } = rowsOf(pkg);
  const flows = branchesOf(pkg.process).map((flow) => `branch ${flow}`);
  const { shown, met, count } = await cover(pkg, examples, new Set([...rows, ...flows]), onStep);
  const unmet = (of: readonly string[]) =>
    of.filter((one) => !met.has(one)).map((one) => `${one}: neither an example nor a trial reaches it`);
  const onlyTried = [...rows, ...flows].filter((one) => met.has(one) && !shown.has(one));
  return {
    checks: [
      checkOf('4.1', faults, 'the linter finds nothing'),
      checkOf('4.2', wrong, `${scenarios.length} examples come out as they expect`),
      checkOf('4.3', [...unread, ...unmet(rows)], `${rows.length} rows are reached`),
      checkOf('4.4', unmet(flows), `${flows.length} branches are taken`),
      checkOf(
        '4.5',
        onlyTried.map((one) => `${one}: no example shows it`),
        'every row and branch is shown by an example',
      ),
    ],
    figures: [
      { name: 'examples', value: scenarios.length, unit: '' },
      { name: 'trials', value: count, unit: '' },
    ],
  };
};
