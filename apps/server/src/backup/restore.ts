// SPDX-License-Identifier: Apache-2.0
/**
 * `stoa restore`: an empty data folder becomes what a backup holds, gone on with from the archive of the log where there is one, to
 * its end or to a moment. Nothing is begun before every file of the backup is found as it was and both custodians' keys fit.
 */
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  clusterOf,
  ConfigError,
  createLog,
  isArchivePath,
  readConfig,
  recoverySettings,
  startEmbeddedPostgres,
} from '@stoa/kernel';
import pg from 'pg';
import { moduleNames } from '../modules.ts';
import { keyFolders } from '../safety/keys.ts';
import type { Manifest } from './backup.ts';
import { type Locked, privateKeyIn, unlock } from './custodians.ts';
import { copyFolder, firstChanged } from './files.ts';

const patienceMs = 15 * 60_000;

/** Answers the exit code. */
export async function restore(
  from: string | undefined,
  custodianKeys: readonly string[],
  until: string | undefined,
): Promise<number> {
  if (!from || custodianKeys.length !== 2)
    throw new ConfigError(
      'Say what from, with both keys: stoa restore --from <folder> --custodian-key <a.key> --custodian-key <b.key> [--until <instant>]',
    );
  const config = readConfig(process.env, moduleNames);
  if (config.databaseUrl) throw new ConfigError('DATABASE_URL is set: restore that server with its own tools');
  const archive = process.env.STOA_ARCHIVE;
  const moment = until === undefined ? undefined : momentOf(until, archive);
  if ((await readdir(config.dataDir).catch(() => [])).length > 0)
    throw new ConfigError(`${config.dataDir} is not empty: name a new folder with STOA_DATA`);
  const folder = resolve(from);
  const manifest = await readManifest(folder);
  if (moment && moment < new Date(manifest.at))
    throw new ConfigError(`the backup was begun at ${manifest.at}: take an earlier one to go back to ${until}`);
  for (const part of ['cluster', 'data'] as const) {
    const changed = await firstChanged(join(folder, part), manifest.files[part]);
    if (changed) throw new ConfigError(`the backup is damaged: ${part}/${changed} is not as it was written`);
  }
  const keys = await openKeys(folder, custodianKeys);
  if (archive && (!isArchivePath(archive) || (await readdir(archive).catch(() => [])).length === 0))
    throw new ConfigError(
      `STOA_ARCHIVE (${archive}) is no archive of the log: name the folder with its segments by its absolute path`,
    );
  const { cluster } = await clusterOf(config.dataDir);
  if ((await readdir(cluster).catch(() => [])).length > 0)
    throw new ConfigError(`${cluster} still holds a database of ${config.dataDir}: name another folder with STOA_DATA`);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  for (const [path, content] of Object.entries(keys)) {
    const file = join(config.dataDir, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, Buffer.from(content, 'base64'), { mode: 0o600 });
  }
  await copyFolder(join(folder, 'data'), config.dataDir, () => false);
  await bringBack(config.dataDir, join(folder, 'cluster'), config.circuit, archive, moment);
  process.stdout.write(`${config.dataDir} is what it was ${moment ? `at ${moment.toISOString()}` : 'last'}.\n`);
  return 0;
}

function momentOf(text: string, archive: string | undefined): Date {
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(moment.getTime()))
    throw new ConfigError(`--until is an instant such as 2031-10-15T09:00:00Z, not "${text}"`);
  if (!archive) throw new ConfigError('--until needs the archive of the log: set STOA_ARCHIVE');
  return moment;
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) throw new ConfigError(`${folder} is no backup: it has no manifest.json`);
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === 'stoa-backup-1') return manifest;
  } catch {
    // Said below.
  }
  throw new ConfigError(`${folder}/manifest.json is none of a backup of Stoa`);
}

async function openKeys(folder: string, files: readonly string[]): Promise<Record<string, string>> {
  const locked = JSON.parse(await readFile(join(folder, 'keys.locked.json'), 'utf8')) as Locked;
  const keys = [];
  for (const file of files) keys.push(privateKeyIn(await readFile(file, 'utf8'), file));
  const found = JSON.parse(unlock(locked, keys).toString()) as Record<string, string>;
  for (const path of Object.keys(found))
    if (!keyFolders.some((one) => path.startsWith(one + sep)) || path.split(sep).includes('..'))
      throw new ConfigError(`the keys of the backup name a file outside: ${path}`);
  return found;
}

/** The server itself reads its log up to the moment, and is stopped again. */
async function bringBack(
  dataDir: string,
  from: string,
  circuit: string,
  archive: string | undefined,
  until: Date | undefined,
): Promise<void> {
  const { cluster, user } = await clusterOf(dataDir);
  await copyFolder(from, cluster, () => false);
  if (archive) {
    await writeFile(join(cluster, 'recovery.signal'), '', { mode: 0o600 });
    const settings = join(cluster, 'postgresql.auto.conf');
    const before = await readFile(settings, 'utf8').catch(() => '');
    await writeFile(settings, `${before}${recoverySettings(archive, until)}`, { mode: 0o600 });
  }
  if (user) await ownAll(cluster, user);
  const embedded = await startEmbeddedPostgres(dataDir, createLog('error', circuit)).catch(async () => {
    const log = await readFile(join(cluster, 'server.log'), 'utf8').catch(() => '');
    const why = /FATAL: +(.*)/.exec(log.slice(-20_000))?.[1] ?? `see ${join(cluster, 'server.log')}`;
    throw new ConfigError(`the database did not come back: ${why}`);
  });
  try {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const client = new pg.Client({ connectionString: embedded.url });
      await client.connect();
      const { rows } = await client
        .query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering')
        .finally(() => client.end());
      if (!rows[0]?.recovering) return;
      if (Date.now() > deadline) throw new Error(`the database still reads its log, see ${cluster}/server.log`);
      await wait(200);
    }
  } finally {
    await embedded.stop();
  }
}

async function ownAll(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await chown(join(entry.parentPath, entry.name), uid, gid);
}
