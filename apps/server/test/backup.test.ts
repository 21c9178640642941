// SPDX-License-Identifier: Apache-2.0
/** An installation is copied while somebody writes, and comes back: whole, up to a moment, and only by both custodians. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { archiveFailing, createLog, noteArchive, startEmbeddedPostgres } from '@stoa/kernel';
import { patient } from '@stoa/kernel/patience';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'stoa-backup-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
// The database may run as another user, who has to reach its archive.
await chmod(folder, 0o711);
const at = (...path: string[]) => join(folder, ...path);
const archive = at('archive');

for (const who of ['anna', 'boris', 'clara']) {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  await writeFile(at(`${who}.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(at(`${who}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

async function stoa(data: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, STOA_DATA: at(data), STOA_ARCHIVE: archive };
  const done = run(process.execPath, [main, ...args], { env, timeout: patient(240_000) });
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout.trim(), err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      ...{ code: error.code, out: error.stdout, err: error.stderr },
    }),
  );
}
const custodians = ['--custodian', at('anna.pem'), '--custodian', at('boris.pem')];
const both = ['--custodian-key', at('boris.key'), '--custodian-key', at('anna.key')];

/** The database of a folder, for as long as it is needed. */
async function within<T>(data: string, use: (sql: pg.Client) => Promise<T>): Promise<T> {
  const embedded = await startEmbeddedPostgres(at(data), createLog('silent', 'production'));
  const client = new pg.Client({ connectionString: embedded.url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
    await embedded.stop();
  }
}
const written = (data: string) =>
  within(data, async (sql) => {
    const { rows } = await sql.query<{ least: number; most: number; count: number }>(
      'select min(n) as least, max(n) as most, count(*)::integer as count from written',
    );
    return rows[0];
  });

let whole = '';
let told: number[] = [];
let moment = '';
test('it is copied while somebody writes, and what was told them before is in the copy', async () => {
  await mkdir(at('data', 'checkpoints'), { recursive: true });
  await writeFile(at('data', 'checkpoints', 'one'), 'anchor');
  await noteArchive(at('data'), archive);
  await within('data', async (sql) => {
    await sql.query('create table written (n integer primary key, padding text)');
    let going = true;
    const writer = (async () => {
      for (let n = 0; going; n += 1) {
        await sql.query('insert into written values ($1, repeat($2, 2000))', [n, 'x']);
        told.push(n);
        await wait(2);
      }
    })();
    await wait(300);
    const before = [...told];
    const { code, out, err } = await stoa('data', 'backup', '--to', at('backups'), ...custodians);
    expect([code, err]).toEqual([0, '']);
    going = false;
    await writer;
    expect(told.length).toBeGreaterThan(before.length);
    whole = out;
    told = [...told];
    // What comes after the moment is not wanted back.
    await wait(1100);
    moment = new Date().toISOString();
    await wait(1100);
    await sql.query(`insert into written values (-1, '')`);
    await sql.query('select pg_switch_wal()');
  });
  expect(await readdir(at('backups'))).toEqual([whole.slice(whole.lastIndexOf('/') + 1)]);
  // Whoever has the copy alone has no keys.
  expect(await readdir(whole)).toEqual(['cluster', 'data', 'keys.locked.json', 'manifest.json']);
  expect(await readdir(join(whole, 'data'))).toEqual(['checkpoints']);
});

test('it comes back with its keys, up to the moment that is asked for', async () => {
  const { code, err } = await stoa('to-moment', 'restore', '--from', whole, ...both, '--until', moment);
  expect([code, err]).toEqual([0, '']);
  expect(await written('to-moment')).toEqual({ least: 0, most: told.at(-1), count: told.length });
});

test('without a moment it comes back to the end of the archive', async () => {
  const { code, err } = await stoa('to-end', 'restore', '--from', whole, ...both);
  expect([code, err]).toEqual([0, '']);
  expect(await written('to-end')).toEqual({ least: -1, most: told.at(-1), count: told.length + 1 });
});

test.each([
  ['one custodian alone', ['--custodian-key', at('anna.key')], 'both keys'],
  ['the same custodian twice', ['--custodian-key', at('anna.key'), '--custodian-key', at('anna.key')], 'is needed too'],
  ['a stranger’s key', ['--custodian-key', at('anna.key'), '--custodian-key', at('clara.key')], 'is needed too'],
  ['a public key', ['--custodian-key', at('anna.pem'), '--custodian-key', at('boris.key')], 'no private key'],
  ['a moment that is none', [...both, '--until', 'yesterday'], 'is an instant such as'],
  ['a moment before it was begun', [...both, '--until', '2020-01-01T00:00:00Z'], 'take an earlier one'],
])('%s brings nothing back, and says what is missing', async (_what, keys, says) => {
  const { code, err } = await stoa('refused', 'restore', '--from', whole, ...keys);
  expect(code).toBe(1);
  expect(err).toContain(says);
  expect(await readdir(at('refused')).catch(() => [])).toEqual([]);
});

test('a folder with something in it is not written over, and what is no backup is refused', async () => {
  expect((await stoa('to-end', 'restore', '--from', whole, ...both)).err).toContain('is not empty');
  expect((await stoa('refused', 'restore', '--from', folder, ...both)).err).toContain('is no backup');
});

test('keys are locked for two people, not for one twice', async () => {
  const twice = ['--custodian', at('anna.pem'), '--custodian', at('anna.pem')];
  const { code, err } = await stoa('data', 'backup', '--to', at('backups'), ...twice);
  expect([code, err.includes('both custodians have the same key')]).toEqual([1, true]);
  expect(await readdir(at('backups'))).toHaveLength(1);
});

test('what holds no database is not taken for an installation, nor somebody else’s log for one’s own', async () => {
  const { code, err } = await stoa('nothing', 'backup', '--to', at('backups'), ...custodians);
  expect([code, err.includes('there is no database in')]).toEqual([1, true]);
  expect(await readdir(at('backups'))).toHaveLength(1);
  await expect(noteArchive(at('nothing'), archive)).rejects.toThrow('holds the log of another installation');
  await expect(noteArchive(at('nothing'), 'here')).rejects.toThrow('has to be an absolute path');
  await expect(noteArchive(at('nothing'), '/a$(b)')).rejects.toThrow('has to be an absolute path');
  await noteArchive(at('data'), archive);
});

test(
  'a log that cannot be archived is said at once, with when it last could, until it can again',
  async () => {
    const own = at('archive-of-one');
    await noteArchive(at('one'), own);
    await within('one', async (sql) => {
      const failing = () => archiveFailing(sql as unknown as pg.Pool);
      const write = () =>
        sql.query('create table if not exists t (n integer); insert into t values (1); select pg_switch_wal()');
      const archived = async () => (await readdir(own)).filter((name) => /^[0-9A-F]{24}$/.test(name)).length;
      await write();
      await expect.poll(archived, { timeout: patient(60_000) }).toBeGreaterThan(0);
      expect(await failing()).toBeUndefined();
      await rename(own, `${own}.away`);
      await write();
      await expect.poll(failing, { timeout: patient(60_000) }).toEqual({ lastArchivedAt: expect.any(String) });
      await rename(`${own}.away`, own);
      await write();
      await expect.poll(failing, { timeout: patient(120_000) }).toBeUndefined();
    });
  },
  patient(240_000),
);

test('an archive that is not there is not taken for one that has ended', async () => {
  const env = { PATH: process.env.PATH, STOA_DATA: at('refused'), STOA_ARCHIVE: at('no-such-archive') };
  const done = run(process.execPath, [main, 'restore', '--from', whole, ...both], { env, timeout: patient(60_000) });
  await expect(done).rejects.toThrow('is no archive of the log');
});

test('one changed byte of the copy is found before anything is written', async () => {
  await appendFile(join(whole, 'cluster', 'PG_VERSION'), ' ');
  const { code, err } = await stoa('refused', 'restore', '--from', whole, ...both);
  expect([code, err.includes('cluster/PG_VERSION is not as it was')]).toEqual([1, true]);
  expect(await readdir(at('refused')).catch(() => [])).toEqual([]);
});
