// SPDX-License-Identifier: Apache-2.0
/** Vitest global setup: one real PostgreSQL server for the whole run (asked once a project), each test file with databases of its own. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts';
import { createLog } from '../src/log.ts';

let started = false;

/** A power cut would lose these databases; a killed process loses nothing, which is what tests look at. */
const forgotten = [
  ['fsync', 'off'],
  ['full_page_writes', 'off'],
  ['checkpoint_timeout', '1h'],
  ['max_wal_size', '1GB'],
  ['autovacuum_naptime', '1h'],
  // Some ten thousand connections are opened, each by its password.
  ['scram_iterations', '1'],
] as const;

/** Memory where there is room in it: a slow disk would keep connections waiting for longer than they wait. */
async function place(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  return memory && memory.bavail * memory.bsize > 6 * 1024 ** 3 ? '/dev/shm' : tmpdir();
}

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (started) return undefined;
  started = true;
  const folder = await mkdtemp(join(await place(), 'stoa-test-'));
  const server = await startEmbeddedPostgres(folder, createLog('error', 'test'), forgotten);
  process.env.STOA_TEST_DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
