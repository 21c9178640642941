// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages } from '@stoa/kernel/contract';
import { describe, expect, it } from 'vitest';
import { createFormatter, type Message } from '../src/app/format.ts';
import { messagesOf } from '../src/server/locale.ts';

const english = messagesOf('en');
const textsOf = (message: Message | undefined) =>
  typeof message === 'string' ? [message] : Object.values(message ?? {});
const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('messages', () => {
  it.each(languages)('has in %s exactly the keys of English', (language) => {
    expect(Object.keys(messagesOf(language)).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(languages)('leaves no text of %s empty and keeps the places of English', (language) => {
    for (const [key, message] of Object.entries(messagesOf(language))) {
      const expected = placesIn(textsOf(english[key]).at(-1) ?? '');
      for (const text of textsOf(message)) {
        expect(text.trim(), key).not.toBe('');
        const places = placesIn(text);
        if (typeof message === 'string') expect(places, key).toEqual(expected);
        else for (const place of places) expect(expected, key).toContain(place);
      }
    }
  });

  it.each(languages)('has every plural category that %s uses for whole numbers', (language) => {
    const rules = new Intl.PluralRules(language);
    const used = new Set(Array.from({ length: 205 }, (_, count) => rules.select(count)));
    for (const [key, message] of Object.entries(messagesOf(language)))
      if (typeof message !== 'string')
        for (const category of used) expect(message[category] ?? message.other, `${key} ${category}`).toBeDefined();
  });

  it('has a text for every key that a component names', () => {
    const root = fileURLToPath(new URL('../src/', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name));
    const named = files.flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((key) => !(key in english))).toEqual([]);
  });

  it('says in words what was done to a person’s data, whichever module did it', () => {
    const modules = fileURLToPath(new URL('../../../modules/', import.meta.url));
    const sources = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\/src\/.*\.ts$/.test(name))
      .map((name) => readFileSync(join(modules, name), 'utf8'));
    const actions = sources.flatMap((text) => [
      ...[...text.matchAll(/auditCase\([^;]*?'([a-z]+\.[a-z-]+)'/g)].map(([, action]) => action ?? ''),
      ...[...text.matchAll(/audit\(tx, \{\s*action: '([a-z]+\.[a-z-]+)'[^;]*?\bsubject/g)].map(
        ([, action]) => action ?? '',
      ),
    ]);
    expect(new Set(actions).size).toBeGreaterThan(12);
    expect([...new Set(actions)].filter((action) => !(`access.${action}` in english))).toEqual([]);
  });

  it('writes Arabic numbers with the digits of documents, and counts by the plural rules of the language', () => {
    const arabic = createFormatter('ar', 'Asia/Almaty', messagesOf('ar'));
    expect(arabic.number(1204)).toBe('1,204');
    expect(arabic.t('home.service-count', { count: 2 })).toBe('خدمتان');
    const russian = createFormatter('ru', 'Asia/Almaty', messagesOf('ru'));
    expect([1, 2, 5, 21].map((count) => russian.t('home.service-count', { count }))).toEqual([
      '1 услуга',
      '2 услуги',
      '5 услуг',
      '21 услуга',
    ]);
  });

  it('writes instants in the time zone of the country and calendar dates as they are', () => {
    const page = createFormatter('en', 'Asia/Almaty', english);
    expect(page.date('2026-11-20T20:00:00Z')).toBe('21 November 2026');
    expect(page.date('2026-11-20')).toBe('20 November 2026');
    expect(page.money(18000, 'EUR')).toBe('€180.00');
    expect(page.money(500, 'JPY')).toBe('JP¥500');
  });
});
