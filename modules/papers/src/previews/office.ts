// SPDX-License-Identifier: Apache-2.0
/**
 * Office files to PDF by LibreOffice, where it is installed and where a process can be shut off from the network: without network,
 * with limits of memory, time and file size, in a folder that is gone afterwards.
 */
import { queueOf } from '@stoa/kernel';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const turns = queueOf('Making PDF of an office file', 1, 10);
const seconds = 20;
const memory = 3 * 1024 ** 3;
const largest = 100 * 1024 * 1024;

/** No network and no right beyond it; the address space, processor time and size of files have an end. */
const confined = [
  ...['unshare', '--map-root-user', '--net', '--ipc', '--pid', '--fork', '--kill-child', '--'],
  ...['prlimit', `--as=${memory}`, `--cpu=${seconds}`, `--fsize=${largest}`, '--core=0', '--'],
];

interface Ran {
  readonly code: number | null;
  readonly late: boolean;
}
const run = (command: readonly string[], folder: string, ms: number): Promise<Ran> =>
  new Promise((resolve) => {
    const [file = '', ...rest] = command;
    let late = false;
    const child = spawn(file, rest, {
      ...{ cwd: folder, stdio: 'ignore', detached: true },
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
    });
    const end = setTimeout(() => {
      late = true;
      // The whole group, so that nothing it started stays behind.
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    }, ms);
    const done = (code: number | null) => {
      clearTimeout(end);
      resolve({ code, late });
    };
    child.once('error', () => done(null));
    child.once('exit', done);
  });

const able = new Map<string, Promise<boolean>>();
/** Asked once: whether there is such a program, and whether it can be confined here. */
export function canConvert(program: string): Promise<boolean> {
  const known =
    able.get(program) ??
    run([...confined, 'sh', '-c', 'command -v "$0"', program], tmpdir(), 10_000).then(({ code }) => code === 0);
  able.set(program, known);
  return known;
}

/** Undefined where it did not manage within its limits. */
export const toPdf = (
  program: string,
  bytes: Uint8Array,
  ending: string,
  ms = seconds * 1000,
): Promise<Uint8Array | undefined> =>
  turns(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-office-'));
    try {
      await writeFile(join(folder, `paper.${ending}`), bytes);
      const asked = [
        ...[
          '--headless',
          '--norestore',
          '--nolockcheck',
          '--nodefault',
          `-env:UserInstallation=file://${folder}/profile`,
        ],
        ...['--convert-to', 'pdf', '--outdir', folder, join(folder, `paper.${ending}`)],
      ];
      const { late } = await run([...confined, program, ...asked], folder, ms);
      return late ? undefined : await readFile(join(folder, 'paper.pdf')).catch(() => undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
