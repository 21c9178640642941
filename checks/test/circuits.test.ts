// SPDX-License-Identifier: Apache-2.0
/** `npm start -- --circuits test,production`: two whole platforms side by side, between which nothing passes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patient } from '@stoa/kernel/patience';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../src/inventory.ts';

interface Demo {
  portalUrl: string;
  hubUrl: string;
  connectors: { subsystem: string; url: string; token: string }[];
}

const data = await mkdtemp(join(tmpdir(), 'stoa-circuits-'));
const folders = { production: data, test: join(data, 'circuits', 'test') };
const env = {
  ...process.env,
  PORT: '0',
  STOA_DATA: data,
  STOA_DEMO_PORTS: 'free',
  STOA_HUB_PORT: '0',
  STOA_HISTORY: '0',
};
const npm = spawn('npm', ['start', '--silent', '--', '--circuits', 'test,production'], { cwd: root, env });
let output = '';
let demo: Record<'production' | 'test', Demo>;

beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    npm.once('exit', () => reject(new Error(`it ended: ${output}`)));
    npm.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('Stop with Ctrl-C').length === 3) resolve();
    });
  });
  const read = async (folder: string) => JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as Demo;
  demo = { production: await read(folders.production), test: await read(folders.test) };
});

afterAll(async () => {
  if (npm.exitCode === null && npm.kill('SIGTERM')) await once(npm, 'exit');
  await rm(data, { recursive: true, force: true });
});

const connector = (circuit: 'production' | 'test', name: string) =>
  demo[circuit].connectors.find(({ subsystem }) => subsystem.endsWith(`/${name}`)) ?? {
    subsystem: '',
    url: '',
    token: '',
  };

async function ask(circuit: 'production' | 'test', service: string) {
  const { url, subsystem, token } = connector(circuit, 'LABOUR');
  const headers = { 'x-road-client': subsystem, authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/r1/${service}/14567890105`, { headers });
  return { status: answer.status, error: answer.headers.get('x-road-error') };
}

test('each circuit answers calls to its own instance, and knows nothing of the other', async () => {
  expect(await ask('production', 'XM/GOV/1003/POPULATION/persons')).toEqual({ status: 200, error: null });
  expect(await ask('test', 'XM-TEST/GOV/1003/POPULATION/persons')).toEqual({ status: 200, error: null });
  const unknown = { status: 500, error: 'server.serverproxy.unknown_service' };
  expect(await ask('test', 'XM/GOV/1003/POPULATION/persons')).toMatchObject(unknown);
  expect(await ask('production', 'XM-TEST/GOV/1003/POPULATION/persons')).toMatchObject(unknown);
});

test('the hub of one circuit does not speak with a connector of the other', async () => {
  const credentials = JSON.parse(
    await readFile(join(folders.test, 'connectors', 'labour', 'credentials.json'), 'utf8'),
  ) as { tlsKeyPem: string; tlsCertificate: string };
  const reach = (url: string) =>
    new Promise<string>((resolve) => {
      const { tlsKeyPem: key, tlsCertificate: cert } = credentials;
      request(`${url}/directory/hubs`, { key, cert, rejectUnauthorized: false }, (answer) => {
        answer.resume();
        resolve(String(answer.statusCode));
      })
        .on('error', () => resolve('refused'))
        .end();
    });
  expect(await reach(demo.test.hubUrl)).toBe('200');
  expect(await reach(demo.production.hubUrl)).toBe('refused');
});

test('people see which circuit they are in, and sign in to each on its own', async () => {
  const page = async (circuit: 'production' | 'test') => (await fetch(demo[circuit].portalUrl)).text();
  expect(await page('test')).toContain('Circuit “test”');
  expect(await page('production')).not.toContain('class="circuit"');
  const cookies = async (circuit: 'production' | 'test') =>
    (await fetch(`${demo[circuit].portalUrl}/sign-in`, { redirect: 'manual' })).headers.get('set-cookie');
  expect(await cookies('production')).toMatch(/^stoa_sign_in_[0-9a-f]{12}=/);
  expect(await cookies('test')).toMatch(/^stoa_sign_in_test_[0-9a-f]{12}=/);
});

test('a circuit that is killed is started again, and SIGTERM to npm stops both', async () => {
  const before = demo.test.portalUrl;
  const { processes } = JSON.parse(await readFile(join(folders.test, 'demo.json'), 'utf8')) as {
    processes: { platform: number };
  };
  process.kill(processes.platform, 'SIGKILL');
  // A platform that was killed has its database to mend before it is ready.
  await expect.poll(() => output.split('Stop with Ctrl-C').length, { timeout: patient(120_000) }).toBe(4);
  const again = JSON.parse(await readFile(join(folders.test, 'demo.json'), 'utf8')) as Demo;
  expect((await fetch(again.portalUrl)).status).toBe(200);
  npm.kill('SIGTERM');
  await once(npm, 'exit');
  for (const url of [before, again.portalUrl, demo.production.portalUrl]) await expect(fetch(url)).rejects.toThrow();
  for (const folder of Object.values(folders))
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
});
