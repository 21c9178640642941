// SPDX-License-Identifier: Apache-2.0
/** HTTP to a department's own system: a pool of connections, a deadline, TLS with authorities of its own. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Body, passedSystemHeaders } from '@stoa/exchange/wire';
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
  /** The same with bodies of any size; `read` takes the answer's. */
  stream(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Body,
    read: (body: Readable) => Promise<Body>,
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
  async function ask<B>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Readable | null,
    read: (body: Readable) => Promise<B>,
  ): Promise<{ status: number; headers: Record<string, string>; body: B } | undefined> {
    try {
      const response = await pool.request({
        method: method as 'GET',
        path: (base + path).replace(/^(?!\/)/, '/'),
        headers,
        body,
        signal: AbortSignal.timeout(deadlineMs),
      });
      const answered = passedSystemHeaders(response.headers);
      return { status: response.statusCode, headers: answered, body: await read(response.body) };
    } catch {
      return undefined;
    }
  }
  return {
    request: (method, path, headers, body) =>
      ask(method, path, headers, body.length > 0 ? body : null, (answer) => buffer(answer)),
    stream: (method, path, headers, body, read) => {
      if (Buffer.isBuffer(body)) return ask(method, path, headers, body.length > 0 ? body : null, read);
      const sized = { ...headers, 'content-length': String(body.size) };
      return ask(method, path, sized, Readable.from(body.read()), read);
    },
    close: () => pool.destroy(),
  };
}
