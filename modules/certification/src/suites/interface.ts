// SPDX-License-Identifier: Apache-2.0
/** Chapter 7: the numbered rules of the interface, each with its check. */
import { languages } from '@stoa/kernel/contract';
import type { ServicePackage } from '@stoa/catalogue/contract';
import { checkOf, type RunSuite } from './suite.ts';

interface Said {
  readonly path: string;
  readonly text: Readonly<Record<string, string>>;
}
const known: readonly string[] = languages;

/** Every text of the package in its languages, with where it stands. */
function textsOf(value: unknown, path = ''): Said[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if (typeof (value as { en?: unknown }).en === 'string' && entries.every(([name]) => known.includes(name)))
    return [{ path, text: value as Record<string, string> }];
  return entries.flatMap(([name, part]) => textsOf(part, path ? `${path}/${name}` : name));
}

const wordsOf = (sentence: string) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
const sentencesOf = (text: string) => text.split(/[.!?؟…:;]\s+|\n+/).filter((one) => wordsOf(one).length > 0);
const unfinished = /\b(todo|tbd|fixme|lorem ipsum|xxx)\b|\?\?\?/i;

function standIns(texts: readonly Said[]): string[] {
  return texts.flatMap(({ path, text }) => {
    const open = Object.entries(text)
      .filter(([, words]) => unfinished.test(words))
      .map(([language]) => `${path} is unfinished in ${language}`);
    // Names, numbers and places to fill may be alike; a sentence in two scripts cannot.
    const { en = '', ar, ru } = text;
    const isSentence = wordsOf(en.replace(/\{[^}]*\}/g, '')).length >= 3;
    const alike = isSentence && (en === ar || en === ru) ? [`${path} is the same in languages of two scripts`] : [];
    return [...open, ...alike];
  });
}

/** What citizens read before, while and after they apply. */
function forCitizens({ facts, fields, pages, eligibility, notifications }: ServicePackage): Said[] {
  const { summary, description, needs, steps, feeNote } = facts;
  const asked = fields.map(({ name, label, hint, error }) => ({ name, label, hint, error }));
  return textsOf({
    facts: { summary, description, needs, steps, feeNote },
    fields: asked,
    pages,
    eligibility,
    notifications,
  });
}

function lengths(texts: readonly Said[]): { averages: string[]; long: string[]; average: number } {
  const byLanguage = known.map((language) => {
    const sentences = texts.flatMap(({ path, text }) =>
      sentencesOf(text[language] ?? '').map((one) => ({ path, count: wordsOf(one).length })),
    );
    const average = sentences.reduce((sum, { count }) => sum + count, 0) / Math.max(1, sentences.length);
    return { language, sentences, average };
  });
  return {
    averages: byLanguage
      .filter(({ average }) => average > 20)
      .map(({ language, average }) => `sentences in ${language} have ${average.toFixed(1)} words on average`),
    long: byLanguage.flatMap(({ language, sentences }) =>
      sentences
        .filter(({ count }) => count > 35)
        .map(({ path, count }) => `${path} in ${language} has a sentence of ${count} words`),
    ),
    average: Math.max(...byLanguage.map(({ average }) => average)),
  };
}

function pageWeights({ pages, fields }: ServicePackage): { id: string; questions: number; bytes: number }[] {
  return pages.map((page) => {
    const own = fields.filter(({ name, source }) => page.fields.includes(name) && source.kind === 'typed');
    const worst = Math.max(
      ...known.map((language) =>
        Buffer.byteLength(
          textsOf([page, own])
            .map(({ text }) => text[language] ?? '')
            .join(''),
        ),
      ),
    );
    return { id: page.id, questions: own.length, bytes: worst };
  });
}

export const interfaceRules: RunSuite = async ({ examined: { package: pkg } }, onStep) => {
  await onStep(0, 2);
  const { schema: _, decisions: __, drawing: ___, process: ____, ...spoken } = pkg;
  const texts = textsOf(spoken);
  const missing = texts.flatMap(({ path, text }) =>
    known.filter((language) => !text[language]?.trim()).map((language) => `${path} is missing in ${language}`),
  );
  await onStep(1, 2);
  const { averages, long, average } = lengths(forCitizens(pkg));
  const pages = pageWeights(pkg);
  const tooLong = [
    ...Object.entries(pkg.facts.title)
      .filter(([, words]) => words.length > 100)
      .map(([language]) => `the title in ${language} has more than 100 characters`),
    ...pkg.fields.flatMap(({ name, label }) =>
      Object.entries(label)
        .filter(([, words]) => words.length > 150)
        .map(([language]) => `the question ${name} in ${language} has more than 150 characters`),
    ),
  ];
  return {
    checks: [
      checkOf('7.1', missing, `${texts.length} texts in ${known.length} languages`),
      checkOf('7.2', standIns(texts), 'none stands in for another'),
      checkOf('7.3', averages, `at most ${average.toFixed(1)} words`),
      checkOf('7.4', long, 'none is longer'),
      checkOf(
        '7.5',
        pages.filter(({ questions }) => questions > 10).map(({ id, questions }) => `page ${id} asks ${questions}`),
        `${pages.length} pages`,
      ),
      checkOf(
        '7.6',
        pages.filter(({ bytes }) => bytes > 30_000).map(({ id, bytes }) => `page ${id} weighs ${bytes} bytes`),
        `at most ${Math.max(0, ...pages.map(({ bytes }) => bytes))} bytes`,
      ),
      checkOf('7.7', tooLong, 'none is longer'),
    ],
    figures: [{ name: 'words in a sentence', value: Math.round(average * 10) / 10, unit: '' }],
  };
};
