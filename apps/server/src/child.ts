// SPDX-License-Identifier: Apache-2.0
/** Companion programs: started with an IPC channel so that they end with this process, started again should they die. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Log } from '@stoa/kernel';

export interface Child {
  /** The program's `{"ready": true, …}` line of its present run. */
  readonly ready: Record<string, unknown>;
  pid(): number;
  stop(): Promise<void>;
}

const restartMs = 500;

/** Resolves once the program has printed that it is ready. */
export async function startChild(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  log: Log,
): Promise<Child> {
  let stopping = false;
  let child: ChildProcess;
  let ready: Record<string, unknown> = {};
  let restart: NodeJS.Timeout | undefined;
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      child = spawn(process.execPath, [...args], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        const line = text.split('\n').find((part) => part.startsWith('{"ready"'));
        if (!line) return;
        ready = JSON.parse(line) as Record<string, unknown>;
        resolve();
      });
      child.once('exit', (code, signal) => {
        // Killed from outside it is started again, also before it was ready; what ends by itself would do so again.
        if (!signal || stopping) reject(new Error(`${name} ended with code ${code}`));
        if (stopping) return;
        log.warn({ program: name, code }, 'a companion program ended; starting it again');
        restart = setTimeout(() => void run().then(resolve, reject), restartMs);
      });
    });
  await run();
  return {
    get ready() {
      return ready;
    },
    pid: () => child.pid ?? 0,
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      if (child.exitCode !== null || child.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      });
    },
  };
}
