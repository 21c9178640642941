// SPDX-License-Identifier: Apache-2.0
/**
 * Where the embedded server puts each segment of its log as soon as it is full, or a minute old: a base backup and these together
 * give the database of any moment since (PostgreSQL manual, chapter 25.3).
 */
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type pg from 'pg';
import { isReachableByOthers } from './reachable.ts';

/** At most what an operator may lose (RPO), in seconds. */
export const archiveSeconds = 60;

const noteOf = (dataDir: string) => join(dataDir, 'archive.location');

/** Kept beside the data, so that every command which starts the server archives too: a gap would end the way through it. */
export async function noteArchive(dataDir: string, folder: string): Promise<void> {
  if (!isArchivePath(folder))
    throw new Error(`the folder of the archive has to be an absolute path without quotes, $ and %, not ${folder}`);
  const segments = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9A-F]{24}$/.test(name));
  // Segments of two clusters, or of two ways on from one copy, have the same names.
  if (segments.length > 0 && (await archiveOf(dataDir)) !== folder)
    throw new Error(
      `${folder} holds the log of another installation, or of the one this was restored from: name an empty folder with STOA_ARCHIVE`,
    );
  await mkdir(dataDir, { recursive: true });
  await writeFile(noteOf(dataDir), `${folder}\n`);
}

/** The path stands within quotes of a shell and of a configuration file. */
export const isArchivePath = (folder: string): boolean => isAbsolute(folder) && !/['"\\$`%\n]/.test(folder);

export const archiveOf = async (dataDir: string): Promise<string | undefined> =>
  (await readFile(noteOf(dataDir), 'utf8').catch(() => '')).trim() || undefined;

/** What the server has to be told; the folder is made its own. */
export async function archiveSettings(
  dataDir: string,
  user: { uid: number; gid: number } | undefined,
): Promise<(readonly [string, string])[]> {
  const folder = await archiveOf(dataDir);
  if (folder === undefined) return [];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user) {
    await chown(folder, user.uid, user.gid);
    if (!(await isReachableByOthers(dirname(folder))))
      throw new Error(
        `the database runs as another user (${user.uid}) and cannot reach ${folder}: let others pass the folders above it (chmod o+x), or name another with STOA_ARCHIVE`,
      );
  }
  // Under another name first: what was cut off in the middle is no segment. What is there already has to be the same.
  const [from, to] = ['"%p"', `"${folder}/%f"`];
  return [
    ['archive_mode', 'on'],
    ['archive_timeout', String(archiveSeconds)],
    [
      'archive_command',
      `if test -f ${to}; then cmp -s ${from} ${to}; else cp ${from} ${to}.partial && sync ${to}.partial && mv ${to}.partial ${to}; fi`,
    ],
  ];
}

/**
 * When the last segment got through, where one after it did not (`pg_stat_archiver`, PostgreSQL manual, section 27.2);
 * undefined where the log is not archived, or is.
 */
export async function archiveFailing(pool: Pick<pg.Pool, 'query'>): Promise<{ lastArchivedAt?: string } | undefined> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `select last_archived_time as at from pg_stat_archiver
     where current_setting('archive_mode') <> 'off' and last_failed_time > coalesce(last_archived_time, '-infinity')`,
  );
  const [row] = rows;
  return row && { ...(row.at ? { lastArchivedAt: row.at.toISOString() } : {}) };
}

/** Settings of a server that is to come back from a base backup, to the end of the archive or to a moment. */
export const recoverySettings = (folder: string, until?: Date): string =>
  [
    // Above 125 ends the recovery: what cannot be read is not the end of the log.
    `restore_command = 'test -x "${folder}" || exit 126; test -f "${folder}/%f" || exit 1; cp "${folder}/%f" "%p" || exit 126'`,
    "recovery_target_action = 'promote'",
    // Empty too: a copy of what was once restored has the moment of that time in its settings.
    `recovery_target_time = '${until ? until.toISOString().replace('T', ' ').replace('Z', '+00') : ''}'`,
    '',
  ].join('\n');
