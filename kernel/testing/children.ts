// SPDX-License-Identifier: Apache-2.0
/** Runs before each test file: no process that the file started is left when it has ended, however it ended. */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import { patient } from './patience.ts';

const running = new Set<ChildProcess>();
subscribe('child_process', (message) => {
  const { process: child } = message as { process: ChildProcess };
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => child.pid ?? running.delete(child));
});

// Asked first, for it may have children of its own to stop.
const end = async (child: ChildProcess) => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), patient(20_000));
  await ended.finally(() => clearTimeout(late));
};

// Registered before the hooks of the file, and so run after them.
afterAll(async () => {
  await Promise.all([...running].map(end));
});
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});
