// SPDX-License-Identifier: Apache-2.0
/** `npm start` from nothing and again: time to the first page served, and memory after visits. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pickPort } from '@stoa/server/src/ports.ts';
import { type Measurement, measurement } from './measurement.ts';
import { pssMegabytesOf } from './process-usage.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['/', '/services/work-permit', '/services/address-certificate', '/sign-in', '/?lang=ar'];
const views = 50;
const stopMs = 30_000;

export async function benchStart(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  try {
    const bareMs = await bareNode();
    const cold = await startOnce(folder);
    await stop(cold.program);
    const second = await startOnce(folder);
    const memory = await memoryAfterVisits(folder, second.url);
    await stop(second.program);
    const bare = { name: 'node -e "" through npm', value: bareMs / 1000 };
    const times = (run: typeof cold) => ({ readySeconds: run.readyMs / 1000 });
    return [
      measurement('start', 'npm start, cold, to the first page', cold.pageMs / 1000, 's', times(cold), bare),
      measurement('start', 'npm start again, to the first page', second.pageMs / 1000, 's', times(second), bare),
      measurement('start', `memory (PSS) after ${views} page views`, memory.total, 'MB', memory.parts, {
        name: 'an idle node process',
        value: memory.idleNode,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What npm and Node alone take. */
async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn('npm', ['exec', '--', 'node', '-e', ''], { cwd: root, stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - began;
}

async function startOnce(folder: string) {
  const port = await pickPort(0);
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  // A group of its own: npm, the platform and all it starts end together.
  const program = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: String(port), STOA_DATA: folder, STOA_DEMO_PORTS: 'free', STOA_LOG: 'error' },
  });
  const ready = new Promise<number>((resolve) => {
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Stoa is ready')) resolve(performance.now() - began);
    });
  });
  const pageMs = await firstPage(url, program).then(() => performance.now() - began);
  return { program, url, pageMs, readyMs: await ready };
}

async function firstPage(url: string, program: ChildProcess): Promise<void> {
  while (program.exitCode === null) {
    const served = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (served) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('npm start ended before it served a page');
}

/** Asks the whole group to end and waits until nobody of it is left: npm ends before the platform has stopped. */
async function stop({ pid = 0 }: ChildProcess): Promise<void> {
  const lives = () => {
    try {
      return process.kill(-pid, 0);
    } catch {
      return false;
    }
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
  process.kill(-pid, 'SIGTERM');
  const until = performance.now() + stopMs;
  while (lives() && performance.now() < until) await pause();
  if (!lives()) return;
  process.kill(-pid, 'SIGKILL');
  while (lives()) await pause();
}

async function memoryAfterVisits(folder: string, url: string) {
  for (let view = 0; view < views; view++) {
    const response = await fetch(url + pages[view % pages.length]);
    await response.text();
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  }
  const { processes } = JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as {
    processes: { platform: number; demo: number; connectors: number };
  };
  const programs = pssMegabytesOf(processes.demo);
  const connectors = pssMegabytesOf(processes.connectors);
  const postgres = pssMegabytesOf(await postmaster(folder));
  const platform = pssMegabytesOf(processes.platform) - programs - connectors;
  const idle = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const idleNode = pssMegabytesOf(idle.pid ?? 0);
  idle.kill();
  const parts = { platform, postgres, platformAndPostgres: platform + postgres, demoPrograms: programs, connectors };
  return { total: platform + postgres + programs + connectors, parts, idleNode };
}

/** Run by root, the embedded server keeps its files elsewhere and says where. */
async function postmaster(folder: string): Promise<number> {
  const elsewhere = await readFile(join(folder, 'postgres.location'), 'utf8').catch(() => undefined);
  const cluster = elsewhere?.trim() ?? join(folder, 'postgres');
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}
