// SPDX-License-Identifier: Apache-2.0
/** `npm run check`: everything that can be said about the sources without running them. Every step runs, whatever failed. */
import { pathToFileURL } from 'node:url';
import { run } from './run.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const node = (script: string, ...args: string[]) => ({
  command: process.execPath,
  args: [`checks/src/${script}`, ...args],
});

export const cruisedFolders = [
  'kernel',
  'engine',
  'modules',
  'apps',
  'demo',
  'countries',
  'bench',
  'checks/src',
  'checks/test',
];

export const steps: readonly Step[] = [
  {
    name: 'types of the portal',
    command: 'vue-tsc',
    // What did not change since the last time is not looked at again.
    args: [
      ...['--noEmit', '-p', 'apps/portal/tsconfig.json', '--incremental'],
      ...['--tsBuildInfoFile', 'node_modules/.cache/stoa/portal.tsbuildinfo'],
    ],
  },
  { name: 'types and promises', ...node('types.ts') },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings', '.'] },
  {
    name: 'boundaries',
    command: 'depcruise',
    // With the comment of the rule that is broken: what to do instead.
    args: ['--config', 'checks/rules/boundaries.cjs', '--output-type', 'err-long', ...cruisedFolders],
  },
  { name: 'house rules', ...node('house-rules.ts') },
  { name: 'unused code', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] },
  { name: 'sizes', ...node('sizes.ts') },
  { name: 'generated files', ...node('generate.ts', '--check') },
  { name: 'certified packages', ...node('certify.ts', '--check') },
  { name: 'format', command: 'biome', args: ['format', '.'] },
];

export interface CheckSummary {
  readonly passed: number;
  readonly failed: number;
}

/** Two steps at a time: most of them keep one core busy. */
export async function check(): Promise<CheckSummary> {
  const waiting = [...steps];
  let failed = 0;
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const { code, output, ms } = await run(step.command, step.args);
      if (code !== 0) failed += 1;
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${(ms / 1000).toFixed(1)} s)`);
      if (code !== 0) console.log(output.trim().replace(/^/gm, '       '));
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: steps.length - failed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await check();
  console.log(`check: ${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
