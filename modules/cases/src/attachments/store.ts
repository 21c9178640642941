// SPDX-License-Identifier: Apache-2.0
/** SQL of attached files; each is sealed under its own id. */
import { openBytes, sealBytes, type Tx } from '@stoa/kernel';

export const insertFile = (tx: Tx, caseId: string, field: string, id: string, bytes: Buffer) =>
  tx.query('insert into attachment (id, case_id, field, content) values ($1, $2, $3, $4)', [
    ...[id, caseId, field, sealBytes(tx, 'attachment', id, bytes)],
  ]);

export async function contentOf(tx: Tx, caseId: string, id: string): Promise<Buffer | undefined> {
  const { rows } = await tx.query<{ content: Buffer }>(
    'select content from attachment where case_id = $1 and id = $2',
    [caseId, id],
  );
  return rows[0] && openBytes(tx, 'attachment', id, rows[0].content);
}

export const deleteFile = (tx: Tx, caseId: string, id: string) =>
  tx.query('delete from attachment where case_id = $1 and id = $2', [caseId, id]);
