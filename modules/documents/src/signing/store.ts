// SPDX-License-Identifier: Apache-2.0
/** SQL of signatures. */
import { jsonOf, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { DocumentRow } from '../documents/store.ts';

export interface SignatureRow {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  /** Of the card, as it was prepared; null where a release before did not keep it. */
  readonly revision: number | null;
  readonly byId: string;
  readonly byName: string;
  readonly post: LocalText | null;
  readonly capacity: string | null;
  readonly madeAt: Date | null;
}
const columns = `id, document_id as "documentId", version, revision, by_id as "byId", by_name as "byName", post, capacity, made_at as "madeAt"`;

export const insertPrepared = (
  tx: Tx,
  id: string,
  { id: documentId, version, revision }: Pick<DocumentRow, 'id' | 'version' | 'revision'>,
  by: { id: string; name: string },
) =>
  tx.query(
    `insert into signature (id, document_id, version, revision, by_id, by_name, prepared_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set version = $3, revision = $4 where signature.made_at is null`,
    [id, documentId, version, revision, by.id, by.name, tx.now],
  );

export async function findSignature(tx: Tx, documentId: string, id: string): Promise<SignatureRow | undefined> {
  const sql = `select ${columns} from signature where document_id = $1 and id = $2 for update`;
  return (await tx.query<SignatureRow>(sql, [documentId, id])).rows[0];
}

export const setMade = (
  tx: Tx,
  id: string,
  made: { version: number; post: LocalText | undefined; capacity: string | undefined; at: string },
) =>
  tx.query('update signature set version = $2, post = $3, capacity = $4, made_at = $5 where id = $1', [
    ...[id, made.version, jsonOf(made.post), made.capacity ?? null, made.at],
  ]);

/** Those that stand, the first first. */
export async function signaturesOf(tx: Tx, documentId: string): Promise<SignatureRow[]> {
  const sql = `select ${columns} from signature where document_id = $1 and made_at is not null order by made_at, id`;
  return (await tx.query<SignatureRow>(sql, [documentId])).rows;
}

/** Prepared a while ago and not said to be made: a process may have ended in between. */
export async function openOnes(tx: Tx, before: Date, after: Date): Promise<{ id: string; documentId: string }[]> {
  const { rows } = await tx.query<{ id: string; documentId: string }>(
    `select id, document_id as "documentId" from signature
     where made_at is null and prepared_at < $1 and prepared_at > $2 order by prepared_at limit 100`,
    [before, after],
  );
  return rows;
}
