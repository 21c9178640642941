// SPDX-License-Identifier: Apache-2.0
/**
 * `npm test`: checks, all Vitest files (units, modules on real PostgreSQL, whole-system rules, browser), and the journey
 * in both shapes. Everything runs, whatever failed; the last line is the total over all of it. With `--all`
 * (`npm run test:all`) generated requests are a hundred thousand, cards of quality ten
 * thousand by each way, and both chaos runs kill processes.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check } from './check.ts';
import { root } from './inventory.ts';
import { provide } from './requirements.ts';
import { run } from './run.ts';

export interface Total {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
const nothing: Total = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Total, b: Total): Total => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    status: string;
    name: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

/** How much longer than on a quiet machine all limits are (`STOA_TEST_PATIENCE`), where nobody said. */
export const patienceFor = (load: number, cores: number): number => Math.min(10, Math.max(1, Math.ceil(load / cores)));

/** Vitest's JSON report as a total; a file that could not even be loaded counts as one failure. */
export function totalOfVitest(report: VitestReport): Total {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const firstLines = (text = '') => text.split('\n').slice(0, 6).join('\n  ');

/** What failed in a Vitest run and why, also what no test of it says: an error that nobody waited for ends a run too. */
export function faultsOfVitest(report: VitestReport, output: string): string[] {
  const faults = report.testResults.flatMap(({ name, status, message, assertionResults }) => [
    ...(status === 'failed' && !assertionResults.some((one) => one.status === 'failed')
      ? [`${name}\n  ${firstLines(message)}`]
      : []),
    ...assertionResults
      .filter((one) => one.status === 'failed')
      .map(({ fullName, failureMessages }) => `${name}: ${fullName}\n  ${firstLines(failureMessages?.[0])}`),
  ]);
  const outside = /⎯ Unhandled Errors? ⎯[\s\S]*/.exec(output)?.[0].split('\n').slice(0, 40).join('\n  ');
  return outside ? [...faults, outside] : faults;
}

/** One JSON object a step on standard output; a journey that ends badly without a failed step is a failure too. */
export function totalOfJourney(output: string, code: number): Total {
  const steps = output
    .split('\n')
    .filter((line) => line.startsWith('{"step"'))
    .map((line) => JSON.parse(line) as { ok: boolean });
  const failed = steps.filter((step) => !step.ok).length;
  const brokeOff = failed === 0 && (code !== 0 || steps.length === 0);
  return { passed: steps.length - failed, failed: brokeOff ? 1 : failed, skipped: 0 };
}

/** Said once more before the total: the end of a log is what people look at first. */
const faults: string[] = [];

async function vitest(): Promise<Total> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-report-'));
  const file = join(folder, 'vitest.json');
  const { code, output } = await run(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    {
      show: true,
      env: { NO_COLOR: '1' },
    },
  );
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  if (!text) return { ...nothing, failed: 1 };
  const report = JSON.parse(text) as VitestReport;
  for (const { name, assertionResults } of report.testResults)
    for (const { status, fullName } of assertionResults)
      if (status !== 'passed' && status !== 'failed') console.log(`SKIPPED ${name.slice(root.length)}: ${fullName}`);
  const total = totalOfVitest(report);
  if (code !== 0) faults.push(...faultsOfVitest(report, output));
  return code !== 0 && total.failed === 0 ? { ...total, failed: 1 } : total;
}

async function journey(...shape: string[]): Promise<Total> {
  const { code, output } = await run(process.execPath, ['checks/src/journey/main.ts', '--json', ...shape], {
    show: true,
  });
  if (code !== 0)
    faults.push(
      output
        .split('\n')
        .filter((line) => line.includes('"ok":false'))
        .join('\n') || output.slice(-2000),
    );
  return totalOfJourney(output, code);
}

/** A chaos run as one test: it compares what was acknowledged with what is there, and ends with 1 where they differ. */
async function chaos(script: string): Promise<Total> {
  const { code } = await run(process.execPath, [`checks/src/${script}/main.ts`, '--kills', '5'], { show: true });
  return code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

async function main(): Promise<number> {
  const all = process.argv.includes('--all');
  // Programs that tests start again and again are read once.
  process.env.NODE_COMPILE_CACHE ||= join(root, 'node_modules/.cache/stoa/compiled');
  if (all) process.env.STOA_THOROUGH ||= '1';
  if (all) process.env.STOA_HOSTILE_REQUESTS ||= '100000';
  if (all) process.env.STOA_QUALITY_CARDS ||= '10000';
  process.env.STOA_TEST_PATIENCE ||= String(patienceFor(loadavg()[0] ?? 0, availableParallelism()));
  const missing = await provide();
  for (const { program, for: purpose } of missing) console.log(`SKIPPED ${purpose}: ${program} is not installed`);
  const absent = missing.length;
  const lacks = (program: string) => missing.some((requirement) => requirement.program === program);
  const sections: readonly [string, () => Promise<Total>][] = [
    ['checks', async () => ({ ...(await check()), skipped: 0 })],
    ['tests', vitest],
    ...(existsSync(join(root, 'checks/src/journey/main.ts'))
      ? ([
          ['journey, all in one', () => journey(...(all ? [] : ['--short']))],
          ...(lacks('rabbitmq-server') ? [] : [['journey, split over RabbitMQ', () => journey('--split')] as const]),
        ] as [string, () => Promise<Total>][])
      : []),
    ...(all
      ? ([
          ['chaos of the platform', () => chaos('chaos')],
          ['chaos of the exchange', () => chaos('exchange-chaos')],
        ] as [string, () => Promise<Total>][])
      : []),
  ];
  let total: Total = { ...nothing, skipped: absent };
  for (const [name, work] of sections) {
    const began = Date.now();
    console.log(`\n== ${name}`);
    const part = await work();
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(`== ${name}: ${part.passed} passed, ${part.failed} failed, ${part.skipped} skipped (${seconds} s)`);
    total = add(total, part);
  }
  for (const fault of faults) console.log(`\nFAILED ${fault.replaceAll(root, '')}`);
  const strict = process.env.CI === 'true' && total.skipped > 0;
  if (strict) console.log('CI=true: what was skipped counts as failed');
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || strict ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exit(await main());
