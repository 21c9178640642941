// SPDX-License-Identifier: Apache-2.0
/**
 * Work on files of others, in a thread of its own with limits of time and memory: it is stopped at them, knows no setting of the
 * process, and nobody else waits for it.
 */
import { queueOf } from '@stoa/kernel';
import { Worker } from 'node:worker_threads';
import type { TaskName, TaskOf } from './worker.ts';

const turns = queueOf('Work in a thread', 2, 20);
interface Limits {
  readonly ms?: number;
  readonly memoryMb?: number;
}

/** Nothing where it was stopped at its limits or could not read what it was given. */
export interface Outcome<Output> {
  readonly done?: Output;
  /** At a limit; otherwise the file was no good. */
  readonly stopped?: boolean;
  readonly failed?: string;
}

export const inThread = <Name extends TaskName>(
  name: Name,
  input: TaskOf<Name>['input'],
  limits: Limits = {},
): Promise<Outcome<TaskOf<Name>['output']>> =>
  turns(() => run(name, input, limits)) as Promise<Outcome<TaskOf<Name>['output']>>;

/** Of what the module itself wrote: a thread that does not manage it is an error here. */
export async function made<Name extends TaskName>(name: Name, input: TaskOf<Name>['input']) {
  const { done, failed } = await inThread(name, input, { ms: 60_000, memoryMb: 1024 });
  if (done === undefined) throw new Error(`${name} in a thread: ${failed ?? 'stopped at its limits'}`);
  return done;
}

async function run(name: TaskName, input: unknown, { ms = 20_000, memoryMb = 512 }: Limits): Promise<Outcome<unknown>> {
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { name, input },
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Outcome<unknown>>((resolve) => {
      late = setTimeout(() => resolve({ stopped: true }), ms);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? { stopped: true } : { failed: String(error) }),
      );
      worker.once('exit', () => resolve({ failed: 'the thread ended' }));
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
