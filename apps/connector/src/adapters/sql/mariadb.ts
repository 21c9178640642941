// SPDX-License-Identifier: Apache-2.0
import { createPool, type PoolConnection } from 'mariadb';
import type { Database, Row, Run } from './database.ts';
import type { DatabaseOptions } from './postgres.ts';
import { positional } from './statement.ts';

export function mariadb({ url, ssl, connections, statementTimeoutMs, doneSchema }: DatabaseOptions): Database {
  const { hostname, port, username, password, pathname } = new URL(url);
  const pool = createPool({
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(ssl ? { ssl } : {}),
    connectionLimit: connections,
    minimumIdle: 0,
    acquireTimeout: statementTimeoutMs,
    connectTimeout: statementTimeoutMs,
    socketTimeout: statementTimeoutMs + 1000,
    initSql: `set session max_statement_time = ${statementTimeoutMs / 1000}`,
    multipleStatements: false,
    permitLocalInfile: false,
    dateStrings: true,
  });

  /** A connection on which something failed is not used again. */
  async function withConnection<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await pool.getConnection();
    try {
      const result = await work(connection);
      await connection.release();
      return result;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  return {
    done: {
      create: [
        `create database if not exists ${doneSchema}`,
        `create table if not exists ${doneSchema}.stoa_done (message_id varchar(250) character set ascii primary key, request_digest varchar(100) not null, answer longtext, done_at timestamp not null default current_timestamp) engine = InnoDB`,
      ],
      claim: `insert ignore into ${doneSchema}.stoa_done (message_id, request_digest) values (:id, :digest)`,
      find: `select request_digest, answer from ${doneSchema}.stoa_done where message_id = :id`,
      keep: `update ${doneSchema}.stoa_done set answer = :answer where message_id = :id`,
    },
    check: (statement, write) =>
      withConnection(async (connection) => {
        // One statement is all that can be prepared; only one that gives rows has columns.
        const prepared = await connection.prepare(positional(statement).text);
        const columns = (prepared as unknown as { columns?: unknown[] }).columns?.length ?? 0;
        prepared.close();
        if (columns === 0 && !write)
          throw new Error('the statement gives no rows: say "write: true" if it changes data');
      }),
    execute: (...statements) =>
      withConnection(async (connection) => {
        for (const text of statements) await connection.query(text);
      }),
    transaction: (write, work) =>
      withConnection(async (connection) => {
        await connection.query(write ? 'start transaction' : 'start transaction read only');
        const run: Run = async (statement, values) => {
          const { text, order } = positional(statement);
          const result = await connection.execute<Row[] | { affectedRows: number }>(
            text,
            order.map((name) => values[name]),
          );
          if (!Array.isArray(result)) return { rows: [], changed: result.affectedRows };
          return { rows: result.map(plain), changed: result.length };
        };
        const result = await work(run);
        await connection.query('commit');
        return result;
      }),
    close: () => pool.end(),
  };
}

const plain = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? fromBigint(value) : Buffer.isBuffer(value) ? value.toString('base64') : value,
    ]),
  );

const fromBigint = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));
