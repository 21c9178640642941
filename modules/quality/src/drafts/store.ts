// SPDX-License-Identifier: Apache-2.0
/** What somebody has filled in and not sent yet, sealed. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';

interface Filled {
  readonly answers: Record<string, number>;
  readonly comment?: string;
}

export async function keepDraft(tx: Tx, linkId: string, content: Filled): Promise<void> {
  const kept = sealRow(tx, 'draft_answer', linkId, { content });
  await tx.query(
    `insert into draft_answer (link_id, content, sealed, saved_at) values ($1, $2, $3, $4)
     on conflict (link_id) do update set content = excluded.content, sealed = excluded.sealed, saved_at = excluded.saved_at`,
    [linkId, kept.content && JSON.stringify(kept.content), kept.sealed, tx.now],
  );
}

export async function findDraft(tx: Tx, linkId: string): Promise<(Filled & { savedAt: string }) | undefined> {
  type Row = { content: Filled | null; sealed: string; savedAt: Date };
  const { rows } = await tx.query<Row>(
    'select content, sealed, saved_at as "savedAt" from draft_answer where link_id = $1',
    [linkId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { content } = openRow(tx, 'draft_answer', linkId, row);
  return content ? { ...content, savedAt: row.savedAt.toISOString() } : undefined;
}

export const dropDraft = (tx: Tx, linkId: string) => tx.query('delete from draft_answer where link_id = $1', [linkId]);
