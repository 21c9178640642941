// SPDX-License-Identifier: Apache-2.0
/** The total that `npm test` prints is the sum of what its runners report; nothing that failed gets lost in it. */
import { describe, expect, it, test } from 'vitest';
import { patienceOf } from '@stoa/kernel/patience';
import { run } from '../src/run.ts';
import { add, faultsOfVitest, patienceFor, totalOfJourney, totalOfVitest } from '../src/test.ts';
import { leavesNothing, testFiles } from '../src/test-files.ts';

const report = (change: object) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...change,
});

test('skipped and planned tests are skips', () => {
  expect(totalOfVitest(report({ numPendingTests: 2, numTodoTests: 1 }))).toEqual({ passed: 5, failed: 0, skipped: 3 });
});

test('a file that could not be loaded is a failure', () => {
  const unloaded = { status: 'failed', name: 'x.test.ts', assertionResults: [] };
  expect(totalOfVitest(report({ testResults: [unloaded] }))).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

test('what failed is said once more at the end, also an error that nobody waited for', () => {
  const failed = { status: 'failed', fullName: 'adds up', failureMessages: ['expected 1 to be 2\n    at x.ts:1'] };
  const file = { status: 'failed', name: 'x.test.ts', assertionResults: [failed] };
  expect(faultsOfVitest(report({ testResults: [file] }), '')).toEqual([
    'x.test.ts: adds up\n  expected 1 to be 2\n      at x.ts:1',
  ]);
  const outside = faultsOfVitest(report({}), 'passed\n⎯⎯ Unhandled Errors ⎯⎯\nRefusal: not permitted\n');
  expect(outside).toEqual([expect.stringContaining('Refusal: not permitted')]);
  const hook = {
    status: 'failed',
    name: 'y.test.ts',
    message: 'afterAll',
    assertionResults: [{ status: 'passed', fullName: 'z' }],
  };
  expect(faultsOfVitest(report({ testResults: [hook] }), '')).toEqual(['y.test.ts\n  afterAll']);
});

test('each step of a journey counts, and one that breaks off is a failure', () => {
  const step = (ok: boolean) => JSON.stringify({ step: 1, title: 'x', ok, ms: 1, evidence: {} });
  expect(totalOfJourney(`${step(true)}\nnoise\n${step(false)}\n`, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(totalOfJourney(`${step(true)}\n`, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(totalOfJourney('', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('totals add up', () => {
  expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  });
});

test('the busier the machine, the longer everything may take, unless a setting says how much', () => {
  expect([patienceFor(0, 2), patienceFor(2, 2), patienceFor(9, 2), patienceFor(99, 2)]).toEqual([1, 1, 5, 10]);
  expect([patienceOf(undefined), patienceOf('2.5')]).toEqual([1, 2.5]);
  for (const wrong of ['0', '-1', 'long', '1000']) expect(() => patienceOf(wrong)).toThrow('STOA_TEST_PATIENCE');
});

test('a file of tests that fails leaves no process behind, nor the processes of its processes', async () => {
  const { code, output } = await run(
    'vitest',
    ['run', '--config', 'checks/rules/violations/leftover/vitest.config.ts'],
    {
      env: { NO_COLOR: '1' },
    },
  );
  const pids = [...output.matchAll(/started (\d+)/g)].map(([, pid]) => Number(pid));
  expect([code, pids.length]).toEqual([1, 2]);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a program that cannot be started is a failure, and tools run on the Node of the workspace', async () => {
  expect((await run('no-such-program', [])).code).toBe(127);
  expect((await run('node', ['--version'])).output).toMatch(/^v24\./);
});

describe('test files that follow one another in one process', () => {
  const files: Record<string, string> = {
    'a/test/plain.test.ts': `import { bench } from '@stoa/kernel/testing';\nconst b = await bench(module);`,
    'a/test/helped.test.ts': `import { world } from './world.ts';`,
    'a/test/world.ts': 'export const world = await begin();',
    'a/test/helper.ts': 'export const make = () => begin();',
    'a/test/far.test.ts': `import { make } from './helper.ts';\nimport { other } from '../../b/test/other.ts';`,
    'b/test/other.ts': `process.env.STOA_DATA = 'x';`,
    'a/test/program.test.ts': `spawn('node', []);`,
  };
  it.each([
    ['a/test/plain.test.ts', true],
    ['a/test/helped.test.ts', false],
    ['a/test/far.test.ts', false],
    ['a/test/program.test.ts', false],
  ])('%s: %s', (path, may) => expect(leavesNothing(path, (one) => files[one])).toBe(may));

  it('and those that do not are all files there are', () => {
    const { shared, alone } = testFiles();
    expect(shared.length).toBeGreaterThan(100);
    expect(alone.length).toBeGreaterThan(30);
    expect(new Set([...shared, ...alone]).size).toBe(shared.length + alone.length);
  });
});
