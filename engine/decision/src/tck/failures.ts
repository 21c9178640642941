// SPDX-License-Identifier: Apache-2.0
import type { CaseResult } from './run.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/gu, ' ').slice(0, 160);

/** The committed list: it may only shrink. */
export const failuresText = (failed: readonly CaseResult[]): string =>
  [
    '# Cases of the DMN suite that fail',
    '',
    'Written by `npm run tck -- <folder of the suite>`, which fails when a case fails that is not here.',
    '',
    '| case | reason |',
    '|---|---|',
    ...failed.map(({ name, reason }) => `| ${cell(name)} | ${cell(reason ?? '')} |`),
    '',
  ].join('\n');

export const listedFailures = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| case '))
      .map((line) => line.slice(2).split(' | ')[0] ?? ''),
  );
