// SPDX-License-Identifier: Apache-2.0
/** The platform under the journey: a running one, or one of its own on free ports with a temporary data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits, patient } from '@stoa/kernel/patience';
import { pickPort } from '@stoa/server/src/ports.ts';
import { moduleFolders } from '../inventory.ts';
import { startRabbitMq } from '../rabbitmq.ts';
import { eventually, JourneyFailure } from './step.ts';

export interface RunningPlatform {
  readonly base: string;
  readonly mailUrl: string;
  readonly smsUrl: string;
  /** Of the departments, with the token of an information system of each. */
  readonly connectors: readonly { readonly subsystem: string; readonly url: string; readonly token: string }[];
  /** Undefined where the platform is somebody else's: its ledgers are then not looked into. */
  readonly dataDir: string | undefined;
  readonly databaseUrl: string;
  /** Kills the process with quality, surveys and analytics; answers its id. */
  readonly interruptQuality?: () => Promise<number>;
  readonly resumeQuality?: () => Promise<number>;
  stop(keepLogs: boolean): Promise<void>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Health {
  background?: { history?: { done: number; of: number; failed: boolean } };
}

interface DemoInfo {
  portalUrl: string;
  connectors: RunningPlatform['connectors'];
  programs: { mailCatcher: string; smsCentre: string };
}

/** Waits until the years of the demo country are there, on which queues, desks and figures stand. */
export async function whenHistoryIsThere(base: string): Promise<{ parts: number }> {
  const all = await eventually(
    'the history of the demo country',
    async () => {
      const answer = await fetch(new URL('/health/ready', base));
      const { background } = (await answer.json()) as Health;
      if (background?.history?.failed) throw new JourneyFailure('the history of the demo country could not be loaded');
      return background?.history && background.history.done === background.history.of && background.history;
    },
    300,
  );
  return { parts: all.of };
}

export async function useRunning(base: string): Promise<RunningPlatform> {
  const info = JSON.parse(
    await readFile(resolve(root, process.env.STOA_DATA ?? 'data', 'demo.json'), 'utf8').catch(() => '{}'),
  ) as Partial<DemoInfo>;
  return {
    base: base.replace(/\/$/, ''),
    mailUrl: info.programs?.mailCatcher ?? 'http://127.0.0.1:4706',
    smsUrl: info.programs?.smsCentre ?? 'http://127.0.0.1:4714',
    connectors: info.connectors ?? [],
    dataDir: undefined,
    databaseUrl: '',
    stop: async () => {},
  };
}

/** Given once only: what a system hands out may be the same one twice, or be taken by a connection before its use. */
export const freePort = (): Promise<number> => pickPort(0);

/** Passkeys are bound to a name; a number has none. */
const byName = (port: number) => `http://localhost:${port}`;

/** Who is silent is found within seconds. */
const watched = { STOA_HEALTH_SECONDS: '3' };

/** Starts `stoa start` and waits for its last word. */
async function startProcess(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(root, 'apps/server/src/main.ts'), 'start'], {
    env: {
      ...process.env,
      STOA_LOG: 'error',
      STOA_RATE_LIMIT: '1000000',
      STOA_CHECKPOINT_SECONDS: '5',
      ...watched,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/Stoa is ready/.test(output)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) =>
      reject(new JourneyFailure(`the platform ended with code ${code}: ${output.slice(-2000)}`)),
    );
    setTimeout(
      () => reject(new JourneyFailure(`the platform did not start in time: ${output.slice(-2000)}`)),
      limits.test,
    ).unref();
  });
  return child;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), patient(20_000)).unref();
  });
}

