// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const golden = fileURLToPath(new URL('../../../modules/exchange/test/golden/', import.meta.url));
const stoa = (...args: string[]) =>
  new Promise<{ code: unknown; out: string }>((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: golden }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, out: stdout + stderr }),
    );
  });

test('stoa evidence verify says what holds, and ends well for the authority that is trusted', async () => {
  const { code, out } = await stoa('evidence', 'verify', 'exchange.asice', '--trust=authority.pem');
  expect([code, out]).toEqual([0, expect.stringMatching(/^Everything holds\n/)]);
  expect(out).toContain('holds  XM/GOV/1003/POPULATION signed this message.');
  expect(out).not.toMatch(/BROKEN|evidence\.[a-z]+-/);
});

test('without a trusted authority it does not end well, and names the fingerprint', async () => {
  const { code, out } = await stoa('evidence', 'verify', 'exchange.asice', '--json');
  expect([code, (JSON.parse(out) as { verdict: string }).verdict]).toEqual([1, 'untrusted']);
});

test.each([
  [1, 'BROKEN', ['authority.pem']],
  [2, 'nowhere.asice cannot be read.', ['nowhere.asice']],
  [2, 'exchange.asice is no certificate', ['exchange.asice', '--trust=exchange.asice']],
  [2, 'Usage:', []],
])('it ends with %i and says "%s"', async (expected, words, args) => {
  const { code, out } = await stoa('evidence', 'verify', ...args);
  expect([code, out]).toEqual([expected, expect.stringContaining(words)]);
});
