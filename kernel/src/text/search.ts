// SPDX-License-Identifier: Apache-2.0
/**
 * Full text of PostgreSQL over the platform's languages: what to store of a text, and what to ask with.
 * A module that searches has a column `tsvector` and a table `search_word (word text primary key, trigrams text[] not null)`
 * with a GIN index on each (see `modules/search/migrations`).
 */
import { type Language, type LocalText, languages } from '../contract.ts';
import type { Tx } from '../database/tx.ts';
import {
  askedWords,
  mistakesAllowed,
  mistakesBetween,
  ownStems,
  skeletonOf,
  trigramsOf,
  unmixed,
  wordsOf,
} from './search-words.ts';

/** PostgreSQL's own stemmers; Kazakh and Ukrainian are stemmed by `ownStems` (decision 21). */
const stemmers: Partial<Record<Language, string>> = { en: 'english', ru: 'russian', ar: 'arabic' };

export interface SearchPart {
  readonly text: LocalText;
  /** `A` weighs most. */
  readonly weight: 'A' | 'B' | 'C' | 'D';
}

/** A word as a lexeme: PostgreSQL doubles quotes and backslashes. */
const lexeme = (word: string): string => `'${word.replace(/['\\]/g, '$&$&')}'`;
const maxPosition = 16_383;

/** Words and own stems of the parts as a tsvector's text, with places and weights. */
function ownTokens(parts: readonly SearchPart[]): { vector: string; words: Set<string> } {
  const places = new Map<string, string[]>();
  const words = new Set<string>();
  let place = 0;
  for (const { text, weight } of parts)
    for (const language of languages)
      for (const word of wordsOf(text[language] ?? '')) {
        place = Math.min(place + 1, maxPosition);
        const skeleton = skeletonOf(word);
        words.add(skeleton);
        for (const token of [`w:${skeleton}`, ...ownStems(word, [language])])
          places.set(token, [...(places.get(token) ?? []), `${place}${weight}`]);
      }
  const vector = [...places].map(([token, at]) => `${lexeme(token)}:${[...new Set(at)].slice(0, 200).join(',')}`);
  return { vector: vector.join(' '), words };
}

/** Text of the tsvector to store for a document; its words are kept for finding them again when they are mistyped. */
export async function searchVector(tx: Tx, parts: readonly SearchPart[]): Promise<string> {
  const { vector, words } = ownTokens(parts);
  const values: string[] = [vector];
  const stemmed = parts.flatMap(({ text, weight }) =>
    (Object.entries(stemmers) as [Language, string][]).flatMap(([language, stemmer]) => {
      const own = wordsOf(text[language] ?? '')
        .map(unmixed)
        .join(' ');
      if (!own) return [];
      values.push(own);
      return [`setweight(to_tsvector('${stemmer}', $${values.length}::text), '${weight}')`];
    }),
  );
  const { rows } = await tx.query<{ words: string }>(
    `select (${['$1::tsvector', ...stemmed].join(' || ')})::text as words`,
    values,
  );
  const known = [...words].filter((word) => mistakesAllowed(word) > 0).sort();
  await tx.query(
    `insert into search_word (word, trigrams) select word, trigrams::text[] from unnest($1::text[], $2::text[]) as given(word, trigrams)
     on conflict do nothing`,
    [known, known.map((word) => arrayText(trigramsOf(word)))],
  );
  return rows[0]?.words ?? '';
}

const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

/** One word as it stands, begun, or in another form of any language. */
function anyForm(word: string, values: string[]): string {
  values.push(
    [`w:${skeletonOf(word)}`]
      .map((token) => `${lexeme(token)}:*`)
      .concat(ownStems(word).map(lexeme))
      .join(' | '),
  );
  const own = `$${values.length}::tsquery`;
  values.push(unmixed(word));
  const stemmed = Object.values(stemmers).map((stemmer) => `plainto_tsquery('${stemmer}', $${values.length}::text)`);
  return `(${[own, ...stemmed].join(' || ')})`;
}

/**
 * Runs a search with the text of a tsquery that every word must fit; where nothing is found, again with the known words
 * that the asked ones may be mistyped for. Empty questions find nothing.
 */
export async function searchFor<Row>(
  tx: Tx,
  text: string,
  run: (query: string) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const words = askedWords(text);
  if (words.length === 0) return [];
  const exact = await run(
    await queryOf(
      tx,
      words.map((word) => [word]),
    ),
  );
  if (exact.length > 0) return exact;
  const near = await Promise.all(words.map((word) => nearWords(tx, word)));
  if (near.every((found) => found.length === 0)) return [];
  return run(
    await queryOf(
      tx,
      words.map((word, index) => [word, ...(near[index] ?? [])]),
    ),
  );
}

async function queryOf(tx: Tx, words: readonly (readonly string[])[]): Promise<string> {
  const values: string[] = [];
  const sql = words.map((alternatives) => `(${alternatives.map((word) => anyForm(word, values)).join(' || ')})`);
  const { rows } = await tx.query<{ query: string }>(`select (${sql.join(' && ')})::text as query`, values);
  return rows[0]?.query ?? '';
}

const mostNear = 10;

/** Known words that differ from the asked one, or from its beginning, by few enough mistakes. */
async function nearWords(tx: Tx, word: string): Promise<string[]> {
  const skeleton = skeletonOf(word);
  const allowed = mistakesAllowed(skeleton);
  if (allowed === 0) return [];
  const { rows } = await tx.query<{ word: string }>(
    `select word from search_word where trigrams && $1::text[] and length(word) between $2 and $3
     order by cardinality(array(select unnest(trigrams) intersect select unnest($1::text[]))) desc, word limit 200`,
    [trigramsOf(skeleton), [...skeleton].length - allowed, [...skeleton].length + allowed],
  );
  return rows
    .map((row) => ({ word: row.word, mistakes: mistakesBetween(skeleton, row.word) }))
    .filter(({ mistakes }) => mistakes > 0 && mistakes <= allowed)
    .sort((a, b) => a.mistakes - b.mistakes)
    .slice(0, mostNear)
    .map(({ word: near }) => near);
}
