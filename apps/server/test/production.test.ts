// SPDX-License-Identifier: Apache-2.0
/** An installation that is safe starts as production, and the doctor finds it well while it runs. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patient } from '@stoa/kernel/patience';
import { afterAll, expect, test } from 'vitest';
import type { Finding } from '../src/doctor/finding.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-production-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
// The database may run as another user, who has to reach its archive.
await chmod(folder, 0o711);
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return String(port);
}

const env = {
  PATH: process.env.PATH,
  PORT: await freePort(),
  STOA_HUB_PORT: await freePort(),
  STOA_ENV: 'production',
  STOA_DEMO: '0',
  STOA_DATA: join(folder, 'data'),
  STOA_ARCHIVE: join(folder, 'archive'),
  STOA_PUBLIC_URL: 'https://localhost:1',
  STOA_TSA_URL: 'http://127.0.0.1:1',
  STOA_ACCEPTED_RISKS: 'embedded-database,demo-country,root',
};

const stoa = (...args: string[]) =>
  new Promise<{ code: number; out: string }>((resolve) => {
    execFile(process.execPath, [main, ...args], { env, timeout: patient(120_000) }, (error, out) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, out }),
    );
  });
async function doctor(): Promise<{ code: number; found: Finding[] }> {
  const { code, out } = await stoa('doctor', '--json');
  return { code, found: JSON.parse(out) as Finding[] };
}

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((ready, failed) => {
    const read = (text: Buffer) => {
      said += text.toString();
      if (said.includes('Stoa is ready')) ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`it ended with ${code}: ${said.slice(-2000)}`)));
  });
  return child;
}

test('the database is brought up to date before anything starts, and again without harm', async () => {
  for (const time of ['first', 'again'])
    expect([time, await stoa('migrate')]).toEqual([
      time,
      { code: 0, out: expect.stringMatching(/The schemas of \d+ modules are up to date\.\n$/) as string },
    ]);
});

test('it starts, the doctor finds it well while it runs, and says what it cannot ask once it has stopped', async () => {
  const child = await start();
  const running = await doctor();
  expect(running.found.filter(({ state }) => state === 'fault')).toEqual([]);
  expect(running.code).toBe(0);
  const stateOf = (code: string) => running.found.find((one) => one.code === code)?.state;
  for (const code of [
    ...['settings', 'node', 'data', 'platform', 'database-version', 'database-durable', 'clock', 'migrations'],
    ...['ledger', 'given-up', 'failing', 'unsent', 'archive', 'certificate-hub', 'certificate-files'],
  ])
    expect([code, stateOf(code)]).toEqual([code, 'ok']);
  for (const code of ['embedded-database', 'demo-country', 'backup'])
    expect([code, stateOf(code)]).toEqual([code, 'warning']);
  child.kill('SIGTERM');
  await once(child, 'exit');
  const stopped = await doctor();
  expect(stopped.code).toBe(0);
  const states = Object.fromEntries(stopped.found.map(({ code, state }) => [code, state]));
  expect(states).toMatchObject({ platform: 'unasked', database: 'unasked', port: 'ok', 'port-hub': 'ok' });
});
