// SPDX-License-Identifier: Apache-2.0
/** What `npm run chaos` does at random, one fault at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLog, startEmbeddedPostgres } from '@stoa/kernel';
import { bench, patient } from '@stoa/kernel/testing';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { crash, poison } from './faults/poison.ts';

const log = createLog('fatal', 'test');
const folder = await mkdtemp(join(tmpdir(), 'stoa-faults-'));
const children: ChildProcess[] = [];
const faulty = await bench(poison);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const program = (name: string, args: readonly string[]): ChildProcess => {
  const file = fileURLToPath(new URL(`./faults/${name}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
};
const firstLine = async (child: ChildProcess): Promise<Record<string, unknown>> => {
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as Record<string, unknown>;
};
/** A process that ended and was not yet collected by its parent has no command line any more. */
const lives = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
const pidFile = async (): Promise<string> => {
  const moved = await readFile(join(folder, 'postgres.location'), 'utf8').catch(() => join(folder, 'postgres'));
  return join(moved.trim(), 'postmaster.pid');
};
const postmaster = async (): Promise<number> => Number((await readFile(await pidFile(), 'utf8')).split('\n')[0]);

/** A process of the server by its name, as soon as it has one. */
async function workerOf(pid: number, name: string): Promise<number> {
  const found = async () => {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
    return children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(name));
  };
  await expect.poll(found, { timeout: patient(10_000) }).toBeDefined();
  return (await found()) ?? Number.NaN;
}

test('a database whose owner was killed is adopted by the next start and stopped by it', async () => {
  const owner = program('owner.ts', [folder]);
  const { url } = await firstLine(owner);
  const orphan = await postmaster();
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
  expect(lives(orphan)).toBe(true);
  const next = await startEmbeddedPostgres(folder, log);
  expect({ url: next.url, pid: await postmaster() }).toEqual({ url, pid: orphan });
  await next.stop();
  expect(lives(orphan)).toBe(false);
});

test('a process that joins a running database does not stop it, its owner does', async () => {
  const owner = program('owner.ts', [folder]);
  await firstLine(owner);
  const pid = await postmaster();
  const guest = await startEmbeddedPostgres(folder, log);
  await guest.stop();
  expect(lives(pid)).toBe(true);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await (await startEmbeddedPostgres(folder, log)).stop();
});

test(
  'a database that hangs while it stops is ended by the next start, and has what was committed',
  async () => {
    const server = await startEmbeddedPostgres(folder, log);
    const client = new pg.Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table if not exists kept (id integer); insert into kept values (1)');
    const hanging = await postmaster();
    process.kill(await workerOf(hanging, 'checkpointer'), 'SIGSTOP');
    process.kill(hanging, 'SIGINT');
    await expect.poll(async () => readFile(await pidFile(), 'utf8')).toContain('stopping');
    const next = await startEmbeddedPostgres(folder, log);
    expect(await postmaster()).not.toBe(hanging);
    const again = new pg.Client({ connectionString: next.url });
    await again.connect();
    expect((await again.query('select count(*)::integer as count from kept')).rows).toEqual([{ count: 1 }]);
    await again.end();
    await next.stop();
    await server.stop();
  },
  patient(120_000),
);

test(
  'a worker that outlives a killed postmaster does not keep the next one from starting',
  async () => {
    const server = await startEmbeddedPostgres(folder, log);
    const killed = await postmaster();
    const worker = await workerOf(killed, 'checkpointer');
    process.kill(worker, 'SIGSTOP');
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => lives(killed)).toBe(false);
    expect(lives(worker)).toBe(true);
    const next = await startEmbeddedPostgres(folder, log);
    expect(lives(worker)).toBe(false);
    await next.stop();
    await server.stop();
  },
  patient(120_000),
);

test('a pid file that names a process of somebody else is stale', async () => {
  await writeFile(await pidFile(), `${process.pid}\n${folder}\n1\n5432\n\n127.0.0.1\n`);
  const server = await startEmbeddedPostgres(folder, log);
  const pid = await postmaster();
  expect(pid).not.toBe(process.pid);
  await server.stop();
  expect(lives(pid)).toBe(false);
});

