// SPDX-License-Identifier: Apache-2.0
import { searchFor, type Tx } from '@stoa/kernel';
import type { SearchHit } from './contract.ts';
import * as store from './store.ts';

/** Every word must begin a word of the document or be a form of one in some language, mistyped ones where nothing else is found. */
export async function findDocuments(
  tx: Tx,
  text: string,
  limit: number,
  of: store.Narrowed,
): Promise<{ items: SearchHit[]; total: number }> {
  const rows = await searchFor(tx, text, (query) => store.documentsFor(tx, query, limit, of));
  return { items: rows.map(({ total: _, ...hit }) => hit), total: rows[0]?.total ?? 0 };
}
