// SPDX-License-Identifier: Apache-2.0
/** Runs the platform as a service manager would: on fixed ports, started again whenever it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patient } from '@stoa/kernel/patience';
import { demoPorts } from '@stoa/server/src/demo/world.ts';
import { freePort } from '../journey/platform.ts';

const main = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const restartMs = 300;
const servesWithinMs = patient(180_000);

export class ServiceManager {
  readonly dataDir: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly log: string;
  #child: ChildProcess | undefined;
  #stopping = false;
  #ended: Promise<void> = Promise.resolve();
  starts = 0;
  /** Whether the present process has answered yet. */
  hasServed = false;

  private constructor(dataDir: string, ports: Record<string, number>) {
    this.dataDir = dataDir;
    this.ports = ports;
    this.log = join(dataDir, 'platform.log');
  }

  static async start(dataDir: string): Promise<ServiceManager> {
    const ports: Record<string, number> = {};
    for (const name of ['PORT', 'STOA_HUB_PORT', ...demoPorts]) ports[name] = await freePort();
    const manager = new ServiceManager(dataDir, ports);
    manager.#run();
    return manager;
  }

  get base(): string {
    return `http://127.0.0.1:${this.ports.PORT}`;
  }
  get mailUrl(): string {
    return `http://127.0.0.1:${this.ports.MAIL_CATCHER_PORT}`;
  }
  get pid(): number | undefined {
    return this.#child && this.#child.exitCode === null && this.#child.signalCode === null
      ? this.#child.pid
      : undefined;
  }

  #run(): void {
    this.starts++;
    this.hasServed = false;
    const output = openSync(this.log, 'a');
    const child = spawn(process.execPath, [main, 'start'], {
      env: {
        ...process.env,
        STOA_LOG: 'warn',
        STOA_RATE_LIMIT: '1000000',
        STOA_REGISTER_QUESTIONS_A_DAY: '1000000',
        STOA_CHECKPOINT_SECONDS: '10',
        STOA_DEMO: '1',
        // What people were told is held against every case there is: those of the year before were told to nobody.
        STOA_HISTORY: '0',
        STOA_DATA: this.dataDir,
        MAIL_CATCHER_KEEP: '1000000',
        BANK_LATE_CALLBACK_MS: '5000',
        ...Object.fromEntries(Object.entries(this.ports).map(([name, port]) => [name, String(port)])),
      },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
        if (!this.#stopping) setTimeout(() => this.#stopping || this.#run(), restartMs);
      });
    });
  }

  /** Whether the portal, every connector and every program of the demo answer. */
  async serving(): Promise<boolean> {
    const ready = await fetch(`${this.base}/health/ready`, { signal: AbortSignal.timeout(3000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) this.hasServed = true;
    return ready && (await Promise.all(Object.values(this.ports).map(accepts))).every(Boolean);
  }

  async untilServing(): Promise<void> {
    for (const until = Date.now() + servesWithinMs; !(await this.serving()); await wait(100))
      if (Date.now() > until)
        throw new Error(`the platform does not serve after ${servesWithinMs / 1000} s, see ${this.log}`);
  }

  /** Orderly, as a service manager stops it; a minute at most. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child?.kill('SIGTERM');
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), 60_000);
    await this.#ended;
    clearTimeout(late);
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
