// SPDX-License-Identifier: Apache-2.0
/**
 * `stoa backup`: the embedded database by PostgreSQL's own interface for base backups (manual, chapter 25.3.3), the other files of the data
 * folder, and the keys apart, locked for two custodians. The platform runs on meanwhile.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clusterOf, ConfigError, createLog, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import pg from 'pg';
import { moduleNames } from '../modules.ts';
import { keyFolders } from '../safety/keys.ts';
import { type Locked, lock, publicKeyIn } from './custodians.ts';
import { copyFolder, type Hashes } from './files.ts';

export interface Manifest {
  readonly format: 'stoa-backup-1';
  readonly at: string;
  readonly circuit: string;
  /** Where the log stood when the copy was whole. */
  readonly lsn: string;
  readonly files: { readonly cluster: Hashes; readonly data: Hashes };
}

/** Of the newest copy, for whoever looks after them (`stoa doctor`). */
export interface LastBackup {
  readonly at: string;
  readonly folder: string;
}
export const lastBackupFile = (dataDir: string): string => join(dataDir, 'last-backup.json');
/** What the server makes anew at its start (manual, chapter 25.3.3). */
const ownToServer =
  /^(postmaster\.(pid|opts)|server\.log|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|.*pgsql_tmp.*)$/;
/** Circuits below this one have copies of their own (`--circuit`). */
const besideData = (path: string) =>
  /^(circuits$|postgres(\.|\/|$)|demo\.json$|archive\.location$|last-backup\.json$)/.test(path) ||
  keyFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** Answers the exit code. */
export async function backup(to: string | undefined, custodians: readonly string[]): Promise<number> {
  if (!to || custodians.length !== 2)
    throw new ConfigError(
      'Say where to, and for whom the keys are locked: stoa backup --to <folder> --custodian <a.pem> --custodian <b.pem>',
    );
  const config = readConfig(process.env, moduleNames);
  if (config.databaseUrl)
    throw new ConfigError(
      'the database is a server of your own (DATABASE_URL): back it up with its own tools, such as pg_basebackup, and copy the data folder',
    );
  const [first = '', second = ''] = custodians;
  const keys = [
    publicKeyIn(await readFile(first, 'utf8'), first),
    publicKeyIn(await readFile(second, 'utf8'), second),
  ] as const;
  const at = new Date();
  const target = join(resolve(to), `stoa-${at.toISOString().replaceAll(/[:.]/g, '-')}`);
  const partial = `${target}.partial`;
  await mkdir(partial, { recursive: true, mode: 0o700 });
  try {
    // Before the database: the checkpoints that are kept outside it have to be in it.
    const data = await copyFolder(config.dataDir, join(partial, 'data'), besideData);
    const { lsn, cluster } = await copyDatabase(config.dataDir, join(partial, 'cluster'), config.circuit);
    // After it: what it sealed has its key.
    const locked: Locked = lock(await collectKeys(config.dataDir), keys);
    await writeFile(join(partial, 'keys.locked.json'), JSON.stringify(locked), { mode: 0o600 });
    const files = { cluster, data };
    const manifest: Manifest = { format: 'stoa-backup-1', at: at.toISOString(), circuit: config.circuit, lsn, files };
    await writeFile(join(partial, 'manifest.json'), JSON.stringify(manifest), { mode: 0o600, flush: true });
    await rename(partial, target);
    const note: LastBackup = { at: manifest.at, folder: target };
    await writeFile(lastBackupFile(config.dataDir), `${JSON.stringify(note)}\n`, { mode: 0o600 });
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  process.stdout.write(`${target}\n`);
  return 0;
}

async function copyDatabase(dataDir: string, to: string, circuit: string): Promise<{ lsn: string; cluster: Hashes }> {
  const { cluster: from } = await clusterOf(dataDir);
  const ownLog = await lstat(join(from, 'pg_wal')).catch(() => undefined);
  if (!ownLog) throw new ConfigError(`there is no database in ${dataDir}: name the data folder with STOA_DATA`);
  if (ownLog.isSymbolicLink() || (await readdir(join(from, 'pg_tblspc'))).length > 0)
    throw new ConfigError('the database has its log or a tablespace outside its folder: copy it with pg_basebackup');
  const embedded = await startEmbeddedPostgres(dataDir, createLog('error', circuit));
  const client = new pg.Client({ connectionString: embedded.url });
  await client.connect();
  try {
    // The log since the beginning is not thrown away before it is copied; the slot ends with the session.
    await client.query(`select pg_create_physical_replication_slot('stoa_backup_' || pg_backend_pid(), true, true)`);
    await client.query(`select pg_backup_start('stoa', true)`);
    const hashes = await copyFolder(from, to, (path) => ownToServer.test(path));
    const { rows } = await client.query<{ lsn: string; labelfile: string; spcmapfile: string | null }>(
      'select lsn::text, labelfile, spcmapfile from pg_backup_stop(false)',
    );
    const [{ lsn, labelfile } = { lsn: '', labelfile: '' }] = rows;
    await writeFile(join(to, 'backup_label'), labelfile, { mode: 0o600, flush: true });
    hashes.backup_label = createHash('sha256').update(labelfile).digest('hex');
    const log = await copyFolder(join(from, 'pg_wal'), join(to, 'pg_wal'), (path) => !/^[0-9A-F]{24}$/.test(path));
    for (const [path, hash] of Object.entries(log)) hashes[`pg_wal/${path}`] = hash;
    return { lsn, cluster: hashes };
  } finally {
    await client.end();
    await embedded.stop();
  }
}

/** Path and content of every file below the folders of keys, as JSON. */
async function collectKeys(dataDir: string): Promise<Buffer> {
  const found: Record<string, string> = {};
  for (const folder of keyFolders) {
    const entries = await readdir(join(dataDir, folder), { withFileTypes: true, recursive: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      found[path.slice(dataDir.length + 1)] = (await readFile(path)).toString('base64');
    }
  }
  return Buffer.from(JSON.stringify(found));
}
