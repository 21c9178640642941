// SPDX-License-Identifier: Apache-2.0
/** SQL of templates. */
import { newId, type Tx } from '@stoa/kernel';
import type { TemplateContent } from '../contract/templates.ts';

export interface VersionRow {
  readonly id: string;
  readonly code: string;
  readonly version: number | null;
  readonly content: TemplateContent;
  readonly digest: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly changedAt: Date;
  readonly publisherName: string | null;
  readonly publishedAt: Date | null;
}
const columns = `v.id, t.code, v.version, v.content, v.digest, v.author_id as "authorId", v.author_name as "authorName",
  v.changed_at as "changedAt", v.publisher_name as "publisherName", v.published_at as "publishedAt"`;
const from = 'from template t join template_version v on v.template_id = t.id';

/** Newest version and draft of each. */
export async function newestOfAll(tx: Tx): Promise<VersionRow[]> {
  const { rows } = await tx.query<VersionRow>(
    `select ${columns} ${from} where v.version is null
       or v.version = (select max(version) from template_version where template_id = t.id) order by t.code`,
  );
  return rows;
}

/** All of one: the draft first, then versions, newest first. */
export async function versionsOf(tx: Tx, code: string): Promise<VersionRow[]> {
  const sql = `select ${columns} ${from} where t.code = $1 order by v.version desc nulls first`;
  return (await tx.query<VersionRow>(sql, [code])).rows;
}

/** What is sent: the newest published version. */
export async function published(tx: Tx, code: string): Promise<VersionRow | undefined> {
  const { rows } = await tx.prepared<VersionRow>(
    'notifications-template',
    `select ${columns} ${from} where t.code = $1 and v.version is not null order by v.version desc limit 1`,
    [code],
  );
  return rows[0];
}
export async function versionById(tx: Tx, id: string): Promise<VersionRow | undefined> {
  const { rows } = await tx.prepared<VersionRow>('notifications-version', `select ${columns} ${from} where v.id = $1`, [
    id,
  ]);
  return rows[0];
}

type Author = Pick<VersionRow, 'authorId' | 'authorName'>;
export async function putDraft(
  tx: Tx,
  code: string,
  content: TemplateContent,
  digest: string,
  author: Author,
): Promise<void> {
  await tx.query('insert into template (id, code, created_at) values ($1, $2, $3) on conflict do nothing', [
    newId(),
    code,
    tx.now,
  ]);
  await tx.query(
    `insert into template_version (id, template_id, content, digest, author_id, author_name, changed_at)
     select $1, id, $3, $4, $5, $6, $7 from template where code = $2
     on conflict (template_id) where version is null do update set content = excluded.content, digest = excluded.digest,
       author_id = excluded.author_id, author_name = excluded.author_name, changed_at = excluded.changed_at`,
    [newId(), code, JSON.stringify(content), digest, author.authorId, author.authorName, tx.now],
  );
}

export async function lockDraft(tx: Tx, code: string): Promise<VersionRow | undefined> {
  const sql = `select ${columns} ${from} where t.code = $1 and v.version is null for update of v`;
  return (await tx.query<VersionRow>(sql, [code])).rows[0];
}

export async function publish(tx: Tx, id: string, publisherName: string, at: Date): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `update template_version v set publisher_name = $2, published_at = $3, version =
       1 + coalesce((select max(version) from template_version where template_id = v.template_id), 0)
     where id = $1 returning version`,
    [id, publisherName, at],
  );
  return rows[0]?.version ?? 0;
}
