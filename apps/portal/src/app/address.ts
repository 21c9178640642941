// SPDX-License-Identifier: Apache-2.0
import type { PageData } from './page-data.ts';

/** Words of an address that say how one came, not what is shown. */
const passing = ['notice', 'lang', 'theme'];

/** The address of the page being shown, with some of its words changed; undefined takes one away. */
export function addressOf(
  { path, query }: Pick<PageData, 'path' | 'query'>,
  changes: Readonly<Record<string, string | undefined>>,
  anchor?: string,
): string {
  const words = new URLSearchParams();
  for (const [word, value] of Object.entries({ ...query, ...changes }))
    if (value && !passing.includes(word)) words.set(word, value);
  return `${path}${words.size > 0 ? `?${words}` : ''}${anchor ? `#${anchor}` : ''}`;
}
