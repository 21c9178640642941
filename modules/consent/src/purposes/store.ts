// SPDX-License-Identifier: Apache-2.0
/** SQL of purposes and their versions. */
import { newId, type Tx } from '@stoa/kernel';
import type { PurposeContent } from '../contract.ts';

export interface VersionRow {
  readonly id: string;
  readonly code: string;
  readonly version: number | null;
  readonly content: PurposeContent;
  readonly digest: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly changedAt: Date;
  readonly publisherName: string | null;
  readonly publishedAt: Date | null;
}
const columns = `id, code, version, content, digest, author_id as "authorId", author_name as "authorName",
  changed_at as "changedAt", publisher_name as "publisherName", published_at as "publishedAt"`;

/** The newest published version of each purpose, or of one. */
export async function published(tx: Tx, code: string | null = null): Promise<VersionRow[]> {
  const { rows } = await tx.query<VersionRow>(
    `select distinct on (code) ${columns} from purpose_version
     where version is not null and ($1::text is null or code = $1) order by code, version desc`,
    [code],
  );
  return rows;
}

/** The draft first, then newest first. */
export async function versionsOf(tx: Tx, code: string): Promise<VersionRow[]> {
  const sql = `select ${columns} from purpose_version where code = $1 order by version desc nulls first`;
  return (await tx.query<VersionRow>(sql, [code])).rows;
}

/** The draft, kept from others until the transaction ends. */
export async function lockDraft(tx: Tx, code: string): Promise<VersionRow | undefined> {
  const sql = `select ${columns} from purpose_version where code = $1 and version is null for update`;
  return (await tx.query<VersionRow>(sql, [code])).rows[0];
}

export async function drafts(tx: Tx): Promise<VersionRow[]> {
  return (
    await tx.query<VersionRow>(`select ${columns} from purpose_version where version is null order by changed_at`)
  ).rows;
}

export async function putDraft(
  tx: Tx,
  draft: Pick<VersionRow, 'code' | 'content' | 'digest' | 'authorId' | 'authorName'>,
): Promise<void> {
  await tx.query('insert into purpose (code, created_at) values ($1, $2) on conflict do nothing', [draft.code, tx.now]);
  await tx.query(
    `insert into purpose_version (id, code, content, digest, author_id, author_name, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (code) where version is null do update set content = excluded.content, digest = excluded.digest,
       author_id = excluded.author_id, author_name = excluded.author_name, changed_at = excluded.changed_at`,
    [newId(), draft.code, draft.content, draft.digest, draft.authorId, draft.authorName, tx.now],
  );
}

export async function publishDraft(tx: Tx, id: string, by: { id: string; name: string }): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `update purpose_version v set publisher_id = $2, publisher_name = $3, published_at = $4,
       version = 1 + (select coalesce(max(version), 0) from purpose_version o where o.code = v.code)
     where id = $1 returning version`,
    [id, by.id, by.name, tx.now],
  );
  return rows[0]?.version ?? 0;
}

/** Processes that start together enter what the country asks for one after the other. */
export const lockPurposes = (tx: Tx) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('consent purposes', 0))`);

export async function isKnown(tx: Tx, code: string): Promise<boolean> {
  return (await tx.query('select 1 from purpose where code = $1', [code])).rows.length > 0;
}

/** The newest version that asks everybody anew; 0 where none does. */
export async function askedAnewAt(tx: Tx, code: string): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `select coalesce(max(version), 0) as version from purpose_version
     where code = $1 and version is not null and (content ->> 'asksAnew')::boolean`,
    [code],
  );
  return rows[0]?.version ?? 0;
}
