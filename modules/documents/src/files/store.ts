// SPDX-License-Identifier: Apache-2.0
/** SQL of files. Bytes are read only for who asks for one of them. */
import { newId, openBytes, sealBytes, type Tx } from '@stoa/kernel';
import { hash } from 'node:crypto';
import type { FileFacts } from '../contract.ts';

interface Row extends Omit<FileFacts, 'addedAt'> {
  addedAt: Date;
}
const columns = `id, version, name, mime_type as "mimeType", size, sha256, role, added_at as "addedAt", added_by as "addedBy"`;
const shown = ({ addedAt, ...row }: Row): FileFacts => ({ ...row, addedAt: addedAt.toISOString() });

export async function filesOf(tx: Tx, documentId: string): Promise<FileFacts[]> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from file where document_id = $1 and removed_at is null order by version desc, role desc, place`,
    [documentId],
  );
  return rows.map(shown);
}

export async function insertFile(
  tx: Tx,
  to: { documentId: string; version: number; addedBy: string },
  file: { name: string; mimeType: string; role: 'main' | 'annex'; bytes: Buffer },
): Promise<FileFacts> {
  const id = newId();
  const { rows } = await tx.query<Row>(
    `insert into file (id, document_id, version, place, role, name, mime_type, size, sha256, content, added_at, added_by)
     select $1, $2, $3, coalesce(max(place), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11 from file where document_id = $2 and version = $3
     returning ${columns}`,
    [
      ...[id, to.documentId, to.version, file.role, file.name, file.mimeType, file.bytes.length],
      ...[hash('sha256', file.bytes, 'hex'), sealBytes(tx, 'file', id, file.bytes), tx.now, to.addedBy],
    ],
  );
  return shown(rows[0] as Row);
}

export async function contentOf(
  tx: Tx,
  documentId: string,
  id: string,
): Promise<{ file: FileFacts; bytes: Buffer } | undefined> {
  const { rows } = await tx.query<Row & { content: Buffer }>(
    `select ${columns}, content from file where document_id = $1 and id = $2 and removed_at is null`,
    [documentId, id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { content, ...facts } = row;
  return { file: shown(facts), bytes: openBytes(tx, 'file', id, content) };
}

export const removeFile = async (tx: Tx, documentId: string, id: string, version: number): Promise<boolean> =>
  (
    await tx.query(
      'update file set removed_at = $4 where document_id = $1 and id = $2 and version = $3 and removed_at is null',
      [documentId, id, version, tx.now],
    )
  ).rowCount === 1;
