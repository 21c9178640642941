// SPDX-License-Identifier: Apache-2.0
/** Checks content in a thread of its own, one after the other; what takes too long is stopped, and nothing else waits for it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FieldError } from '@stoa/kernel';
import type { Content } from './check.ts';

/** It was stopped, or not begun since it waited behind content of the same client that was. */
export type Unchecked = 'too long' | 'behind';
type Verdict = readonly FieldError[] | Unchecked;

interface Waiting {
  readonly client: string;
  readonly about: Content;
  readonly done: (found: Verdict) => void;
  readonly failed: (error: unknown) => void;
}

const deadlineMs = 2000;
const limits = { maxOldGenerationSizeMb: 512 };
const waiting: Waiting[] = [];
let checking = false;
let thread: Promise<Worker> | undefined;

/** What does not fit, or that it took longer than two seconds or more memory than there is for it. */
export const complaintsApart = (client: string, about: Content): Promise<Verdict> =>
  new Promise((done, failed) => {
    waiting.push({ client, about, done, failed });
    if (!checking) void checkAll();
  });

async function checkAll(): Promise<void> {
  checking = true;
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    try {
      const found = await check(one.about);
      one.done(found);
      // Others are not held up once more for each that this client sent.
      if (found === 'too long') for (const other of takeAllOf(one.client)) other.done('behind');
    } catch (error) {
      one.failed(error);
    }
  }
  checking = false;
}

function takeAllOf(client: string): Waiting[] {
  const { theirs = [], others = [] } = Object.groupBy(waiting.splice(0), (one) =>
    one.client === client ? 'theirs' : 'others',
  );
  waiting.push(...others);
  return theirs;
}

async function start(): Promise<Worker> {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { resourceLimits: limits });
  worker.unref();
  await once(worker, 'message');
  return worker;
}

async function check(about: Content): Promise<Verdict> {
  thread ??= start();
  let late: NodeJS.Timeout | undefined;
  try {
    const worker = await thread;
    const answer = once(worker, 'message') as Promise<[Verdict]>;
    const deadline = new Promise<[Verdict]>((resolve) => {
      late = setTimeout(() => resolve(['too long']), deadlineMs);
    });
    worker.postMessage(about);
    const [found] = await Promise.race([answer, deadline]);
    if (found === 'too long') {
      answer.catch(() => undefined);
      thread = undefined;
      await worker.terminate();
    }
    return found;
  } catch (error) {
    thread = undefined;
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return 'too long';
    throw error;
  } finally {
    clearTimeout(late);
  }
}
