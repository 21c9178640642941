// SPDX-License-Identifier: Apache-2.0
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { QueueView } from '../contract.ts';

export interface ViewRow {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly officeId: string | null;
  readonly name: string;
  readonly show: QueueView['show'];
  readonly serviceId: string | null;
  readonly sort: QueueView['sort'];
  readonly columns: QueueView['columns'];
  readonly search: string | null;
  readonly isDefault: boolean;
  readonly version: number;
}
type Sealed = ViewRow & { readonly sealed: string | null };
const columns = `id, owner_id as "ownerId", owner_name as "ownerName", office_id as "officeId", name, show, service_id as "serviceId",
  sort, columns, search, sealed, is_default as "isDefault", version`;
const opened = (tx: Tx, rows: readonly Sealed[]): ViewRow[] =>
  rows.map((row) => openRow(tx, 'view', row.id, row) as ViewRow);

/** Own ones first. */
export async function viewsFor(tx: Tx, ownerId: string, offices: readonly string[]): Promise<ViewRow[]> {
  const sql = `select ${columns} from view where owner_id = $1 or office_id = any($2) order by (owner_id = $1) desc, name, id`;
  return opened(tx, (await tx.query<Sealed>(sql, [ownerId, offices])).rows);
}
export async function lockView(tx: Tx, id: string): Promise<ViewRow | undefined> {
  return opened(tx, (await tx.query<Sealed>(`select ${columns} from view where id = $1 for update`, [id])).rows)[0];
}
export const noDefault = (tx: Tx, ownerId: string) =>
  tx.query('update view set is_default = false where owner_id = $1 and is_default', [ownerId]);

/** Whether the owner has no other of this name. */
export async function keepView(tx: Tx, one: ViewRow): Promise<boolean> {
  const kept = sealRow(tx, 'view', one.id, { search: one.search });
  const { rows } = await tx.query('select 1 from view where owner_id = $1 and name = $2 and id <> $3', [
    ...[one.ownerId, one.name, one.id],
  ]);
  if (rows.length > 0) return false;
  const { rowCount } = await tx.query(
    `insert into view (id, owner_id, owner_name, office_id, name, show, service_id, sort, columns, search, sealed, is_default,
       version, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (id) do update set office_id = $4, name = $5, show = $6, service_id = $7, sort = $8, columns = $9, search = $10,
       sealed = $11, is_default = $12, version = $13, changed_at = $14`,
    [
      ...[one.id, one.ownerId, one.ownerName, one.officeId, one.name, one.show, one.serviceId, one.sort, one.columns],
      ...[kept.search, kept.sealed, one.isDefault, one.version, tx.now],
    ],
  );
  return rowCount === 1;
}
export const deleteView = (tx: Tx, id: string) => tx.query('delete from view where id = $1', [id]);
