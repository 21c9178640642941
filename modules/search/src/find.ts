// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { SearchHit } from './contract.ts';

/** PostgreSQL's stemmers for the platform's languages; Kazakh and Ukrainian have none and are matched by beginnings of words. */
export const stemmers = { en: 'english', ru: 'russian', kk: 'simple', uk: 'simple', ar: 'arabic' } as const;

const maxWords = 10;

/** Letters and digits of the query as words; everything else separates. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
    ?.slice(0, maxWords) ?? [];

/** Every word must begin a word of the document, or stem to one in some language. */
export async function findDocuments(
  tx: Tx,
  text: string,
  limit: number,
): Promise<{ items: SearchHit[]; total: number }> {
  const words = wordsOf(text);
  if (words.length === 0) return { items: [], total: 0 };
  const anyForm = `(to_tsquery('simple', word || ':*') || plainto_tsquery('english', word) || plainto_tsquery('russian', word) || plainto_tsquery('arabic', word))`;
  const { rows } = await tx.query<SearchHit & { total: number }>(
    `with query as (select ${words.map((_, i) => anyForm.replaceAll('word', `$${i + 2}::text`)).join(' && ')} as q)
     select kind, id, path, title, summary, count(*) over () as total from document, query where words @@ q
     order by ts_rank_cd(words, q) desc, id limit $1`,
    [limit, ...words],
  );
  return { items: rows.map(({ total: _, ...hit }) => hit), total: rows[0]?.total ?? 0 };
}
