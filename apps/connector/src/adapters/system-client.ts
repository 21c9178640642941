// SPDX-License-Identifier: Apache-2.0
/** HTTP to a department's own system: a pool of connections, a deadline, TLS with authorities of its own. */
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import type { Tls } from '../settings/fields.ts';
import type { AdapterAnswer } from './adapter.ts';

/** Largest answer taken, bytes. */
const maxAnswerBytes = 100 * 1024 * 1024;
const connections = 32;

export interface SystemClient {
  /** Redirects are answers like any other. Undefined when no whole answer came in time. */
  request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer,
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
  return {
    async request(method, path, headers, body) {
      try {
        const response = await pool.request({
          method: method as 'GET',
          path: (base + path).replace(/^(?!\/)/, '/'),
          headers,
          body: body.length > 0 ? body : null,
          signal: AbortSignal.timeout(deadlineMs),
        });
        const answered: Record<string, string> = {};
        for (const [name, value] of Object.entries(response.headers))
          if (value !== undefined) answered[name] = Array.isArray(value) ? (value.at(-1) ?? '') : value;
        return {
          status: response.statusCode,
          headers: answered,
          body: Buffer.from(await response.body.arrayBuffer()),
        };
      } catch {
        return undefined;
      }
    },
    close: () => pool.destroy(),
  };
}
