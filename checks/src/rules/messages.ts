// SPDX-License-Identifier: Apache-2.0
/** Texts of the portal by key, in every language. */
import { type Language, languages } from '@stoa/kernel/contract';
import type { SourceText } from '../inventory.ts';

/** A text, or one for each plural category of the language. */
type Message = string | Readonly<Record<string, string>>;
export type Messages = Readonly<Record<Language, Readonly<Record<string, Message>>>>;

/** From files named `<area>.<language>.json`. */
export const messagesFrom = (files: readonly SourceText[]): Messages =>
  Object.fromEntries(
    languages.map((language) => [
      language,
      Object.assign(
        {},
        ...files.filter(({ path }) => path.endsWith(`.${language}.json`)).map(({ text }) => JSON.parse(text) as object),
      ),
    ]),
  ) as Messages;

const textsOf = (message: Message | undefined) =>
  typeof message === 'string' ? [message] : Object.values(message ?? {});
const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, place]) => place ?? '').sort();

/** Keys that a language lacks or has beside those of English. */
export const unequalKeys = (messages: Messages): string[] =>
  languages.flatMap((language) => [
    ...Object.keys(messages.en).flatMap((key) =>
      key in messages[language] ? [] : [`${key} is missing in ${language}`],
    ),
    ...Object.keys(messages[language]).flatMap((key) => (key in messages.en ? [] : [`${key} is in ${language} alone`])),
  ]);

/** Empty texts, and places (`{name}`) that are not those of English; a plural form may leave one out. */
export const wrongPlaces = (messages: Messages): string[] =>
  languages.flatMap((language) =>
    Object.entries(messages[language]).flatMap(([key, message]) => {
      const expected = placesIn(textsOf(messages.en[key]).at(-1) ?? '');
      return textsOf(message).flatMap((text) => {
        if (!text.trim()) return [`${key} is empty in ${language}`];
        const places = placesIn(text);
        const fits =
          typeof message === 'string'
            ? places.join() === expected.join()
            : places.every((place) => expected.includes(place));
        return fits ? [] : [`${key} in ${language} has {${places.join('}, {')}}, English {${expected.join('}, {')}}`];
      });
    }),
  );

/** Plural categories that a language uses for whole numbers and a text lacks. */
export const missingPlurals = (messages: Messages): string[] =>
  languages.flatMap((language) => {
    const rules = new Intl.PluralRules(language);
    const used = new Set(Array.from({ length: 205 }, (_, count) => rules.select(count)));
    return Object.entries(messages[language]).flatMap(([key, message]) =>
      typeof message === 'string'
        ? []
        : [...used].flatMap((category) =>
            (message[category] ?? message.other) === undefined ? [`${key} lacks "${category}" in ${language}`] : [],
          ),
    );
  });

/** Keys of the columns of a table: `columnsOf(t, 'queue.column-', ['number', 'task'])`. */
const columnKeys = (text: string) =>
  [...text.matchAll(/columnsOf\(t, '([\w.-]+)', \[([^\]]*)\]/g)].flatMap(([, prefix = '', keys = '']) =>
    [...keys.matchAll(/'(\w+)'/g)].map(([, key]) => `${prefix}${key}`),
  );

/** Keys that a component or page names and no text has. */
export const unknownKeys = (messages: Messages, sources: readonly SourceText[]): string[] =>
  sources.flatMap(({ path, text }) =>
    [...[...text.matchAll(/\bt\('([\w.-]+)'/g)].map(([, key = '']) => key), ...columnKeys(text)]
      .filter((key) => !(key in messages.en))
      .map((key) => `${path}: ${key}`),
  );

/** What is done to a person's data and has no words (`access.<action>`) for the person who looks it up. */
export const unsaidAccess = (messages: Messages, sources: readonly SourceText[]): string[] => {
  const actions = sources.flatMap(({ text }) => [
    ...[...text.matchAll(/auditCase\([^;]*?'([a-z]+\.[a-z-]+)'/g)].map(([, action]) => action ?? ''),
    ...[...text.matchAll(/audit\(tx, \{\s*action: '([a-z]+\.[a-z-]+)'[^;]*?\bsubject/g)].map(([, one]) => one ?? ''),
  ]);
  return [...new Set(actions)].filter((action) => !(`access.${action}` in messages.en));
};
