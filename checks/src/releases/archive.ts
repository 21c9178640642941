// SPDX-License-Identifier: Apache-2.0
/**
 * A release's database, kept to be upgraded in tests: which migrations had run, and every row.
 * `node checks/src/releases/archive.ts <database URL> <file.json.gz>` takes one of a running installation whose keys were
 * made by `keys.ts`; see docs/guides/release.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';

export interface Archive {
  /** RFC 3339 instant: what was under way then goes on from there. */
  readonly takenAt: string;
  /** Schema → what had run there, as its table `migration` says. */
  readonly migrations: Readonly<Record<string, readonly { set: string; name: string; digest: string }[]>>;
  readonly tables: readonly {
    readonly schema: string;
    readonly name: string;
    readonly columns: readonly string[];
    readonly count: number;
    /** A JSON array of rows, kept as text: numbers stay as the database wrote them. */
    readonly rows: string;
  }[];
  readonly sequences: readonly { readonly name: string; readonly at: string }[];
}

const named = (...parts: readonly string[]) => parts.map((part) => pg.escapeIdentifier(part)).join('.');

const tablesOf = `select n.nspname as schema, c.relname as name,
    array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and n.nspname = any($1) group by 1, 2 order by 1, 2`;

/** Every row of these schemas. */
export async function archiveOf(client: pg.Client, schemas: readonly string[]): Promise<Archive> {
  await client.query('begin isolation level repeatable read read only');
  const { rows: tables } = await client.query<{ schema: string; name: string; columns: string[] }>(tablesOf, [schemas]);
  const migrations: Record<string, { set: string; name: string; digest: string }[]> = {};
  const kept: Archive['tables'][number][] = [];
  for (const { schema, name, columns } of tables) {
    const from = named(schema, name);
    if (name === 'migration') {
      migrations[schema] = (await client.query(`select "set", name, digest from ${from} order by "set", name`)).rows;
      continue;
    }
    const listed = columns.map((column) => named(column)).join(', ');
    const { rows } = await client.query<{ rows: string; count: string }>(
      `select coalesce(json_agg(t), '[]')::text as rows, count(*)::text as count from (select ${listed} from ${from}) t`,
    );
    const [all] = rows;
    if (all && Number(all.count) > 0) kept.push({ schema, name, columns, rows: all.rows, count: Number(all.count) });
  }
  const { rows: sequences } = await client.query<{ name: string; at: string }>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as at from pg_sequences
     where schemaname = any($1) and last_value is not null order by 1`,
    [schemas],
  );
  await client.query('commit');
  return { takenAt: new Date().toISOString(), migrations, tables: kept, sequences };
}

/** Into schemas at the same migrations; triggers and references of rows do not act meanwhile. */
export async function restore(client: pg.Client, { tables, sequences }: Archive): Promise<void> {
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  for (const { schema, name, columns, rows } of tables) {
    const [into, listed] = [named(schema, name), columns.map((column) => named(column)).join(', ')];
    // What migrations themselves put there is what they would put there again.
    await client.query(`delete from ${into}`);
    await client.query(
      `insert into ${into} (${listed}) overriding system value
       select ${listed} from json_populate_recordset(null::${into}, $1)`,
      [rows],
    );
  }
  for (const { name, at } of sequences) await client.query('select setval($1, $2::bigint)', [name, at]);
  await client.query('commit');
}

export const readArchive = (file: string): Archive => JSON.parse(gunzipSync(readFileSync(file)).toString()) as Archive;

if (process.argv[1]?.endsWith('releases/archive.ts')) {
  const [, , url = '', file = ''] = process.argv;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ schema: string }>(
    `select table_schema as schema from information_schema.tables where table_name = 'migration' order by 1`,
  );
  const archive = await archiveOf(
    client,
    rows.map(({ schema }) => schema),
  );
  await client.end();
  writeFileSync(file, gzipSync(JSON.stringify(archive), { level: 9 }));
  console.log(`${archive.tables.reduce((sum, { count }) => sum + count, 0)} rows of ${archive.tables.length} tables`);
}
