// SPDX-License-Identifier: Apache-2.0
/**
 * Leaves of messages that were sent in a session and that no root at the hub covers yet, in files: a connector that was
 * killed signs for them when it starts again. They are written before their messages leave, but not forced to the disk:
 * what a power cut takes with it stays without its sender's signature.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LeafKeeper, signRoot } from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { Credentials } from './credentials.ts';
import { rootSettled } from './hub-answer.ts';
import { handshakeMs, type HubLink } from './hub-link.ts';

const leafBytes = 32;

/** Consecutive leaves of one session that an earlier process left. */
export interface LeftLeaves {
  readonly sessionId: string;
  readonly first: number;
  readonly leaves: readonly Buffer[];
  /** Once the hub has a root over them. */
  readonly taken: () => Promise<void>;
}

/** Files of one session: one for what no root is signed over, and one for each root the hub has not taken. */
export class SessionJournal implements LeafKeeper {
  readonly #name: string;
  readonly #log: Log;
  #files: string[] = [];
  #fd: number | undefined;

  /** @param name path that the number of the first leaf completes */
  constructor(name: string, log: Log) {
    this.#name = name;
    this.#log = log;
    this.cut(0);
  }

  append(leaf: Buffer): void {
    this.#try(() => this.#fd !== undefined && writeSync(this.#fd, leaf));
  }

  cut(first: number): void {
    this.#close();
    this.#try(() => {
      const file = `${this.#name}.${first}`;
      this.#fd = openSync(file, 'a', 0o600);
      this.#files.push(file);
    });
  }

  /** The hub has the roots over all that came before the last cut. */
  async taken(): Promise<void> {
    await Promise.all(this.#files.splice(0, this.#files.length - 1).map((file) => rm(file, { force: true })));
  }

  /** Nothing of the session is missing at the hub. */
  async end(): Promise<void> {
    this.#close();
    await Promise.all(this.#files.splice(0).map((file) => rm(file, { force: true })));
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** A full disk is no reason to send nothing. */
  #try(write: () => unknown): void {
    try {
      write();
    } catch (err) {
      this.#log.warn({ err: describeError(err) }, 'what was sent could not be kept for a signature after a crash');
      this.#fd = undefined;
    }
  }
}

export interface LeafJournal {
  /** What an earlier process sent and signed no root over that the hub took. */
  readonly left: readonly LeftLeaves[];
  begin(sessionId: string): SessionJournal;
}

/** Reads what is left in the folder, before anything new is written there. */
export async function openLeafJournal(dataDir: string, log: Log): Promise<LeafJournal> {
  const folder = join(dataDir, 'sessions');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const left: LeftLeaves[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const [, sessionId, first] = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(name) ?? [];
    if (!sessionId) continue;
    const file = join(folder, name);
    const bytes = await readFile(file);
    const taken = () => rm(file, { force: true });
    // A process that was killed may have written half a leaf: its message never left.
    const leaves = Array.from({ length: Math.floor(bytes.length / leafBytes) }, (_, i) =>
      bytes.subarray(i * leafBytes, (i + 1) * leafBytes),
    );
    if (leaves.length === 0) await taken();
    else left.push({ sessionId, first: Number(first), leaves, taken });
  }
  return { left, begin: (sessionId) => new SessionJournal(join(folder, sessionId), log) };
}

/** Signs what an earlier process sent. A hub keeps that also where the session is over, and refuses it all the same. */
export async function signLeft(
  { sessionId, first, leaves, taken }: LeftLeaves,
  { signingKeyId: keyId, signingKey: key }: Credentials,
  link: Pick<HubLink, 'request'>,
): Promise<void> {
  const root = signRoot(sessionId, 'connector', first, leaves, { keyId, key });
  const body = Buffer.from(JSON.stringify({ sessionId, have: 0, root }));
  const answer = await link.request('POST', '/session/roots', {}, body, handshakeMs);
  if (!rootSettled(answer)) throw new Error(`the hub answered ${answer.headers['x-road-error'] ?? answer.status}`);
  await taken();
}
