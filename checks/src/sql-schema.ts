// SPDX-License-Identifier: Apache-2.0
/**
 * The tables that a module's migrations add up to, as SQL for reading: `modules/<name>/schema.sql`. It is made on a real
 * database; its first line says of which migrations, so that whether it is up to date can be told without one.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLog, startEmbeddedPostgres } from '@stoa/kernel';
import { migrate } from '@stoa/kernel/testing';
import pg from 'pg';
import { moduleFolders } from './inventory.ts';

/** What stands first in a schema made of the migrations of a folder. */
function originOf(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const digest = createHash('sha256');
  for (const name of files.sort()) digest.update(`${name}\n`).update(readFileSync(join(folder, name)));
  return `-- Made from ${files.length} migrations (${digest.digest('hex').slice(0, 16)}) by npm run generate; for reading only.\n`;
}

/** Path from the root → the migrations that it is made of. */
const sources = (base: string): [path: string, migrations: string][] => [
  ['kernel/schema.sql', join(base, 'kernel/migrations')],
  ...moduleFolders(base).map((name): [string, string] => [
    `modules/${name}/schema.sql`,
    join(base, 'modules', name, 'migrations'),
  ]),
];

/** Schemas whose migrations are not the ones they were made of. */
export const staleSchemas = (base: string, current: (path: string) => string | undefined): string[] =>
  sources(base).flatMap(([path, migrations]) =>
    current(join(base, path))?.startsWith(originOf(migrations)) ? [] : [path],
  );

const tablesOf = `select c.relname as name, obj_description(c.oid) as comment,
    (select array_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then 'not null' end,
        case when a.attgenerated = 's' then format('generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
          else 'default ' || pg_get_expr(d.adbin, d.adrelid) end) order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select pg_get_constraintdef(o.oid) from pg_constraint o where o.conrelid = c.oid and o.contype not in ('n', 't')
      order by o.contype <> 'p', o.conname) as constraints,
    array(select pg_get_indexdef(i.indexrelid) from pg_index i where i.indrelid = c.oid
      and not exists (select 1 from pg_constraint o where o.conindid = i.indexrelid) order by 1) as indexes,
    array(select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal order by 1) as triggers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname = $1 and c.relname <> 'migration' order by 1`;

interface Table {
  name: string;
  columns: string[];
  constraints: string[];
  indexes: string[];
  triggers: string[];
}

/** What a schema holds, table by table. */
export async function describeSchema(client: pg.Client, schema: string): Promise<Map<string, string>> {
  const { rows } = await client.query<Table>(tablesOf, [schema]);
  const plain = (text: string) => text.replaceAll(`${schema}.`, '');
  return new Map(
    rows.map(({ name, columns, constraints, indexes, triggers }) => {
      const lines = [...columns, ...constraints].map((line) => `  ${plain(line)}`).join(',\n');
      const rest = [...indexes, ...triggers].map((line) => `${plain(line)};\n`).join('');
      return [name, `create table ${name} (\n${lines}\n);\n${rest}`];
    }),
  );
}

/** Path from the root → text, from a database of its own. */
export async function schemaFiles(base: string): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-schema-'));
  const server = await startEmbeddedPostgres(folder, createLog('fatal', 'schema'));
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const files = new Map<string, string>();
    const kernel = pathToFileURL(join(base, 'kernel/migrations/'));
    let ofKernel: ReadonlyMap<string, string> = new Map();
    for (const [path, migrations] of sources(base)) {
      const schema = path.split('/').at(-2) ?? '';
      await client.query(`create schema ${schema}`);
      await migrate(client, schema, kernel, 'kernel');
      if (schema !== 'kernel') await migrate(client, schema, pathToFileURL(`${migrations}/`), 'module');
      const tables = await describeSchema(client, schema);
      // Every module has the kernel's tables; a module that changes one shows it.
      const own = [...tables].filter(([name, text]) => schema === 'kernel' || ofKernel.get(name) !== text);
      if (schema === 'kernel') ofKernel = tables;
      files.set(path, `${originOf(migrations)}\n${own.map(([, text]) => text).join('\n')}`);
    }
    await client.end();
    return files;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
