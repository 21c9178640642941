// SPDX-License-Identifier: Apache-2.0
/** Circuits side by side: each a platform of its own, with its own process, data folder, database, keys and ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ConfigError, createLog } from '@stoa/kernel';
import { pickPort } from './ports.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const databaseVariable = (circuit: string) => `DATABASE_URL_${circuit.toUpperCase().replaceAll('-', '_')}`;

/**
 * Settings of one circuit: production has the usual data folder, others a folder below it. An external database is
 * given for each (`DATABASE_URL_TEST`), since one that two circuits share would let them meet.
 */
export function circuitSettings(circuit: string, env: Environment): Record<string, string> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(circuit))
    throw new ConfigError(`"${circuit}" is no name of a circuit: use a short lower-case name such as "test"`);
  const production = circuit === 'production';
  const data = resolve(env.STOA_DATA || 'data');
  const databaseUrl = production ? env.DATABASE_URL : env[databaseVariable(circuit)];
  if (env.DATABASE_URL && !databaseUrl)
    throw new ConfigError(`${databaseVariable(circuit)} must name the database of the circuit "${circuit}"`);
  return {
    STOA_CIRCUIT: circuit,
    STOA_DATA: production ? data : join(data, 'circuits', circuit),
    DATABASE_URL: databaseUrl ?? '',
    // Beside it, not in it: that folder is closed to others, and segments of two circuits have the same names.
    ...(env.STOA_ARCHIVE && !production
      ? { STOA_ARCHIVE: join(dirname(env.STOA_ARCHIVE), `${basename(env.STOA_ARCHIVE)}-${circuit}`) }
      : {}),
  };
}

/** `a,b` as `--circuits` takes them. */
export function circuitNames(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  if (new Set(names).size < names.length) throw new ConfigError('--circuits names a circuit twice');
  return names;
}

/** Runs every circuit until SIGINT or SIGTERM; one that dies is started again. */
export async function startCircuits(names: readonly string[]): Promise<void> {
  const settings = names.map((name) => circuitSettings(name, process.env));
  const log = createLog('warn', 'circuits');
  const width = Math.max(...names.map((name) => name.length));
  const running = new Map<string, ChildProcess>();
  let stopping = false;

  async function run(name: string, env: Record<string, string>): Promise<void> {
    const child = spawn(process.execPath, [main, 'start'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    running.set(name, child);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      process.stdout.write(`${name.padEnd(width)} │ ${line}\n`),
    );
    await new Promise<void>((ready, failed) => {
      child.once('message', () => ready());
      child.once('exit', (code, signal) => {
        if (stopping) return ready();
        // Ended by itself it would end again: only what was killed is started again.
        if (!signal) return failed(new ConfigError(`the circuit "${name}" ended with code ${code}`));
        log.warn({ program: name, signal }, 'a circuit ended; starting it again');
        setTimeout(() => void run(name, env).then(ready, failed), 500);
      });
    });
  }

  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await Promise.all(
      [...running.values()].map(
        (child) =>
          new Promise<void>((ended) => {
            if (child.exitCode !== null || child.signalCode !== null) return ended();
            child.once('exit', () => ended());
            child.kill('SIGTERM');
          }),
      ),
    );
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

  // One after the other: each finds the ports that the one before it has taken.
  try {
    for (const [index, name] of names.entries()) {
      const usual = Number(process.env.PORT || 8080) + index;
      const ports: Record<string, string> =
        index === 0 || process.env.PORT === '0'
          ? {}
          : { PORT: String(await pickPort(usual, process.env.HOST)), STOA_HUB_PORT: '0', STOA_DEMO_PORTS: 'free' };
      await run(name, { ...settings[index], ...ports });
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    await stop(1);
  }
}
