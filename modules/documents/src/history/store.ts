// SPDX-License-Identifier: Apache-2.0
/** What happened to a document, in words that `documents.history.<what>` of the portal says. */
import { newId, type Tx } from '@stoa/kernel';
import type { HistoryLine } from '../contract.ts';

type Facts = HistoryLine['facts'];
interface Line {
  readonly what: string;
  readonly facts?: Facts | undefined;
  readonly key?: string | undefined;
  readonly byName?: string | undefined;
  readonly byPost?: string | undefined;
  /** Of who is told by another module; of who acts here the duty says it. */
  readonly as?: string | undefined;
  readonly inPlaceOf?: string | undefined;
}

/** False where the same key was written before. */
export async function note(tx: Tx, documentId: string, line: Line): Promise<boolean> {
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  const { rowCount } = await tx.prepared(
    'documents-note',
    `insert into history (id, document_id, key, at, what, by_name, by_post, capacity, in_place_of, facts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (document_id, key) where key is not null do nothing`,
    [
      ...[newId(), documentId, line.key ?? null, tx.now, line.what, line.byName ?? person?.name ?? ''],
      ...[
        line.byPost ?? null,
        line.as ?? tx.notes.duty?.as ?? null,
        line.inPlaceOf ?? tx.notes.duty?.inPlaceOf ?? null,
      ],
      JSON.stringify(line.facts ?? {}),
    ],
  );
  return rowCount === 1;
}

type Row = Omit<HistoryLine, 'at' | 'byPost' | 'as' | 'inPlaceOf' | 'leafIndex'> & {
  at: Date;
  leafIndex: number | null;
} & Record<'byPost' | 'capacity' | 'inPlaceOf', string | null>;
export async function historyOf(tx: Tx, documentId: string): Promise<HistoryLine[]> {
  const { rows } = await tx.query<Row>(
    `select h.at, what, by_name as "byName", by_post as "byPost", h.capacity, in_place_of as "inPlaceOf", facts,
       (select max(e.leaf_index)::int from audit a join ledger_entry e on e.id = a.entry_id
        where a.object_type = 'document' and a.object_id = h.document_id::text and a.at = h.at) as "leafIndex"
     from history h where document_id = $1 order by id`,
    [documentId],
  );
  return rows.map(({ at, byPost, capacity, inPlaceOf, leafIndex, ...line }) => ({
    ...line,
    at: at.toISOString(),
    ...(byPost ? { byPost } : {}),
    ...(capacity ? { as: capacity } : {}),
    ...(inPlaceOf ? { inPlaceOf } : {}),
    ...(leafIndex === null ? {} : { leafIndex }),
  }));
}
