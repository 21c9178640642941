// SPDX-License-Identifier: Apache-2.0
/** What every text a person sees is held to, besides being there in every language. */
import { type Language, languages } from '@stoa/kernel/contract';
import { parse } from 'yaml';
import type { Text } from './collect.ts';

type Other = Exclude<Language, 'en'>;
const others = languages.filter((language) => language !== 'en') as readonly Other[];

/** A term says in each language which words stand for it: `stem/ending, another`. */
export type Term = Readonly<Record<Language | 'means', string>>;

export interface Glossary {
  readonly terms: readonly Term[];
  /** English texts that may say a term otherwise. */
  readonly except: readonly { readonly term: string; readonly text: string; readonly because: string }[];
  /** Texts that are the same in every language → why. */
  readonly same: Readonly<Record<string, string>>;
}

export const readGlossary = (yaml: string): Glossary => parse(yaml) as Glossary;

export const missingLanguages = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ where, in: said }) =>
    languages.filter((language) => !said[language]?.trim()).map((language) => `${where} has no text in ${language}`),
  );

const script: Readonly<Record<Other, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  kk: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
};
const withoutPlaces = (text: string) => text.replace(/\{[^}]*\}/g, '');

/** Texts that are their English, or without a letter of their language's script, and are not listed. */
export function leftInEnglish(texts: readonly Text[], { same }: Glossary): string[] {
  const used = new Set<string>();
  const faults = texts.flatMap(({ where, in: said }) => {
    const english = said.en ?? '';
    const left = others.filter((language) => !script[language].test(withoutPlaces(said[language] ?? '')));
    if (!left.length || !/\p{L}/u.test(withoutPlaces(english))) return [];
    if (Object.hasOwn(same, english)) used.add(english);
    return Object.hasOwn(same, english) ? [] : [`${where} is not translated into ${left.join(', ')}: ${english}`];
  });
  const unused = Object.keys(same).filter((text) => !used.has(text));
  return [...faults, ...unused.map((text) => `the glossary lists “${text}” as the same everywhere, and no text is`)];
}

/** Letters as they are compared: small, without the vowel signs and hamza seats that Arabic may write or leave out. */
const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\u064b-\u0652]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/’/g, "'");

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A term in English: as a whole word, one or many. */
const inEnglish = (words: string) =>
  words.split(', ').map((word) => {
    const many = word.endsWith('y') ? `${word.slice(0, -1)}(?:y|ies)` : `${word}(?:e?s)?`;
    return new RegExp(`(?<![\\w-])${many}(?!\\w)`, 'i');
  });

/** Stems stand at the beginning of a word; Arabic writes its article and small words before them in one. */
function says(language: Other, words: string, text: string): boolean {
  const before = language === 'ar' ? '' : "(?<![\\p{L}'])";
  return words
    .split(', ')
    .map((word) => folded(word.split('/')[0] ?? ''))
    .some((stem) => new RegExp(before + escaped(stem), 'u').test(folded(text)));
}

/** Texts that use a term in English and another word than the glossary's in a language. */
export function strayWords(texts: readonly Text[], { terms, except }: Glossary): string[] {
  const used = new Set<object>();
  const faults = texts.flatMap(({ where, in: said }) =>
    terms.flatMap((term) => {
      const english = withoutPlaces(said.en ?? '');
      if (!inEnglish(term.en).some((pattern) => pattern.test(english))) return [];
      const stray = others.filter((language) => !says(language, term[language], said[language] ?? ''));
      const allowed = except.filter((each) => each.term === term.en && each.text === said.en);
      if (!stray.length) return [];
      for (const each of allowed) used.add(each);
      const shown = stray.map((language) => `${language} without “${term[language]}”: ${said[language]}`);
      return allowed.length ? [] : [`${where} says ${term.en} (${said.en}), ${shown.join('; ')}`];
    }),
  );
  const unused = except.filter((each) => !used.has(each));
  return [...faults, ...unused.map(({ term, text }) => `the glossary excepts “${text}” from ${term} for nothing`)];
}
