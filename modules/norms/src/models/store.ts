// SPDX-License-Identifier: Apache-2.0
/** SQL of reference models. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { ModelCode, ModelEntry } from '../contract.ts';

export interface VersionRow {
  readonly id: string;
  readonly model: ModelCode;
  readonly version: number;
  readonly note: string | null;
  readonly entries: number;
  readonly writtenBy: string[];
  readonly writtenByName: string;
  readonly at: Date;
  readonly from: string | null;
  readonly publishedByName: string | null;
}
const columns = `v.id, v.model, v.version, v.note, v.written_by as "writtenBy", v.written_by_name as "writtenByName", v.at, v.valid_from as "from",
  v.published_by_name as "publishedByName", (select count(*)::integer from model_entry e where e.version_id = v.id) as entries`;
export const versions = async (tx: Tx, model?: string): Promise<VersionRow[]> =>
  (
    await tx.query<VersionRow>(
      `select ${columns} from model_version v where $1::text is null or v.model = $1 order by v.version desc limit 2000`,
      [model ?? null],
    )
  ).rows;
/** The draft, locked until the transaction ends. */
export const lockDraft = async (tx: Tx, model: string): Promise<VersionRow | undefined> =>
  (
    await tx.query<VersionRow>(
      `select ${columns} from model_version v where v.model = $1 and v.published_at is null for update of v`,
      [model],
    )
  ).rows[0];
export const entriesOf = async (tx: Tx, versionId: string): Promise<ModelEntry[]> =>
  (
    await tx.query<{ code: string; parent: string | null; title: LocalText; maps: string[] }>(
      'select code, parent, title, maps from model_entry where version_id = $1 order by length(code), code',
      [versionId],
    )
  ).rows.map(({ parent, ...one }) => ({ ...one, ...(parent ? { parent } : {}) }));

/** Answers nothing where there is a draft, or that version, already. */
export async function insertVersion(
  tx: Tx,
  one: { model: string; version: number; note?: string | undefined; by: { id: string; name: string }; at?: Date },
): Promise<string | undefined> {
  const id = newId();
  const { rowCount } = await tx.query(
    `insert into model_version (id, model, version, note, written_by, written_by_name, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [id, one.model, one.version, one.note ?? null, [one.by.id], one.by.name, one.at ?? tx.now],
  );
  return rowCount === 1 ? id : undefined;
}
export const setWriter = (tx: Tx, versionId: string, by: { id: string; name: string }) =>
  tx.query(
    `update model_version set written_by_name = $3, written_by = case when $2 = any (written_by) then written_by else written_by || $2::uuid end
     where id = $1`,
    [versionId, by.id, by.name],
  );
export const copyEntries = (tx: Tx, fromId: string, toId: string) =>
  tx.query(
    `insert into model_entry (version_id, code, parent, title, maps)
     select $2, code, parent, title, maps from model_entry where version_id = $1`,
    [fromId, toId],
  );
export const setEntry = (tx: Tx, versionId: string, { code, parent, title, maps }: ModelEntry) =>
  tx.query(
    `insert into model_entry (version_id, code, parent, title, maps) values ($1, $2, $3, $4, $5)
     on conflict (version_id, code) do update set parent = excluded.parent, title = excluded.title, maps = excluded.maps`,
    [versionId, code, parent ?? null, jsonOf(title), maps],
  );
export const dropEntry = (tx: Tx, versionId: string, code: string) =>
  tx.query('delete from model_entry where version_id = $1 and code = $2', [versionId, code]);
export const publish = (tx: Tx, versionId: string, to: { from: string; byName: string; at?: Date }) =>
  tx.query('update model_version set valid_from = $2, published_by_name = $3, published_at = $4 where id = $1', [
    ...[versionId, to.from, to.byName, to.at ?? tx.now],
  ]);
