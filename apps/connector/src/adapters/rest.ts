// SPDX-License-Identifier: Apache-2.0
import { type Adapter, systemAway } from './adapter.ts';

const timeoutMs = 25_000;

/** A REST system behind its base URL: path, query, method and body pass unchanged (PR-REST section 4.2); redirects are not followed. */
export function restAdapter(url: string): Adapter {
  const base = url.replace(/\/$/, '');
  return async ({ method, path, headers, body }) => {
    const passed: Record<string, string> = {};
    for (const name of [
      'accept',
      'content-type',
      'authorization',
      'x-road-client',
      'x-road-id',
      'x-road-issue',
      'x-road-userid',
    ]) {
      if (headers[name]) passed[name] = headers[name];
    }
    const init: RequestInit = { method, headers: passed, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) };
    if (body.length > 0) init.body = Uint8Array.from(body);
    try {
      const response = await fetch(base + path, init);
      const answer: Record<string, string> = {};
      for (const name of ['content-type', 'location', 'etag', 'last-modified', 'cache-control']) {
        const value = response.headers.get(name);
        if (value) answer[name] = value;
      }
      return { status: response.status, headers: answer, body: Buffer.from(await response.arrayBuffer()) };
    } catch {
      return systemAway();
    }
  };
}
