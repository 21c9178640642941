// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

/** Numbered SQL files of one folder, in order: `0001_bill.sql`. */
async function readMigrations(folder: URL): Promise<{ name: string; sql: string; digest: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      if (!new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z0-9-]+\\.sql$`).test(name)) {
        throw new Error(`migration ${name} is out of number: expected ${String(index + 1).padStart(4, '0')}_….sql`);
      }
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a module's schema up to date, each file in its own transaction. Concurrent starters wait for one another;
 * a file that was changed after it ran is refused, since other databases would differ silently.
 */
export async function migrate(
  admin: pg.Client,
  module: string,
  folder: URL,
  set: 'kernel' | 'module',
): Promise<number> {
  const migrations = await readMigrations(folder);
  await admin.query('select pg_advisory_lock(hashtext($1))', [`stoa migrate ${module}`]);
  let applied = 0;
  try {
    await admin.query(`create table if not exists ${module}.migration (
      set text, name text, digest text not null, applied_at timestamptz not null default now(), primary key (set, name))`);
    const { rows } = await admin.query<{ name: string; digest: string }>(
      `select name, digest from ${module}.migration where set = $1`,
      [set],
    );
    const done = new Map(rows.map((row) => [row.name, row.digest]));
    for (const { name, sql, digest } of migrations) {
      const before = done.get(name);
      if (before === digest) continue;
      if (before) throw new Error(`migration ${module}/${name} was changed after it ran: write a new one instead`);
      await admin.query('begin');
      try {
        await admin.query(`set local search_path = ${module}; set local lock_timeout = '3s'`);
        await admin.query(sql);
        await admin.query(`insert into ${module}.migration (set, name, digest) values ($1, $2, $3)`, [
          set,
          name,
          digest,
        ]);
        await admin.query('commit');
        applied++;
      } catch (error) {
        await admin.query('rollback');
        throw new Error(`migration ${module}/${name} failed: ${String(error)}`, { cause: error });
      }
    }
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [`stoa migrate ${module}`]);
  }
  return applied;
}

/** How a schema stands to the files of this release. */
export interface MigrationState {
  /** Files that have not run yet; all of them where the schema was never made. */
  readonly waiting: readonly string[];
  /** Files that were changed after they ran: this release does not start. */
  readonly changed: readonly string[];
  /** What ran and is no file of this release: the schema is of a newer one. */
  readonly unknown: readonly string[];
}

const kernelMigrations = new URL('../../migrations/', import.meta.url);

/** Looks, and changes nothing. */
export async function migrationState(
  client: Pick<pg.Client, 'query'>,
  { name, migrations }: { readonly name: string; readonly migrations: URL },
): Promise<MigrationState> {
  const { rows: tables } = await client.query('select 1 from pg_tables where schemaname = $1 and tablename = $2', [
    name,
    'migration',
  ]);
  const { rows } =
    tables.length > 0
      ? await client.query<{ set: string; name: string; digest: string }>(
          `select set, name, digest from ${name}.migration`,
        )
      : { rows: [] };
  const done = new Map(rows.map((row) => [`${row.set}/${row.name}`, row.digest]));
  const files = [
    ...(await readMigrations(kernelMigrations)).map((file) => ({ ...file, name: `kernel/${file.name}` })),
    ...(await readMigrations(migrations)).map((file) => ({ ...file, name: `module/${file.name}` })),
  ];
  const names = new Set(files.map((file) => file.name));
  return {
    waiting: files.filter((file) => !done.has(file.name)).map((file) => file.name),
    changed: files.filter((file) => done.has(file.name) && done.get(file.name) !== file.digest).map(({ name }) => name),
    unknown: [...done.keys()].filter((one) => !names.has(one)),
  };
}
