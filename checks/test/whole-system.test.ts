// SPDX-License-Identifier: Apache-2.0
/** Rules about all modules together that only their running shows; the others are a step of `npm run check` (house-rules.ts). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredOperations, isRefusal, moduleOperations } from '@stoa/kernel';
import type { Operation } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readModules, root, textsBelow } from '../src/inventory.ts';
import { describeSchema } from '../src/sql-schema.ts';

const modules = await readModules();
const names = modules.map(({ definition }) => definition.name);

const quiet = modules.map(({ definition: { start: _, ...rest } }) => rest);
const b = await bench(...quiet);

describe('every list that goes on from a cursor', () => {
  const policies = textsBelow(join(root, 'modules'), ['.cedar']).map(({ text }) => text);
  const duties = policies.flatMap((text) => [...text.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, duty]) => duty ?? ''));
  const everybody = b.person({ duties: [...new Set(duties)], snils: '14567890105' });
  const operations = modules.flatMap(({ definition }): Operation[] => [
    ...definition.routes.flatMap((route) => (route.kind === 'operation' ? [route.operation] : [])),
    ...Object.values(moduleOperations(definition.name)),
    ...declaredOperations(definition),
  ]);
  const lists = operations.filter(({ input }) => 'cursor' in ((input as { properties?: object }).properties ?? {}));
  const outcome = (operation: Operation, cursor?: string) =>
    b.call(operation, (cursor === undefined ? {} : { cursor }) as never, everybody).then(
      () => 'answered',
      (error: unknown) => (isRefusal(error) ? error.code : String(error)),
    );

  /** Event types go on after a name, and any text is a place in the alphabet; some are for modules or software. */
  const forProgramsAlone = [
    ...['exchange.list-calls-about', 'surveys.list-comments', 'notifications.list-notifications', 'cases.list-held'],
    ...['cases.list-ended', 'agreements.list-ended-agreements'],
  ];
  const refused = ({ name }: Operation) =>
    name === 'exchange.list-event-types'
      ? /^(answered|kernel\.input-invalid)$/
      : forProgramsAlone.includes(name)
        ? /^kernel\.not-permitted$/
        : /^kernel\.input-invalid$/;

  it('is there, and open to the duty it asks for', async () => {
    const answered = await Promise.all(lists.map((one) => outcome(one)));
    expect(answered.filter((told) => told === 'answered').length).toBeGreaterThan(20);
  });
  it.each(lists.map((one) => [one.name, one] as const))('%s refuses a cursor that is none', async (_, one) => {
    for (const cursor of ['', '0', '-1', 'x', '1e309', '💥', 'AAAA', '2026-13-45', '[]', 'a'.repeat(200)])
      expect([cursor, await outcome(one, cursor)]).toEqual([cursor, expect.stringMatching(refused(one))]);
  });
});

describe('the schema written down for reading', () => {
  it.each(names)('of %s is the one that its migrations make', async (name) => {
    const client = new pg.Client({ connectionString: b.databaseUrl });
    await client.connect();
    const tables = await describeSchema(client, name);
    await client.end();
    const written = readFileSync(join(root, `modules/${name}/schema.sql`), 'utf8');
    const parts = written.split(/^(?=create table )/m).slice(1);
    for (const part of parts) expect([...tables.values()].map((text) => text.trim())).toContain(part.trim());
    const everywhere = readFileSync(join(root, 'kernel/schema.sql'), 'utf8');
    const own = [...tables].filter(([, text]) => !everywhere.includes(text.trim()));
    // A module that keeps nothing has no table.
    expect(parts.length > 0).toBe(own.length > 0);
    const unwritten = own.filter(([, text]) => !written.includes(text.trim()));
    expect(unwritten.map(([table]) => table)).toEqual([]);
  });
});

describe('the role of a module', () => {
  it.each(names)('%s reads and writes its own schema and no other', async (name) => {
    const pool = b.platform.modules.get(name)?.pool;
    await expect(pool?.query('select count(*) from work')).resolves.toBeDefined();
    const others = names.filter((other) => other !== name);
    // Each right on each table of each other module, as the database itself grants it.
    const reached = await pool?.query(
      `select n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'S') and (has_schema_privilege(n.oid, 'usage, create')
         or case c.relkind when 'S' then has_sequence_privilege(c.oid, 'usage, select, update')
           else has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger') end)`,
      [others],
    );
    expect(reached?.rows).toEqual([]);
    await expect(pool?.query(`select * from ${others[0]}.work`)).rejects.toThrow(/permission denied/);
    await expect(pool?.query(`delete from ${others[0]}.outbox`)).rejects.toThrow(/permission denied/);
    await expect(pool?.query('create table mine (id int)'), `${name} changes its schema`).rejects.toThrow(
      /permission denied/,
    );
  });
});
