// SPDX-License-Identifier: Apache-2.0
/** SQL of instructions that come from the system before. */
import { newId, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Done, InstructionRow } from '../contract.ts';

export interface Imported {
  readonly id: string;
  readonly institutionId: string;
  readonly label: number;
  readonly row: InstructionRow;
  readonly by: Done;
  readonly title: LocalText;
}
export const isKnown = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query('select 1 from resolution where id = $1', [id])).rows.length > 0;

/** Answers the id of its one part. */
export async function insertImported(tx: Tx, { id, institutionId, label, row, by, title }: Imported): Promise<string> {
  const kept = sealRow(tx, 'resolution', id, { text: row.text });
  const given = tx.module.country.calendar.startOfDate(row.givenOn);
  const control = row.doneOn ? 'removed' : 'on';
  await tx.query(
    `insert into resolution (id, document_id, institution_id, label, depth, text, sealed, due_on, state, control, control_by, by_post, by, given_at)
     values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[id, row.documentId, institutionId, label, kept.text, kept.sealed, row.dueOn],
      ...[row.doneOn ? 'executed' : 'open', row.control ? control : 'none', null, row.byPost],
      ...[JSON.stringify(by), given],
    ],
  );
  const part = newId();
  await tx.query(
    `insert into assignment (id, resolution_id, post_id, title, role, state, reported_on, done_at)
     values ($1, $2, $3, $4, 'responsible', $5, $6, $7)`,
    [
      ...[part, id, row.responsible, JSON.stringify(title), row.doneOn ? 'accepted' : 'given', row.doneOn ?? null],
      row.doneOn ? tx.module.country.calendar.startOfDate(row.doneOn) : null,
    ],
  );
  return part;
}