test('writes that were acknowledged outlive a killed database, which is back within ten seconds', async () => {
  const server = await startEmbeddedPostgres(folder, log);
  const pool = new pg.Pool({ connectionString: server.url, max: 4 });
  pool.on('connect', (client) => client.on('error', () => undefined)).on('error', () => undefined);
  await pool.query('create table written (number integer primary key)');
  const acknowledged: number[] = [];
  let next = 0;
  let writing = true;
  const writers = Array.from({ length: 4 }, async () => {
    while (writing) {
      const number = next++;
      await pool.query('insert into written values ($1)', [number]).then(
        () => acknowledged.push(number),
        () => wait(20),
      );
    }
  });
  while (acknowledged.length < 200) await wait(5);
  const before = acknowledged.length;
  const killed = await postmaster();
  process.kill(killed, 'SIGKILL');
  const since = performance.now();
  while (lives(killed) || acknowledged.length < before + 200) await wait(20);
  const awayMs = performance.now() - since;
  writing = false;
  await Promise.all(writers);
  const { rows } = await pool.query<{ number: number }>('select number from written');
  const stored = new Set(rows.map((row) => row.number));
  await pool.end();
  await server.stop();
  expect(acknowledged.filter((number) => !stored.has(number))).toEqual([]);
  expect(awayMs).toBeLessThan(10_000);
});

test('a connection lost between two queries of a transaction is told as such and ends nothing else', async () => {
  const cut = faulty.module.tx({ kind: 'system' }, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await faulty.sql('select pg_terminate_backend($1)', [rows[0]?.pid]);
    while ((await faulty.sql('select 1 from pg_stat_activity where pid = $1', [rows[0]?.pid])).length > 0)
      await wait(10);
    await wait(50);
    await tx.query('select 1');
  });
  await expect(cut).rejects.toMatchObject({ kind: 'unavailable', code: 'kernel.database-away' });
  expect(await faulty.module.tx({ kind: 'system' }, async () => 'next')).toBe('next');
});

test('a server that has no room left is told as one that is away, and serves again afterwards', async () => {
  const full = faulty.module.tx({ kind: 'system' }, (tx) =>
    tx.query(`do $$ begin raise exception sqlstate '53100'; end $$`),
  );
  await expect(full).rejects.toMatchObject({ kind: 'unavailable', code: 'kernel.database-away' });
  expect(await faulty.module.tx({ kind: 'system' }, async () => 'next')).toBe('next');
});

test('work that ends its process is counted before it runs, set aside in the end, and harms no other', async () => {
  const b = faulty;
  await b.module.tx({ kind: 'system' }, (tx) => crash.enqueue(tx, { fatal: true }, { key: 'fatal' }));
  const { dataDir, circuit } = b.platform.config;
  const databaseUrl = Object.assign(new URL(process.env.STOA_TEST_DATABASE_URL ?? ''), {
    pathname: `/${circuit}`,
  }).href;
  const row = async () => (await b.sql(`select state, attempts, last_error from work where source_id = 'fatal'`))[0];
  const [, signal] = await once(program('poison.ts', [dataDir, circuit, databaseUrl]), 'exit');
  expect(signal).toBe('SIGKILL');
  expect(await row()).toEqual({ state: 'waiting', attempts: 1, last_error: null });
  await b.sql(`update work set attempts = 12 where source_id = 'fatal'`);
  await b.module.tx({ kind: 'system' }, (tx) => crash.enqueue(tx, { fatal: false }, { key: 'harmless' }));
  // The program waits by the clock of the machine, which has gone on since this bench began.
  b.clock.advance({ hours: 1 });
  await b.drain();
  expect(await row()).toMatchObject({
    state: 'dead',
    last_error: expect.stringContaining('probably ends its process'),
  });
  expect(await b.sql(`select 1 from work where source_id = 'harmless'`)).toEqual([]);
});
