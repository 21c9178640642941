// SPDX-License-Identifier: Apache-2.0
/** The guide for a court's expert, run as a shell would: with xmlsec1 and openssl, without the platform. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const guide = readFileSync(new URL('../../../docs/guides/evidence.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

export interface Following {
  /** PEM of the authority that the reader compared. */
  readonly trusted: string;
  /** PEM of the roots of the time stamp authority; without it the block of time stamps is left out. */
  readonly tsa?: string | undefined;
  /** Shell that runs after unpacking. */
  readonly change?: string;
  /** Shell that runs once seal and time were checked. */
  readonly afterSeal?: string;
}

/** Runs the blocks of the guide in a new folder. */
export async function followGuide(
  bytes: Buffer,
  { trusted, tsa, change = '', afterSeal = '' }: Following,
): Promise<{ code: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-expert-'));
  writeFileSync(join(folder, 'evidence.asice'), bytes);
  writeFileSync(join(folder, 'trusted.pem'), trusted);
  if (tsa) writeFileSync(join(folder, 'tsa.pem'), tsa);
  const [unpack = '', signature = '', files = '', certificate = '', time = '', ...parts] = blocks;
  const script = [unpack, change, signature, files, certificate, tsa ? time : '', afterSeal, ...parts].join('\n');
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}
