// SPDX-License-Identifier: Apache-2.0
import { searchFor, type Tx } from '@stoa/kernel';
import type { SearchHit } from './contract.ts';

/** Every word must begin a word of the document or be a form of one in some language, mistyped ones where nothing else is found. */
export async function findDocuments(
  tx: Tx,
  text: string,
  limit: number,
): Promise<{ items: SearchHit[]; total: number }> {
  const rows = await searchFor(tx, text, async (query) => {
    const found = await tx.query<SearchHit & { total: number }>(
      `select kind, id, path, title, summary, count(*) over () as total from document where words @@ $2::tsquery
       order by ts_rank_cd(words, $2::tsquery) desc, id limit $1`,
      [limit, query],
    );
    return found.rows;
  });
  return { items: rows.map(({ total: _, ...hit }) => hit), total: rows[0]?.total ?? 0 };
}
