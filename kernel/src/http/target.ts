// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';

export interface RequestTarget {
  /** Path and query, as sent. */
  readonly path: string;
  /** Host and port that the request names; in absolute form those of the target, whatever `Host` says (RFC 9112, 3.2.2). */
  readonly authority: string | undefined;
}

/** The target of a request as a path; undefined for what is none: `*`, an authority, another scheme, white space. */
export function originForm({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): RequestTarget | undefined {
  if (url.startsWith('/')) return { path: url, authority: headers.host };
  const [, authority, rest] = /^https?:\/\/([^/?#@\s]+)((?:[/?][^#\s]*)?)$/i.exec(url) ?? [];
  if (authority === undefined || rest === undefined) return undefined;
  return { path: rest.startsWith('/') ? rest : `/${rest}`, authority };
}

/**
 * A path and query that can be decoded: where the percent signs of the path encode no text they stand for themselves, so
 * that a name nobody has is answered like any other.
 */
export function decodable(target: string): string {
  const path = target.split('?', 1)[0] ?? '';
  try {
    decodeURIComponent(path);
    return target;
  } catch {
    return path.replaceAll('%', '%25') + target.slice(path.length);
  }
}
