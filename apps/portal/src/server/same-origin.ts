// SPDX-License-Identifier: Apache-2.0
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Did one of our own pages send this form? Browsers say so in `Sec-Fetch-Site` (Fetch Metadata) and `Origin` (Fetch
 * standard, section 3.2); a request that says neither is refused. Session cookies are SameSite besides.
 */
export function fromOwnPage(headers: IncomingHttpHeaders, ownOrigins: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin !== undefined && ownOrigins.includes(headers.origin);
}

/** A path on this site to come back to; anything that could lead elsewhere becomes `/`. */
export function safeReturnPath(path: string | undefined): string {
  if (!path || !/^\/(?![/\\])[^\\\s]*$/.test(path)) return '/';
  return path;
}
