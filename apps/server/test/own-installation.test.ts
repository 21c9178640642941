// SPDX-License-Identifier: Apache-2.0
/** An installation of somebody's own: where the demo may run, and how its first administrator comes to be. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@stoa/kernel';
import pg from 'pg';
import { afterAll, describe, expect, it, test } from 'vitest';
import { decideDemo, rememberWithoutDemo } from '../src/demo/leave.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-own-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const settings = (env: Record<string, string>) => readConfig({ STOA_DATA: folder, ...env }, []);

describe('the demo', () => {
  it('runs on this machine by itself, and elsewhere only when somebody says in words that everybody may sign in', () => {
    expect(decideDemo(settings({})).demo).toBe(true);
    for (const reached of [{ HOST: '0.0.0.0' }, { HOST: '::' }, { STOA_PUBLIC_URL: 'https://stoa.example' }] as Record<
      string,
      string
    >[]) {
      expect(() => decideDemo(settings(reached))).toThrow(/published passwords/);
      expect(() => decideDemo(settings({ ...reached, STOA_DEMO_ON_NETWORK: '1' }))).toThrow(/published passwords/);
      expect(decideDemo(settings({ ...reached, STOA_DEMO_ON_NETWORK: 'everybody-may-sign-in' })).demo).toBe(true);
      expect(decideDemo(settings({ ...reached, STOA_DEMO: '0' })).demo).toBe(false);
    }
    expect(decideDemo(settings({ STOA_PUBLIC_URL: 'http://localhost:8080' })).demo).toBe(true);
  });
  it('does not come back by itself to a folder that was used without it', async () => {
    await rememberWithoutDemo(settings({ STOA_DEMO: '0' }));
    expect(decideDemo(settings({})).demo).toBe(false);
    expect(decideDemo(settings({ STOA_DEMO: '1' })).demo).toBe(true);
  });
});

test('the command line makes an administrator, once for each login, and prints the link that chooses the password', async () => {
  const serverUrl = process.env.STOA_TEST_DATABASE_URL ?? '';
  const circuit = `t${randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${circuit}`);
  const env = {
    ...process.env,
    STOA_DATA: join(folder, 'data'),
    STOA_CIRCUIT: circuit,
    STOA_PUBLIC_URL: 'https://stoa.example',
    DATABASE_URL: Object.assign(new URL(serverUrl), { pathname: `/${circuit}` }).href,
  };
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const stoa = (...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, out: stdout + stderr }),
      );
    });
  try {
    const made = await stoa('admin', 'create', '--login', 'ada', '--name', 'Ada Root');
    expect(made).toMatchObject({ code: 0 });
    expect(made.out).toMatch(/https:\/\/stoa\.example\/account\/link\/[A-Za-z0-9_-]{50,}/);
    const again = await stoa('admin', 'create', '--login', 'ada', '--name', 'Ada Root');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('/account/link/') });
    expect(again.out).not.toBe(made.out);
    expect(await stoa('admin', 'create')).toMatchObject({ code: 1, out: expect.stringContaining('--login') });
    expect((await stoa('metrics', 'token')).out.trim()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  } finally {
    await admin.query(`drop database ${circuit} with (force)`);
    await admin.query(`drop role if exists stoa_${circuit}_identity`).catch(() => undefined);
    await admin.end();
  }
});
