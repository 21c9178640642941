// SPDX-License-Identifier: Apache-2.0
/** A RabbitMQ broker of one's own: loopback, free ports, a temporary folder; stopped by its own process id. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pickPort } from '@stoa/server/src/ports.ts';

export interface RabbitMq {
  readonly url: string;
  readonly pid: number;
  /** Ends the broker, at once unless told otherwise, and starts it again on the same folder and ports. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

export const rabbitMqInstalled = (): boolean => {
  try {
    execFileSync('which', ['rabbitmq-server'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

export async function startRabbitMq(): Promise<RabbitMq> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-rabbit-'));
  const [port, distPort, epmdPort] = [await pickPort(0), await pickPort(0), await pickPort(0)];
  await writeFile(join(folder, 'plugins'), '[].');
  await writeFile(
    join(folder, 'rabbitmq.conf'),
    `listeners.tcp.1 = 127.0.0.1:${port}\nloopback_users.guest = true\nlog.console = false\n`,
  );
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    RABBITMQ_BASE: folder,
    RABBITMQ_NODENAME: `stoa${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  let child: ChildProcess;
  const run = async () => {
    child = spawn('/usr/lib/rabbitmq/bin/rabbitmq-server', [], { env, stdio: 'ignore', detached: true });
    for (let i = 0; i < 240; i++) {
      if (child.exitCode !== null) throw new Error(`RabbitMQ ended with code ${child.exitCode}; see ${folder}/log`);
      if (await accepts(port)) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error('RabbitMQ did not start within 60 s');
  };
  /** The launcher and its Erlang machine are one process group. */
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, signal);
    await ended;
  };
  await run();
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    get pid() {
      return child.pid ?? 0;
    },
    restart: async (signal = 'SIGKILL') => {
      await end(signal);
      await run();
    },
    stop: async () => {
      await end('SIGTERM');
      // The port mapper of this broker alone: it stays behind otherwise.
      for (let i = 0; i < 20; i++) {
        const { stdout } = spawnSync('epmd', ['-port', String(epmdPort), '-kill'], { env, encoding: 'utf8' });
        if (!stdout.includes('not allowed')) break;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
