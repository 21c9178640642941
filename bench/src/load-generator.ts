// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadResult } from './load-result.ts';

export interface Generator<Order, Result> {
  readonly pid: number;
  /** Throws when the generator could not do it. */
  run(order: Order): Promise<Result>;
  stop(): Promise<void>;
}
export type LoadGenerator = Generator<LoadOrder, LoadResult>;

/** @param credentials folder of the enrolled connector in whose name signed calls are sent */
export const startLoadGenerator = (credentials: string): Promise<LoadGenerator> =>
  startGenerator('programs/load.ts', [credentials]);

/** A program that takes orders one at a time and answers each. */
export async function startGenerator<Order extends object, Result>(
  path: string,
  args: readonly string[],
): Promise<Generator<Order, Result>> {
  const program = fileURLToPath(new URL(path, import.meta.url));
  const child: ChildProcess = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    pid: child.pid ?? 0,
    run: async (order) => {
      const answered = once(child, 'message') as Promise<[{ result?: Result; error?: string }]>;
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
