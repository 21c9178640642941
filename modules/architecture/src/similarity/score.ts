// SPDX-License-Identifier: Apache-2.0
/** How alike two things are: what they do, what they know, what they are called, of which class. Pure. */
import weighed from './weights.json' with { type: 'json' };

export const parts = ['functions', 'entities', 'text', 'class'] as const;
export type Part = (typeof parts)[number];
export const weights: Readonly<Record<Part, number>> = weighed;

export interface Described {
  readonly functions: readonly string[];
  readonly entities: readonly string[];
  /** By language, or without one; texts of one language are compared first. */
  readonly text: Readonly<Record<string, string>>;
  readonly class?: string | undefined;
}
/** Made once of what is compared often. */
export interface Profile {
  readonly functions: ReadonlySet<string>;
  readonly entities: ReadonlySet<string>;
  readonly trigrams: ReadonlyMap<string, ReadonlySet<string>>;
  readonly class: string | undefined;
}
/** Each part from 0 to 1, and their weighted sum. What neither says anything of counts as nothing alike. */
export interface Score {
  readonly total: number;
  readonly parts: Readonly<Record<Part, number>>;
}

export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Three letters in a row of each word, with what stands before and after it. */
function trigramsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of wordsOf(text)) {
    const letters = [...`  ${word} `];
    for (let at = 0; at + 3 <= letters.length; at++) found.add(letters.slice(at, at + 3).join(''));
  }
  return found;
}

export const profileOf = ({ functions, entities, text, class: kind }: Described): Profile => ({
  functions: new Set(functions),
  entities: new Set(entities),
  trigrams: new Map(Object.entries(text).map(([language, words]) => [language, trigramsOf(words)])),
  class: kind,
});

/** What both have of what either has. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  if (many.size === 0) return 0;
  let both = 0;
  for (const one of few) if (many.has(one)) both += 1;
  return both / (few.size + many.size - both);
}

/** In the language in which they are most alike; across languages only where they have none in common. */
function textAlike(a: Profile['trigrams'], b: Profile['trigrams']): number {
  const common = [...a.keys()].filter((language) => b.has(language));
  const pairs =
    common.length > 0
      ? common.map((language) => [a.get(language), b.get(language)] as const)
      : [...a.values()].flatMap((one) => [...b.values()].map((other) => [one, other] as const));
  return Math.max(0, ...pairs.map(([one, other]) => (one && other ? jaccard(one, other) : 0)));
}

/** Rounded, so that a sum of parts is what people count. */
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

export function scoreOf(a: Profile, b: Profile): Score {
  const found: Score['parts'] = {
    functions: jaccard(a.functions, b.functions),
    entities: jaccard(a.entities, b.entities),
    text: textAlike(a.trigrams, b.trigrams),
    class: a.class !== undefined && a.class === b.class ? 1 : 0,
  };
  return { total: rounded(parts.reduce((sum, part) => sum + weights[part] * found[part], 0)), parts: found };
}

export interface Pair {
  /** Places in the list that was given, the lower first. */
  readonly a: number;
  readonly b: number;
  readonly score: Score;
}

/** Held by more than so many, a thing tells nobody apart: it brings no pair by itself. */
const tooCommon = 2000;

/**
 * All pairs from this score on, each once. Only those are compared that share a function or an entity, and a word where names and
 * class alone could reach the score.
 */
export function pairsOf(described: readonly Described[], from: number): Pair[] {
  const profiles = described.map(profileOf);
  const byWords = from <= weights.text + weights.class;
  const holders = new Map<string, number[]>();
  for (const [at, { functions, entities, text }] of described.entries())
    for (const token of new Set([
      ...functions.map((id) => `f ${id}`),
      ...entities.map((id) => `e ${id}`),
      ...(byWords ? Object.values(text).flatMap((words) => wordsOf(words).map((word) => `w ${word}`)) : []),
    ]))
      holders.set(token, [...(holders.get(token) ?? []), at]);
  const seen = new Set<number>();
  const found: Pair[] = [];
  for (const places of holders.values()) {
    if (places.length > tooCommon) continue;
    for (const [nth, a] of places.entries())
      for (const b of places.slice(nth + 1)) {
        const key = a * described.length + b;
        if (seen.has(key)) continue;
        seen.add(key);
        const [one, other] = [profiles[a], profiles[b]];
        if (!one || !other || !mayReach(one, other, from)) continue;
        const score = scoreOf(one, other);
        if (score.total >= from) found.push({ a, b, score });
      }
  }
  return found.sort((x, y) => y.score.total - x.score.total || x.a - y.a || x.b - y.b);
}

/** Names are dear to compare: not where they could not help any more. */
const mayReach = (a: Profile, b: Profile, from: number): boolean =>
  weights.functions * jaccard(a.functions, b.functions) +
    weights.entities * jaccard(a.entities, b.entities) +
    weights.text +
    weights.class >=
  from - 0.0001;
