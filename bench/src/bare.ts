// SPDX-License-Identifier: Apache-2.0
/** Raw limits: what a figure is set against, done alone with nothing of the platform around it. */
import { generateKeyPairSync, randomBytes, scrypt, sign, verify } from 'node:crypto';
import pg from 'pg';
import { cpuSecondsOf } from './process-usage.ts';

export interface Pace {
  readonly perSecond: number;
  /** For each second of a processor, of all processes that work at it. */
  readonly perCpuSecond: number;
}

/** Runs `work` again and again, some at once, for so many seconds. */
export async function paceOf(
  atOnce: number,
  seconds: number,
  pids: readonly number[],
  work: (worker: number) => Promise<unknown>,
): Promise<Pace> {
  const used = () => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  const before = used();
  const begin = performance.now();
  let count = 0;
  const one = async (_: unknown, worker: number) => {
    while (performance.now() - begin < seconds * 1000) {
      await work(worker);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return {
    perSecond: (count * 1000) / (performance.now() - begin),
    perCpuSecond: count / Math.max(0.01, used() - before),
  };
}

async function withClients<R>(url: string, count: number, work: (clients: pg.Client[]) => Promise<R>): Promise<R> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** One-row transactions a second, of as many connections. */
export const bareCommits = (url: string, atOnce: number): Promise<number> =>
  withClients(url, atOnce, async (clients) => {
    await clients[0]?.query('create table if not exists bare (id bigserial primary key, content text not null)');
    const content = 'x'.repeat(300);
    const insert = (worker: number) => clients[worker]?.query('insert into bare (content) values ($1)', [content]);
    return (await paceOf(atOnce, 2, [], async (worker) => insert(worker))).perSecond;
  });

/** Prepared selects of one row by its primary key. */
export const bareSelects = (url: string, databasePid: number, atOnce: number): Promise<Pace> =>
  withClients(url, atOnce, async (clients) => {
    await clients[0]?.query('create table if not exists bare_row (id int primary key, content text not null)');
    await clients[0]?.query(`insert into bare_row select n, repeat('x', 300) from generate_series(1, 1000) n
      on conflict do nothing`);
    let next = 0;
    const text = 'select content from bare_row where id = $1';
    return paceOf(atOnce, 2, [process.pid, databasePid], async (worker) =>
      clients[worker]?.query({ name: 'bare', text, values: [(next++ % 1000) + 1] }),
    );
  });

export async function commitsSoFar(sql: pg.Client): Promise<number> {
  await sql.query('select pg_stat_force_next_flush()');
  const { rows } = await sql.query<{ count: string }>(
    'select xact_commit as count from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Password hashes a second at the cost that identity takes. */
export async function bareHashes(atOnce: number): Promise<number> {
  const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  const salt = randomBytes(16);
  const hash = () =>
    new Promise<Buffer>((resolve, reject) =>
      scrypt('violet harbour 44 lanterns', salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
    );
  return (await paceOf(atOnce, 4, [], hash)).perSecond;
}

/** ES256 verifications a second, one after the other. */
export async function bareVerifications(): Promise<number> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = randomBytes(69);
  const signature = sign('sha256', data, privateKey);
  return (await paceOf(1, 1, [], async () => verify('sha256', data, publicKey, signature))).perSecond;
}
