// SPDX-License-Identifier: Apache-2.0
import { passedHeaders, passedSystemHeaders } from '@stoa/exchange/wire';
import { Pool } from 'undici';
import { type Adapter, systemAway } from './adapter.ts';

const timeoutMs = 25_000;
/** Largest answer taken, bytes. */
const maxAnswerBytes = 10 * 1024 * 1024;

/** A REST system behind its base URL: path, query, method and body pass unchanged (PR-REST section 4.2); redirects are not followed. */
export function restAdapter(url: string): Adapter {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, { connections: 64, maxResponseSize: maxAnswerBytes });
  return async ({ method, path, headers, body }) => {
    try {
      const response = await pool.request({
        method: method as 'GET',
        path: (base + path).replace(/^(?!\/)/, '/'),
        headers: passedHeaders(headers),
        body: body.length > 0 ? body : null,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = passedSystemHeaders(response.headers);
      return { status: response.statusCode, headers: answer, body: Buffer.from(await response.body.arrayBuffer()) };
    } catch {
      return systemAway();
    }
  };
}
