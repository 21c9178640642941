// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadResult } from './load-result.ts';

export interface LoadGenerator {
  readonly pid: number;
  /** Throws when the generator could not do it. */
  run(order: LoadOrder): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** @param credentials folder of the enrolled connector in whose name signed calls are sent */
export async function startLoadGenerator(credentials: string): Promise<LoadGenerator> {
  const program = fileURLToPath(new URL('programs/load.ts', import.meta.url));
  const child: ChildProcess = fork(program, [credentials], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    pid: child.pid ?? 0,
    run: async (order) => {
      const answered = once(child, 'message') as Promise<[{ result?: LoadResult; error?: string }]>;
      child.send(order);
      const [{ result, error }] = await answered;
      if (!result) throw new Error(error);
      return result;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
