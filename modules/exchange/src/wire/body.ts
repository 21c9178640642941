// SPDX-License-Identifier: Apache-2.0
/** Bodies of messages: at hand when small, otherwise written away as they come and read again from there. */
import { createHash, type Hash, hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { sha512 } from '@stoa/kernel/hashing';
import { BodyTooLarge } from './collect.ts';

/** Bodies up to this many bytes are kept in memory. */
export const inMemoryBytes = 1024 * 1024;

export interface Body {
  readonly size: number;
  /** `Content-Digest` (RFC 9530), SHA-256. */
  readonly digest: string;
  /** SHA-512, as `X-Road-Request-Hash` takes it in. */
  readonly sha512: () => Buffer | Promise<Buffer>;
  /** The body itself, where it is in memory. */
  readonly bytes: Buffer | undefined;
  readonly read: () => AsyncIterable<Buffer>;
  /** Name of the spool's record, where it keeps one. */
  readonly storedAs?: string | undefined;
  /** Frees what only hastens reading, where there is such a thing; it can still be read. */
  readonly close?: (() => Promise<void>) | undefined;
  /** Forgets what was written away. */
  readonly drop: () => Promise<void>;
}

/** What of a body is needed to send it. */
export type Outbound = Pick<Body, 'size' | 'bytes' | 'read'>;

/** Where a large body is written away. */
export interface Spool {
  readonly id?: string;
  /** Undefined when the next chunk may come at once. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** Makes what was written last, and answers how it is read. */
  end(): Promise<() => AsyncIterable<Buffer>>;
  readonly close?: () => Promise<void>;
  drop(): Promise<void>;
}

/**
 * Fills what `flush` empties. Undefined when the bytes fitted.
 * @param add takes what fits, and answers what does not
 */
export function fill(
  bytes: Buffer,
  add: (bytes: Buffer) => Buffer,
  flush: () => Promise<void>,
): Promise<void> | undefined {
  const rest = add(bytes);
  return rest.length > 0 ? flush().then(() => fill(rest, add, flush)) : undefined;
}

export const bodyOf = (bytes: Buffer): Body => ({
  size: bytes.length,
  get digest() {
    return `sha-256=:${hash('sha256', bytes, 'base64')}:`;
  },
  sha512: () => sha512(bytes),
  bytes,
  read: async function* () {
    yield bytes;
  },
  drop: async () => undefined,
});

/** Takes a body chunk by chunk; from a size on it goes to a spool. */
export class BodyTaker {
  readonly #limit: number;
  readonly #open: () => Spool;
  #chunks: Buffer[] = [];
  #size = 0;
  readonly #sha512: Hash | undefined;
  #spool: { to: Spool; sha256: Hash } | undefined;

  constructor(limit: number, open: () => Spool, sha512 = false) {
    this.#limit = limit;
    this.#open = open;
    this.#sha512 = sha512 ? createHash('sha512') : undefined;
  }

  /** Undefined when the next chunk may come at once. Throws BodyTooLarge. */
  take(chunk: Buffer): Promise<void> | undefined {
    this.#size += chunk.length;
    if (this.#size > this.#limit) throw new BodyTooLarge(`The body is larger than ${this.#limit} bytes.`);
    if (this.#spool) return this.#write(chunk);
    this.#chunks.push(chunk);
    if (this.#size <= inMemoryBytes) return undefined;
    this.#spool = { to: this.#open(), sha256: createHash('sha256') };
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return this.#write(whole);
  }

  #write(chunk: Buffer): Promise<void> | undefined {
    this.#spool?.sha256.update(chunk);
    this.#sha512?.update(chunk);
    return this.#spool?.to.write(chunk);
  }

  async end(): Promise<Body> {
    if (!this.#spool)
      return bodyOf(this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks));
    const { to, sha256 } = this.#spool;
    const digest = `sha-256=:${sha256.digest('base64')}:`;
    const known = this.#sha512?.digest();
    const read = await to.end();
    return {
      size: this.#size,
      digest,
      sha512: () => known ?? sha512Of(read()),
      bytes: undefined,
      read,
      storedAs: to.id,
      close: to.close,
      drop: () => to.drop(),
    };
  }

  drop = (): Promise<void> => this.#spool?.to.drop() ?? Promise.resolve();
}

async function sha512Of(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const sum = createHash('sha512');
  for await (const chunk of chunks) sum.update(chunk);
  return sum.digest();
}

/**
 * The body of a message. Throws BodyTooLarge, and when the sender goes; nothing of it then remains.
 * @param stated what the sender says it is long, bytes; 0 when it says nothing
 * @param sha512 whether it will be asked for that: otherwise it is read again when it is
 */
export async function takeBody(
  message: Readable,
  limit: number,
  open: () => Spool,
  { stated = 0, sha512 = false }: { stated?: number; sha512?: boolean } = {},
): Promise<Body> {
  if (stated > limit) throw new BodyTooLarge(`The body is larger than ${limit} bytes.`);
  const taker = new BodyTaker(limit, open, sha512);
  try {
    await new Promise<void>((resolve, reject) => {
      let writing = Promise.resolve();
      message.on('data', (chunk: Buffer) => {
        try {
          const written = taker.take(chunk);
          if (!written) return;
          message.pause();
          writing = written.then(() => void message.resume());
          writing.catch(reject);
        } catch (error) {
          message.pause();
          reject(error);
        }
      });
      message.once('end', () => writing.then(resolve, reject));
      message.once('error', reject);
      message.once('close', () => message.readableEnded || reject(new Error('the sender broke off')));
    });
    return await taker.end();
  } catch (error) {
    await taker.drop().catch(() => undefined);
    throw error;
  }
}
