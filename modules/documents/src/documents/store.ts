// SPDX-License-Identifier: Apache-2.0
/** SQL that writes documents, and reads one to write it. */
import { jsonOf, newId, openRow, sealRow, type Tx, wordMarks } from '@stoa/kernel';
import type { Card, Correspondent, Direction, DocumentState, Source } from '../contract.ts';

export interface SealedFacts {
  readonly subject: string;
  readonly correspondents: readonly Correspondent[];
  readonly card: Card;
}

export interface DocumentRow extends SealedFacts {
  readonly id: string;
  readonly institutionId: string;
  readonly kind: string;
  readonly direction: Direction;
  readonly state: DocumentState;
  readonly label: number;
  readonly language: string;
  readonly source: Source;
  readonly sourceKey: string | null;
  readonly theirNumber: string | null;
  readonly theirDate: string | null;
  readonly number: string | null;
  readonly numberedOn: string | null;
  readonly lateReason: string | null;
  readonly dueOn: string | null;
  readonly executedAt: Date | null;
  readonly fileIndex: string | null;
  readonly paperAt: string | null;
  readonly authorId: string | null;
  readonly authorName: string;
  readonly version: number;
  readonly revision: number;
  readonly lockedBy: string | null;
  readonly lockedByName: string | null;
  readonly lockedAt: Date | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}
export type SealedDocument = DocumentRow & { sealed: string | null };

export const documentColumns = `d.id, d.institution_id as "institutionId", d.kind, d.direction, d.state, d.label, d.language, d.source,
  d.source_key as "sourceKey", d.subject, d.correspondents, d.card, d.sealed, d.their_number as "theirNumber", d.their_date as "theirDate",
  d.number, d.numbered_on as "numberedOn", d.late_reason as "lateReason", d.due_on as "dueOn", d.executed_at as "executedAt",
  d.file_index as "fileIndex", d.paper_at as "paperAt", d.author_id as "authorId", d.author_name as "authorName", d.version, d.revision,
  d.locked_by as "lockedBy", d.locked_by_name as "lockedByName", d.locked_at as "lockedAt", d.created_at as "createdAt",
  d.changed_at as "changedAt"`;

export const openDocument = (tx: Tx, row: SealedDocument): DocumentRow =>
  openRow(tx, 'document', row.id, row) as DocumentRow;

/** Numbers are compared by their letters and digits: dashes, blanks and signs are written in many ways. */
export const folded = (number: string): string => number.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

type NewDocument = SealedFacts &
  Pick<
    DocumentRow,
    'institutionId' | 'kind' | 'direction' | 'state' | 'label' | 'language' | 'source' | 'authorId' | 'authorName'
  > &
  Partial<Pick<DocumentRow, 'sourceKey' | 'theirNumber' | 'theirDate' | 'dueOn' | 'paperAt'>>;

/** Undefined where the institution has one by that key already. */
export async function insertDocument(tx: Tx, given: NewDocument): Promise<string | undefined> {
  const id = newId();
  const { subject, correspondents, card } = given;
  const kept = sealRow(tx, 'document', id, { subject, correspondents, card });
  const { rowCount } = await tx.prepared(
    'documents-insert',
    `insert into document (id, institution_id, kind, direction, state, label, language, source, source_key, subject, correspondents,
       card, sealed, subject_marks, their_number, their_folded, their_date, due_on, paper_at, author_id, author_name, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22)
     on conflict (institution_id, source_key) where source_key is not null do nothing`,
    [
      ...[id, given.institutionId, given.kind, given.direction, given.state, given.label, given.language, given.source],
      ...[given.sourceKey ?? null, kept.subject, jsonOf(kept.correspondents), jsonOf(kept.card), kept.sealed],
      ...[wordMarks(tx.module, soughtWords(given)), given.theirNumber ?? null, foldedOrNull(given.theirNumber)],
      ...[
        given.theirDate ?? null,
        given.dueOn ?? null,
        given.paperAt ?? null,
        given.authorId,
        given.authorName,
        tx.now,
      ],
    ],
  );
  return rowCount === 1 ? id : undefined;
}

const foldedOrNull = (number: string | null | undefined) => (number ? folded(number) : null);
const soughtWords = ({ subject, correspondents }: SealedFacts) =>
  [subject, ...correspondents.map(({ name }) => name)].join(' ');

export async function changeCard(
  tx: Tx,
  document: DocumentRow,
  next: SealedFacts & Pick<DocumentRow, 'label' | 'theirNumber' | 'theirDate' | 'dueOn' | 'paperAt'>,
): Promise<void> {
  const { subject, correspondents, card } = next;
  const kept = sealRow(tx, 'document', document.id, { subject, correspondents, card });
  await tx.query(
    `update document set label = $2, subject = $3, correspondents = $4, card = $5, sealed = $6, subject_marks = $7, their_number = $8,
       their_folded = $9, their_date = $10, due_on = $11, paper_at = $12, revision = revision + 1, changed_at = $13 where id = $1`,
    [
      ...[document.id, next.label, kept.subject, jsonOf(kept.correspondents), jsonOf(kept.card), kept.sealed],
      ...[wordMarks(tx.module, soughtWords(next)), next.theirNumber, foldedOrNull(next.theirNumber), next.theirDate],
      ...[next.dueOn, next.paperAt, tx.now],
    ],
  );
}

export async function lockDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const { rows } = await tx.prepared<SealedDocument>(
    'documents-lock',
    `select ${documentColumns} from document d where d.id = $1 for update`,
    [id],
  );
  return rows[0] && openDocument(tx, rows[0]);
}

export const setState = (tx: Tx, id: string, to: DocumentState, dueOn?: string | null) =>
  tx.query(
    `update document set state = $2, changed_at = $3, due_on = coalesce($4, due_on),
       executed_at = case when $2 in ('executed', 'filed') then coalesce(executed_at, $3) else null end where id = $1`,
    [id, to, tx.now, dueOn ?? null],
  );

export const setNumber = (
  tx: Tx,
  id: string,
  given: { number: string; on: string; dueOn: string | null; reason: string | null },
) =>
  tx.prepared(
    'documents-set-number',
    `update document set state = 'registered', number = $2, number_folded = $3, numbered_on = $4, due_on = coalesce(due_on, $5),
       late_reason = $6, changed_at = $7, locked_by = null, locked_by_name = null, locked_at = null where id = $1`,
    [id, given.number, folded(given.number), given.on, given.dueOn, given.reason, tx.now],
  );

export const setFileIndex = (tx: Tx, id: string, fileIndex: string) =>
  tx.query(`update document set file_index = $2 where id = $1`, [id, fileIndex]);
export const newVersion = (tx: Tx, id: string) =>
  tx.query('update document set version = version + 1, changed_at = $2 where id = $1', [id, tx.now]);
export const setLock = (tx: Tx, id: string, by: { id: string; name: string } | null) =>
  tx.query('update document set locked_by = $2, locked_by_name = $3, locked_at = $4 where id = $1', [
    id,
    by?.id ?? null,
    by?.name ?? null,
    by ? tx.now : null,
  ]);

export const insertLink = (tx: Tx, id: string, otherId: string, as: string) =>
  tx.query('insert into link (document_id, other_id, link_as) values ($1, $2, $3) on conflict do nothing', [
    id,
    otherId,
    as,
  ]);
