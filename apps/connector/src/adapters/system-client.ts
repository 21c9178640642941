// SPDX-License-Identifier: Apache-2.0
/** HTTP to a department's own system: a pool of connections, a deadline, TLS with authorities of its own. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ask, type Body, BodyTooLarge, bodyOf, passedSystemHeaders, wholeOf } from '@stoa/exchange/wire';
import { Pool } from 'undici';
import type { Tls } from '../settings/fields.ts';
import type { AdapterAnswer } from './adapter.ts';

/** Largest answer taken, bytes. */
const maxAnswerBytes = 100 * 1024 * 1024;
const connections = 32;

export interface SystemAnswer extends Omit<AdapterAnswer, 'body'> {
  readonly body: Buffer;
}

export interface SystemClient {
  /** Redirects are answers like any other. Undefined when no whole answer came in time. */
  request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<SystemAnswer | undefined>;
  /** The same with bodies of any size; `take` takes a large one of an answer, and throws BodyTooLarge for one too large. */
  stream(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Body,
    take: (body: Readable) => Promise<Body>,
  ): Promise<AdapterAnswer | undefined>;
  close(): Promise<void>;
}

export interface SystemAddress {
  readonly url: string;
  readonly deadlineMs?: number;
  readonly tls?: Tls;
}

/** Throws a sentence when a TLS file cannot be read. */
export function readTls({ ca, certificate, key }: Tls): { ca?: string; cert?: string; key?: string } {
  const read = (file: string, what: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new Error(`tls.${what} cannot be read: ${String(error)}`, { cause: error });
    }
  };
  return {
    ...(ca ? { ca: read(ca, 'ca') } : {}),
    ...(certificate ? { cert: read(certificate, 'certificate') } : {}),
    ...(key ? { key: read(key, 'key') } : {}),
  };
}

export function systemClient({ url, deadlineMs = 25_000, tls }: SystemAddress): SystemClient {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections,
    maxResponseSize: maxAnswerBytes,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
    ...(tls ? { connect: readTls(tls) } : {}),
  });
  async function answerOf<B>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Readable | null,
    read: (body: Buffer | Readable) => B | Promise<B>,
  ): Promise<{ status: number; headers: Record<string, string>; body: B } | undefined> {
    try {
      const answer = await ask(
        pool,
        { method: method as 'GET', path: (base + path).replace(/^(?!\/)/, '/'), headers, body },
        deadlineMs,
      );
      return {
        status: answer.status,
        headers: passedSystemHeaders(answer.headers),
        body: await read(answer.body),
      };
    } catch (error) {
      if (error instanceof BodyTooLarge) throw error;
      return undefined;
    }
  }
  return {
    request: (method, path, headers, body) => answerOf(method, path, headers, body.length > 0 ? body : null, wholeOf),
    stream: (method, path, headers, body, take) => {
      const read = (answer: Buffer | Readable) => (Buffer.isBuffer(answer) ? bodyOf(answer) : take(answer));
      if (Buffer.isBuffer(body)) return answerOf(method, path, headers, body.length > 0 ? body : null, read);
      const sized = { ...headers, 'content-length': String(body.size) };
      return answerOf(method, path, sized, Readable.from(body.read()), read);
    },
    close: () => pool.destroy(),
  };
}
