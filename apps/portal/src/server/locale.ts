// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readdirSync } from 'node:fs';
import { type Language, languages } from '@stoa/kernel/contract';
import { createFormatter, type Formatter, type Messages } from '../app/format.ts';

const isLanguage = (value: string | undefined): value is Language =>
  (languages as readonly string[]).includes(value ?? '');

/** Cookies of a request by name; unreadable ones are left out. */
export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return cookies;
}

/** The cookie decides, then `Accept-Language` by quality (RFC 9110 section 12.5.4), then English. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | undefined): Language {
  if (isLanguage(cookie)) return cookie;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      return { language: tag.split('-')[0]?.toLowerCase(), quality: quality ? Number(quality.slice(2)) || 0 : 1 };
    })
    .filter((entry) => entry.quality > 0 && isLanguage(entry.language))
    .sort((a, b) => b.quality - a.quality)[0];
  return isLanguage(wanted?.language) ? wanted.language : 'en';
}

export function preferenceCookie(name: 'lang' | 'theme', value: string): string | undefined {
  const allowed: readonly string[] = name === 'lang' ? languages : ['light', 'dark', 'auto'];
  return allowed.includes(value) ? `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax` : undefined;
}

const folder = new URL('../messages/', import.meta.url);
const loaded = new Map<Language, Messages>();

/** All messages of a language: the files `<area>.<language>.json` together. */
export function messagesOf(language: Language): Messages {
  const known = loaded.get(language);
  if (known) return known;
  const messages: Messages = {};
  for (const name of readdirSync(folder))
    if (name.endsWith(`.${language}.json`))
      Object.assign(messages, JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  loaded.set(language, messages);
  return messages;
}

/** The portal's words for programs that speak to people elsewhere; instants stay as they are given. */
export const sentencesIn = (language: Language): Formatter['t'] =>
  createFormatter(language, 'UTC', messagesOf(language)).t;
