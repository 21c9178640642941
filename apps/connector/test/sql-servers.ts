// SPDX-License-Identifier: Apache-2.0
/** A real PostgreSQL and a real MariaDB, each with an empty database and a user who may not do anything yet. */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mariadb';
import pg from 'pg';
import { type MariaDb, startMariaDb } from './mariadb.ts';

export interface Server {
  /** Runs statements as the owner of the tables. */
  admin(...statements: string[]): Promise<Record<string, unknown>[]>;
  /** URL of a user who may only read, and of one who may do everything. */
  readonly reader: string;
  readonly writer: string;
  readonly url: (port: number) => string;
  stop(): Promise<void>;
}

export const name = `adapter_${randomBytes(4).toString('hex')}`;
export async function postgresServer(): Promise<Server> {
  const root = process.env.STOA_TEST_DATABASE_URL ?? '';
  const first = new pg.Client(root);
  await first.connect();
  await first.query(`create database ${name}`);
  await first.query(`create role ${name}_reader login password 'reader'`);
  await first.end();
  const withUser = (user?: string, password = '') => {
    const url = new URL(root);
    url.pathname = name;
    if (user) Object.assign(url, { username: user, password });
    return url.href;
  };
  const client = new pg.Client(withUser());
  await client.connect();
  return {
    admin: async (...statements) => {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
      return rows;
    },
    reader: withUser(`${name}_reader`, 'reader'),
    writer: withUser(),
    url: (port) => `postgres://a:b@127.0.0.1:${port}/x`,
    stop: async () => {
      await client.end();
      const last = new pg.Client(root);
      await last.connect();
      await last.query(`drop database ${name} with (force)`);
      await last.query(`drop role ${name}_reader`);
      await last.end();
    },
  };
}

export async function mariaDbServer(): Promise<Server> {
  const server: MariaDb = await startMariaDb();
  const { port } = new URL(server.url);
  const client = await createConnection({ host: '127.0.0.1', port: Number(port), user: 'admin', password: 'admin' });
  await client.query(`create database ${name} character set utf8mb4`);
  await client.query(`use ${name}`);
  await client.query(`create user reader@'127.0.0.1' identified by 'reader'`);
  return {
    admin: async (...statements) => {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) rows = await client.query(statement);
      return rows;
    },
    reader: `mariadb://reader:reader@127.0.0.1:${port}/${name}`,
    writer: `${server.url}/${name}`,
    url: (free) => `mariadb://a:b@127.0.0.1:${free}/x`,
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}
