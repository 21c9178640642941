// SPDX-License-Identifier: Apache-2.0
import pg from 'pg';
import type { Database, Run } from './database.ts';
import { numbered, type Statement } from './statement.ts';

export interface DatabaseOptions {
  readonly url: string;
  readonly ssl: { ca?: string; cert?: string; key?: string } | undefined;
  readonly connections: number;
  readonly statementTimeoutMs: number;
  readonly doneSchema: string;
}

const { builtins } = pg.types;
const asIs = (text: string) => text;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text)],
  [builtins.DATE, asIs],
  [builtins.TIMESTAMP, asIs],
  [builtins.BYTEA, (text) => Buffer.from(text.slice(2), 'hex').toString('base64')],
]);
const types = {
  getTypeParser: (oid: number, format?: string) =>
    format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : (parsers.get(oid) ?? pg.types.getTypeParser(oid)),
} as pg.CustomTypesConfig;

export function postgres({ url, ssl, connections, statementTimeoutMs, doneSchema }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    ...(ssl ? { ssl } : {}),
    max: connections,
    application_name: 'stoa connector',
    types,
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1000,
  });
  // A lost connection shows at its next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);

  /** A connection on which something failed is not used again. */
  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  return {
    done: {
      create: [
        `create schema if not exists ${doneSchema}`,
        `create table if not exists ${doneSchema}.stoa_done (message_id text primary key, request_digest text not null, answer text, done_at timestamptz not null default now())`,
      ],
      claim: `insert into ${doneSchema}.stoa_done (message_id, request_digest) values (:id, :digest) on conflict do nothing`,
      find: `select request_digest, answer from ${doneSchema}.stoa_done where message_id = :id`,
      keep: `update ${doneSchema}.stoa_done set answer = :answer where message_id = :id`,
    },
    check: (statement, write) =>
      withClient(async (client) => {
        await client.query('begin read only');
        const plan = await planOf(client, statement);
        const writes = ['ModifyTable', 'LockRows'].find((node) => plan.includes(`"Node Type": "${node}"`));
        if (writes && !write) throw new Error('the statement changes or locks data: say "write: true" if it shall');
        await client.query('rollback');
      }),
    execute: (...statements) =>
      withClient(async (client) => {
        for (const text of statements) await client.query(text);
      }),
    transaction: (write, work) =>
      withClient(async (client) => {
        await client.query(write ? 'begin' : 'begin read only');
        const run: Run = async (statement, values) => {
          const { text, order } = numbered(statement);
          const { rows, rowCount } = await client.query<Record<string, unknown>>(
            text,
            order.map((name) => values[name]),
          );
          return { rows, changed: rowCount ?? 0 };
        };
        const result = await work(run);
        await client.query('commit');
        return result;
      }),
    close: () => pool.end(),
  };
}

/** The extended protocol takes one statement only, and PREPARE only one that reads or writes rows. Planning asks for the rights. */
async function planOf(client: pg.PoolClient, statement: Statement): Promise<string> {
  const { text, order } = numbered(statement);
  const prepare = { text: `prepare stoa_check as ${text}`, queryMode: 'extended' };
  await client.query(prepare);
  const nulls = order.length > 0 ? `(${order.map(() => 'null').join(', ')})` : '';
  const { rows } = await client.query<Record<string, unknown>>(`explain (format json) execute stoa_check${nulls}`);
  await client.query('deallocate stoa_check');
  return JSON.stringify(rows[0], null, 1);
}
