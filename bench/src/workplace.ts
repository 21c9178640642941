// SPDX-License-Identifier: Apache-2.0
/** A folder, a PostgreSQL server and programs for one bench; all end with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, createLog, type Log, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import { type Child, startChild } from '@stoa/server/src/child.ts';

export interface Workplace {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly databasePid: number;
  readonly log: Log;
  /** Settings of a platform on this database. */
  config(env?: Record<string, string>): Config;
  /** Runs a program that prints `{"ready": true, …}`; paths are relative to this package. */
  run(name: string, args: readonly string[], env?: Record<string, string>): Promise<Child>;
  /** Done when the bench ends, the last first. */
  atEnd(action: () => Promise<unknown> | void): void;
}

const packageFolder = fileURLToPath(new URL('../', import.meta.url));

export async function withWorkplace<R>(work: (place: Workplace) => Promise<R>): Promise<R> {
  const log = createLog(process.env.STOA_LOG ?? 'error', 'bench');
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  const actions: (() => Promise<unknown> | void)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const database = await startEmbeddedPostgres(folder, log);
    actions.push(() => database.stop());
    return await work({
      folder,
      databaseUrl: database.url,
      databasePid: database.pid(),
      log,
      config: (env = {}) => readConfig({ STOA_DATA: folder, PORT: '0', STOA_RATE_LIMIT: '10000000', ...env }, []),
      run: async (name, [program = '', ...args], env = {}) => {
        const child = await startChild(
          name,
          [join(packageFolder, program), ...args],
          { STOA_LOG: 'error', ...env },
          log,
        );
        actions.push(() => child.stop());
        return child;
      },
      atEnd: (action) => void actions.push(action),
    });
  } finally {
    for (const action of actions.reverse()) await action();
  }
}
