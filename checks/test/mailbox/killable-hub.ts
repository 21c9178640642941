// SPDX-License-Identifier: Apache-2.0
/** A hub in a process of its own on a database of its own, killed at any moment and started again, and connectors to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectorSettings, startConnector } from '@stoa/connector';
import { connectorClient } from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { pickPort } from '@stoa/server/src/ports.ts';
import pg from 'pg';
import { afterAll } from 'vitest';
import { thorough } from '../../src/thorough.ts';

/** On a slow machine a hub lives for little more than its start: what is killed for ever gets nowhere. */
const most = thorough ? 100 : 6;

export const [asks, answers] = ['XM/GOV/1/ASKS', 'XM/GOV/2/ANSWERS'];

const freePort = async () => String(await pickPort(0));

export async function startKillableHub() {
  const circuit = `k${randomBytes(5).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'stoa-kill-'));
  const serverUrl = process.env.STOA_TEST_DATABASE_URL ?? '';
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${circuit}`);
  const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${circuit}` }).href;
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  const ports = [await freePort(), await freePort()];
  let hub: ChildProcess | undefined;

  async function startHub(): Promise<{ url: string; tokens: Record<string, string> }> {
    const program = fileURLToPath(new URL('./hub.ts', import.meta.url));
    const child = spawn(process.execPath, [program, folder, databaseUrl, circuit, ...ports], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    hub = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return JSON.parse(line) as { url: string; tokens: Record<string, string> };
  }
  async function killHub(): Promise<void> {
    if (!hub || hub.exitCode !== null) return;
    const ended = once(hub, 'exit');
    hub.kill('SIGKILL');
    await ended;
  }

  const { url, tokens } = await startHub();
  const closing: (() => Promise<void>)[] = [];
  const connect = async (subsystem: string, more: Partial<ConnectorSettings> = {}) => {
    const dataDir = await mkdtemp(join(folder, 'connector-'));
    const enrolmentToken = tokens[subsystem] ?? '';
    const open = { anybodyOnThisMachine: 'may speak for the department' } as const;
    const settings = { subsystem, port: 0, ...open, platformUrl: url, dataDir, enrolmentToken, ...more };
    const connector = await startConnector(settings, createLog('silent', 'test'));
    closing.push(() => connector.close());
    return { connector, client: connectorClient(connector.url, subsystem) };
  };
  afterAll(async () => {
    await killHub();
    await Promise.all(closing.map((close) => close()));
    await sql.end();
    await admin.query(`drop database ${circuit} with (force)`);
    await admin.query(`drop role if exists stoa_${circuit}_exchange`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** Kills and starts the hub while the work goes on, then lets it end; answers how often. */
  async function killWhile(work: Promise<unknown>): Promise<number> {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    ended.catch(() => undefined);
    let kills = 0;
    while (!done && kills < most) {
      await wait(300 + Math.random() * 700);
      await killHub();
      await startHub();
      kills += 1;
    }
    await ended;
    return kills;
  }
  return { connect, killWhile, sql };
}

/** Repeats until it succeeds, as every client of the exchange must. */
export async function insist<R>(work: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (code.startsWith('exchange.') && !code.includes('unreachable')) throw error;
      await wait(20);
    }
  }
}
