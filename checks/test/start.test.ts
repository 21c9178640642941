// SPDX-License-Identifier: Apache-2.0
/** `npm start` as a service manager runs it: the demo country lives, a signal to npm ends everything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { root } from '../src/inventory.ts';

test('npm start goes on when nobody reads its output, departments learn of events, and SIGTERM to npm stops all of it', async () => {
  const data = await mkdtemp(join(tmpdir(), 'stoa-start-'));
  const env = {
    ...process.env,
    PORT: '0',
    STOA_DATA: data,
    STOA_DEMO_PORTS: 'free',
    STOA_HUB_PORT: '0',
    STOA_HISTORY: '0',
  };
  const npm = spawn('npm', ['start', '--silent'], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    npm.once('exit', () => reject(new Error(`it ended: ${output}`)));
    npm.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Stop with Ctrl-C')) resolve();
    });
  });
  npm.stdout.destroy();
  const { portalUrl, programs } = JSON.parse(await readFile(join(data, 'demo.json'), 'utf8')) as {
    portalUrl: string;
    programs: Record<'companyRegister' | 'employerWatch', string>;
  };
  expect((await fetch(portalUrl)).status).toBe(200);
  await companyMoves(programs);
  npm.kill('SIGTERM');
  await once(npm, 'exit');
  await expect(fetch(portalUrl)).rejects.toThrow();
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
  await rm(data, { recursive: true });
});

/** What a clerk changes in the company register, the Ministry of Labour is told through the exchange, signed. */
async function companyMoves({ companyRegister, employerWatch }: Record<'companyRegister' | 'employerWatch', string>) {
  const noted = async () =>
    (await (await fetch(`${employerWatch}/changes`)).json()) as { subscribed: boolean; changes: { inn: string }[] };
  await eventually(async () => expect((await noted()).subscribed).toBe(true));
  const moved = await fetch(`${companyRegister}/companies/0105234510/address`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address: 'Abay 1' }),
  });
  expect(moved.status).toBe(200);
  await eventually(async () => expect((await noted()).changes).toMatchObject([{ inn: '0105234510' }]));
}
