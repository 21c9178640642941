// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

interface Verdict {
  ledger: string;
  entries: number;
  faults: { entryId?: string; fault: string }[];
}

/** What `stoa verify` says of the folder of a stopped platform. */
export function verdictOf(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): { figures: Record<string, number>; faults: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'verify', '--json'], {
    env: { ...process.env, STOA_DATA: dataDir, ...settings },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.startsWith('[')) return { figures: {}, faults: [`verify did not answer: ${stderr.slice(0, 500)}`] };
  const verdicts = JSON.parse(stdout) as Verdict[];
  const faults = verdicts.flatMap(({ ledger, faults: found }) =>
    found.map(({ fault }) => `ledger ${ledger}: ${fault}`),
  );
  if (status !== 0 && faults.length === 0) faults.push(`verify ended with code ${status}`);
  return { figures: { ledgerEntriesVerified: verdicts.reduce((sum, { entries }) => sum + entries, 0) }, faults };
}
