// SPDX-License-Identifier: Apache-2.0
/** SQL of documents, reminders and contacts. */
import { createHash } from 'node:crypto';
import { newId, type Tx } from '@stoa/kernel';

export interface DocumentRow {
  readonly id: string;
  readonly elementId: string;
  readonly kind: string;
  readonly version: number;
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly sha256: string;
  readonly byName: string;
  readonly at: Date;
}
const columns = `id, element_id as "elementId", kind, version, name, mime_type as "mimeType", size, sha256, by_name as "byName", at`;
export const documentsOf = async (tx: Tx, elementId: string): Promise<DocumentRow[]> =>
  (
    await tx.query<DocumentRow>(
      `select ${columns} from document where element_id = $1 order by kind, version desc limit 1000`,
      [elementId],
    )
  ).rows;
export const contentOf = async (tx: Tx, id: string): Promise<(DocumentRow & { content: Buffer }) | undefined> =>
  (await tx.query<DocumentRow & { content: Buffer }>(`select ${columns}, content from document where id = $1`, [id]))
    .rows[0];
/** Two at once become two versions. */
export async function insertDocument(
  tx: Tx,
  one: { elementId: string; kind: string; name: string; mimeType: string; bytes: Buffer; byName: string; at?: Date },
): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${one.elementId} ${one.kind}`]);
  const { rows } = await tx.query<{ version: number }>(
    `insert into document (id, element_id, kind, version, name, mime_type, size, sha256, content, by_name, at)
     select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8, $9, $10 from document where element_id = $2 and kind = $3
     returning version`,
    [
      ...[newId(), one.elementId, one.kind, one.name, one.mimeType, one.bytes.length],
      ...[createHash('sha256').update(one.bytes).digest('hex'), one.bytes, one.byName, one.at ?? tx.now],
    ],
  );
  return rows[0]?.version ?? 0;
}
/** Kinds that are there, by element. */
export const kindsThere = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> =>
  new Map(
    (
      await tx.query<{ id: string; kinds: string[] }>(
        'select element_id as id, array_agg(distinct kind) as kinds from document where element_id = any ($1) group by 1',
        [ids],
      )
    ).rows.map(({ id, kinds }) => [id, kinds]),
  );

/** Answers those that were not written down before. */
export const insertReminders = async (
  tx: Tx,
  rows: readonly { elementId: string; due: string; days: number }[],
): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `insert into reminder (element_id, due, days, at) select "elementId", due, days, $2
       from jsonb_to_recordset($1::jsonb) as r("elementId" uuid, due date, days smallint) on conflict do nothing returning element_id as id`,
      [JSON.stringify(rows), tx.now],
    )
  ).rows.map(({ id }) => id);

export const findContact = async (
  tx: Tx,
  organisationId: string,
): Promise<{ name: string; email: string } | undefined> =>
  (
    await tx.query<{ name: string; email: string }>('select name, email from contact where organisation_id = $1', [
      organisationId,
    ])
  ).rows[0];
export const setContact = (tx: Tx, one: { organisationId: string; name: string; email: string; byName: string }) =>
  tx.query(
    `insert into contact (organisation_id, name, email, by_name, at) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id) do update set name = excluded.name, email = excluded.email, by_name = excluded.by_name, at = excluded.at`,
    [one.organisationId, one.name, one.email, one.byName, tx.now],
  );