/** Superuser's address of the embedded database of this folder while it runs. */
export async function databaseUrlOf(dataDir: string): Promise<string> {
  const place = existsSync(join(dataDir, 'postgres.location'))
    ? (await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim()
    : join(dataDir, 'postgres');
  const port = (await readFile(join(place, 'postmaster.pid'), 'utf8')).split('\n')[3];
  const password = await readFile(join(dataDir, 'keys', 'database-password'), 'utf8');
  return `postgres://stoa:${password}@127.0.0.1:${port}/postgres`;
}

const demoInfo = async (dataDir: string) => JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as DemoInfo;

export async function runAllInOne(): Promise<RunningPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-journey-'));
  const port = await freePort();
  const address = { PORT: String(port), STOA_PUBLIC_URL: byName(port) };
  const child = await startProcess({ STOA_DATA: dataDir, STOA_DEMO_PORTS: 'free', ...address });
  const info = await demoInfo(dataDir);
  return {
    base: info.portalUrl,
    mailUrl: info.programs.mailCatcher,
    smsUrl: info.programs.smsCentre,
    connectors: info.connectors,
    dataDir,
    databaseUrl: await databaseUrlOf(dataDir),
    stop: async () => {
      await stopProcess(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const everything = moduleFolders(root);
const groups = { exchange: ['exchange'], quality: ['quality', 'surveys', 'analytics'] };

/** Three processes over RabbitMQ and one PostgreSQL: exchange alone; quality, surveys, analytics; the rest with the portal. */
export async function runSplit(settings: Record<string, string>): Promise<RunningPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-journey-'));
  const rabbit = await startRabbitMq();
  const ports = {
    exchange: await freePort(),
    quality: await freePort(),
    rest: await freePort(),
    hub: await freePort(),
    labour: await freePort(),
    qualityConnector: await freePort(),
    timestamps: await freePort(),
    signing: await freePort(),
  };
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const rest = everything.filter((name) => !Object.values(groups).flat().includes(name));
  const homes = Object.fromEntries(
    everything.map((name) => [
      name,
      url(groups.exchange.includes(name) ? ports.exchange : groups.quality.includes(name) ? ports.quality : ports.rest),
    ]),
  );
  const env = (mine: string[], port: number): Record<string, string> => ({
    STOA_DATA: dataDir,
    PORT: String(port),
    AMQP_URL: rabbit.url,
    STOA_MODULES: mine.join(','),
    STOA_PEERS: everything
      .filter((name) => !mine.includes(name))
      .map((name) => `${name}=${homes[name]}`)
      .join(','),
    STOA_PUBLIC_URL: byName(ports.rest),
    STOA_HUB_PORT: String(ports.hub),
    STOA_QUALITY_CONNECTOR_URL: url(ports.qualityConnector),
    STOA_QUALITY_CONNECTOR_TOKEN: 'the-journey-knows-it'.repeat(2),
    STOA_MINIMUM_ANSWERS: '1',
    STOA_TSA_URL: url(ports.timestamps),
    TIMESTAMP_AUTHORITY_PORT: String(ports.timestamps),
    STOA_SIGNING_SERVICE_URL: `${url(ports.signing)}/csc/v2`,
    SIGNING_SERVICE_PORT: String(ports.signing),
    ...settings,
  });
  const start = {
    exchange: () => startProcess(env(groups.exchange, ports.exchange)),
    quality: () => startProcess(env(groups.quality, ports.quality)),
    rest: () =>
      startProcess({
        ...env(rest, ports.rest),
        STOA_DEMO: '1',
        STOA_DEMO_PORTS: 'free',
        STOA_DEMO_LABOUR_PORT: String(ports.labour),
        STOA_DEMO_QUALITY_PORT: String(ports.qualityConnector),
      }),
  };
  const exchange = await start.exchange();
  let quality = await start.quality();
  const main = await start.rest();
  const info = await demoInfo(dataDir);
  return {
    base: info.portalUrl,
    mailUrl: info.programs.mailCatcher,
    smsUrl: info.programs.smsCentre,
    connectors: info.connectors,
    dataDir,
    databaseUrl: await databaseUrlOf(dataDir),
    interruptQuality: async () => {
      const { pid = 0 } = quality;
      quality.kill('SIGKILL');
      return pid;
    },
    resumeQuality: async () => {
      quality = await start.quality();
      return quality.pid ?? 0;
    },
    stop: async () => {
      await stopProcess(main);
      await stopProcess(quality);
      await stopProcess(exchange);
      await rabbit.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
