// SPDX-License-Identifier: Apache-2.0
import type { AdapterRequest } from './adapter.ts';

/** What a request that fits an operation brought along. */
export interface Matched {
  /** Of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Of the query; of a name given twice the last. */
  readonly query: Readonly<Record<string, string>>;
}

/** Names of the parameters in `GET /{inn}/x`. */
export const parameterNames = (pattern: string): string[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '');

/** Answers what a request that fits `GET /{inn}/x` brought along; undefined for any other. */
export function matcher(pattern: string): (request: Pick<AdapterRequest, 'method' | 'path'>) => Matched | undefined {
  const [verb = '', template = ''] = pattern.split(' ');
  const source = template
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[\\^$.*|?+()[\]{}]/g, '\\$&'))
    .join('([^/]+)');
  const regex = new RegExp(`^${source}$`);
  const names = parameterNames(template);
  return (request) => {
    if (request.method !== verb) return undefined;
    const question = request.path.indexOf('?');
    const path = question < 0 ? request.path : request.path.slice(0, question);
    const found = regex.exec(path || '/');
    if (!found) return undefined;
    try {
      return {
        path: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])),
        query: Object.fromEntries(new URLSearchParams(question < 0 ? '' : request.path.slice(question + 1))),
      };
    } catch {
      return undefined;
    }
  };
}
