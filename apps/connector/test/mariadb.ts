// SPDX-License-Identifier: Apache-2.0
/** A MariaDB server of one's own: loopback, a free port, a temporary folder; stopped by its own process id. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@stoa/kernel/testing';
import { createConnection } from 'mariadb';
import { vi } from 'vitest';

export const mariaDbInstalled = (): boolean => existsSync('/usr/sbin/mariadbd');

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export interface MariaDb {
  /** Of a user who may do everything, without a database. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-mariadb-'));
  const port = await freePort();
  const data = join(folder, 'data');
  const init = join(folder, 'init.sql');
  await writeFile(
    init,
    "create user 'admin'@'127.0.0.1' identified by 'admin';\ngrant all on *.* to 'admin'@'127.0.0.1' with grant option;",
  );
  const user = await serverUser();
  const as = user ? [`--user=${user.name}`] : [];
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o755);
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...as],
    { stdio: 'ignore' },
  );
  const child = spawn(
    '/usr/sbin/mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${init}`,
      '--innodb-buffer-pool-size=16M',
      ...as,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const options = { host: '127.0.0.1', port, user: 'admin', password: 'admin', connectTimeout: 500 };
  await vi
    .waitFor(async () => (await createConnection(options)).end(), { timeout: limits.wait, interval: 200 })
    .catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  return { url: `mariadb://admin:admin@127.0.0.1:${port}`, stop };
}

/** The server refuses to run as root. */
async function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find(([name]) => name === 'mysql') ?? lines.find(([name]) => name === 'nobody');
  return { name: entry?.[0] ?? 'nobody', uid: Number(entry?.[2]), gid: Number(entry?.[3]) };
}
