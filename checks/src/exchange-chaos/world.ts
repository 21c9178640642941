// SPDX-License-Identifier: Apache-2.0
/** A hub, three connectors, a database and a broker, each a process that comes back when it is killed. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog, startEmbeddedPostgres } from '@stoa/kernel';
import { type Child, startChild } from '@stoa/server/src/child.ts';
import { pickPort } from '@stoa/server/src/ports.ts';
import { type RabbitMq, rabbitMqInstalled, startRabbitMq } from '../rabbitmq.ts';
import { type Department, startDepartment } from './department.ts';
import { answers, asks, serviceCode } from './names.ts';

export const circuit = 'chaos';
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface World {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly department: Department;
  readonly broker: RabbitMq | undefined;
  readonly asksUrl: string;
  readonly answersUrls: readonly string[];
  /** Process ids of what may be killed, by name. */
  pidOf(victim: Victim): number | undefined;
  /** Fills the disk of database and log to the last byte; the result empties it again. */
  fillDisk(): () => void;
  /** Ends hub and connectors in good order, so that what is written can be compared. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export const victims = ['hub', 'connector that asks', 'connector 1', 'connector 2', 'database', 'broker'] as const;
export type Victim = (typeof victims)[number];

/** @param diskMegabytes puts the data on a file system of that size; needs root */
export async function startWorld(diskMegabytes: number | undefined): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-exchange-chaos-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  // The database runs as another user where this one is root.
  await chmod(folder, 0o711);
  if (diskMegabytes) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=711`, 'tmpfs', dataDir]);
  const log = createLog(process.env.STOA_LOG ?? 'silent', circuit);
  const database = await startEmbeddedPostgres(dataDir, log);
  const broker = rabbitMqInstalled() ? await startRabbitMq() : undefined;
  const department = await startDepartment();
  const [port, hubPort, ...connectorPorts] = await Promise.all(Array.from({ length: 5 }, () => pickPort(0)));
  const hub = await startChild(
    'hub',
    [at('hub.ts'), dataDir, database.url, circuit, String(port), String(hubPort)],
    {},
    log,
  );
  const { url, tokens } = hub.ready as { url: string; tokens: Record<'asks' | 'answers' | 'second', string> };
  const connectors: Child[] = [];
  for (const [index, name] of (['asks', 'answers', 'second'] as const).entries()) {
    const subsystem = index === 0 ? asks : answers;
    const settings = {
      subsystem,
      port: connectorPorts[index],
      anybodyOnThisMachine: 'may speak for the department',
      platformUrl: url,
      dataDir: join(folder, name),
      enrolmentToken: tokens[name],
      ...(index === 0
        ? broker && { amqp: { url: broker.url } }
        : { services: { [serviceCode]: { rest: { url: department.url } } } }),
    };
    await writeFile(join(folder, `${name}.yaml`), JSON.stringify([settings]));
    const program = at('../../../apps/connector/src/main.ts');
    connectors.push(await startChild(name, [program, join(folder, `${name}.yaml`)], { STOA_LOG: 'silent' }, log));
  }
  const [asking, first, second] = connectors;
  const ballast = join(dataDir, 'ballast');
  const settle = async () => {
    await Promise.all(connectors.map((connector) => connector.stop()));
    await hub.stop();
  };
  const urlOf = (index: number) => `http://127.0.0.1:${connectorPorts[index]}`;
  return {
    dataDir,
    databaseUrl: database.url,
    department,
    broker,
    asksUrl: urlOf(0),
    answersUrls: [urlOf(1), urlOf(2)],
    pidOf: (victim) => {
      if (victim === 'database') return postmasterOf(dataDir);
      if (victim === 'broker') return broker?.pid;
      return { hub, 'connector that asks': asking, 'connector 1': first, 'connector 2': second }[victim]?.pid();
    },
    fillDisk: () => {
      fill(ballast);
      return () => rmSync(ballast, { force: true });
    },
    settle,
    close: async () => {
      rmSync(ballast, { force: true });
      await settle();
      await broker?.stop();
      department.close();
      await database.stop();
      if (diskMegabytes) execFileSync('umount', [dataDir]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function postmasterOf(dataDir: string): number | undefined {
  const noted = join(dataDir, 'postgres.location');
  const cluster = existsSync(noted) ? readFileSync(noted, 'utf8').trim() : join(dataDir, 'postgres');
  try {
    return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

/** Ends when the disk refuses another byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 16)) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch {
        // Smaller pieces may still fit.
      }
    }
  } finally {
    closeSync(file);
  }
}
