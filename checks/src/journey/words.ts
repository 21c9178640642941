// SPDX-License-Identifier: Apache-2.0
/** What pages say in a language, so that a journey is walked in each of them alike. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../apps/portal/src/messages/', import.meta.url);

/** Throws for a key that has no words. */
export function wordsOf(language: string): (key: string) => string {
  const all = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`)))
    for (const [key, words] of Object.entries(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as object))
      if (typeof words === 'string') all.set(key, words);
  return (key) => {
    const words = all.get(key);
    if (words === undefined) throw new Error(`the portal says nothing for ${key} in ${language}`);
    return words;
  };
}

/** A browser that asks for pages in this language. */
export const inLanguage =
  (language: string): typeof fetch =>
  (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), 'accept-language': language } });
