// SPDX-License-Identifier: Apache-2.0
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { NoteKind } from '../contract.ts';

export interface NoteRow {
  readonly id: string;
  readonly rootId: string;
  readonly version: number;
  readonly caseId: string;
  readonly applicantId: string;
  readonly kind: NoteKind;
  readonly on: string;
  readonly person: string;
  readonly text: string;
  readonly byId: string;
  readonly byName: string;
  readonly writtenAt: Date;
}
type Sealed = NoteRow & { readonly sealed: string | null };
const columns = `id, root_id as "rootId", version, case_id as "caseId", applicant_id as "applicantId", kind, happened_on as "on", person, text, sealed,
  by_id as "byId", by_name as "byName", written_at as "writtenAt"`;
const opened = (tx: Tx, rows: readonly Sealed[]): NoteRow[] =>
  rows.map((row) => openRow(tx, 'note', row.id, row) as NoteRow);

/** Whether it is new: of two corrections of one version the second is not. */
export async function insertNote(tx: Tx, one: NoteRow): Promise<boolean> {
  const kept = sealRow(tx, 'note', one.id, { person: one.person, text: one.text });
  const { rowCount } = await tx.query(
    `insert into note (id, root_id, version, case_id, applicant_id, kind, happened_on, person, text, sealed, by_id, by_name, written_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      ...[one.id, one.rootId, one.version, one.caseId, one.applicantId, one.kind, one.on],
      ...[kept.person, kept.text, kept.sealed, one.byId, one.byName, one.writtenAt],
    ],
  );
  return rowCount === 1;
}

/** All versions, those of one note together, the latest first. */
export async function notesOf(tx: Tx, caseId: string): Promise<NoteRow[]> {
  const sql = `select ${columns} from note where case_id = $1 order by root_id desc, version desc`;
  return opened(tx, (await tx.query<Sealed>(sql, [caseId])).rows);
}
export async function versionsOf(tx: Tx, rootId: string): Promise<NoteRow[]> {
  const sql = `select ${columns} from note where root_id = $1 order by version desc`;
  return opened(tx, (await tx.query<Sealed>(sql, [rootId])).rows);
}

export async function ownNotes(tx: Tx, personKey: string, after: string | null, count: number): Promise<NoteRow[]> {
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from note where applicant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return opened(tx, rows);
}

/** A note with all its versions, when the last of them is past the term. */
export async function eraseNotes(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `select root_id as id from note group by root_id having max(written_at) < $1 order by max(written_at) limit $2`,
    [before, limit],
  );
  await tx.query('delete from note where root_id = any($1)', [rows.map(({ id }) => id)]);
  return rows.length;
}
