// SPDX-License-Identifier: Apache-2.0
/** Places in a request at which something is said, and what is said there. */

/** Path template: `/{…}` at its end is the place, `*` any segment before it; more may follow. */
export interface InPath {
  readonly path: string;
}
export interface InQuery {
  readonly query: string;
}
/** JSON pointer (RFC 6901); `*` stands for each item. */
export interface InBody {
  readonly body: string;
}

export interface Saying {
  /** Each segment decoded. */
  readonly path?: string;
  readonly query?: string;
  /** What the body says; asked for where a place is in it. */
  readonly content: () => unknown;
}

/** Everything said at the place; empty where the request has no such place. */
export function valuesAt(place: InPath | InQuery | InBody, { path = '', query = '', content }: Saying): unknown[] {
  if ('query' in place) return new URLSearchParams(query).getAll(place.query);
  if ('body' in place) return place.body.slice(1).split('/').reduce(stepInto, [content()]);
  const template = segments(place.path);
  const said = segments(path);
  const last = template.length - 1;
  const fits = template.every((part, index) => index === last || part === '*' || part === said[index]);
  return fits && said.length > last ? [said[last]] : [];
}

const segments = (path: string): string[] => path.split('/').filter(Boolean);

function stepInto(found: unknown[], step: string): unknown[] {
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return found.flatMap((value) => {
    if (typeof value !== 'object' || value === null) return [];
    if (step === '*') return Object.values(value) as unknown[];
    return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
  });
}
