// SPDX-License-Identifier: Apache-2.0
/** SQL of kept filters. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { ViewFilter } from '../contract.ts';

export interface ViewRow {
  readonly id: string;
  readonly institutionId: string;
  readonly personId: string | null;
  readonly name: string;
  readonly filter: ViewFilter;
  readonly byName: string;
}
type Sealed = ViewRow & { readonly sealed: string | null };
const columns = `id, institution_id as "institutionId", person_id as "personId", name, filter, sealed, by_name as "byName"`;
const opened = (tx: Tx, row: Sealed): ViewRow => openRow(tx, 'view', row.id, row);

export async function viewsOf(tx: Tx, institutionId: string, personId: string): Promise<ViewRow[]> {
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from view where institution_id = $1 and (person_id is null or person_id = $2) order by id`,
    [institutionId, personId],
  );
  return rows.map((row) => opened(tx, row));
}

/** Until the end of the transaction nobody else keeps or names one beside it. */
export const holdViews = (tx: Tx, institutionId: string, personId: string | null) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`papers views ${institutionId} ${personId}`]);

export async function lockView(tx: Tx, id: string): Promise<ViewRow | undefined> {
  const { rows } = await tx.query<Sealed>(`select ${columns} from view where id = $1 for update`, [id]);
  return rows[0] && opened(tx, rows[0]);
}

export async function writeView(tx: Tx, { id, institutionId, personId, name, filter, byName }: ViewRow): Promise<void> {
  const kept = sealRow(tx, 'view', id, { name, filter });
  await tx.query(
    `insert into view (id, institution_id, person_id, name, filter, sealed, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = excluded.name, filter = excluded.filter, sealed = excluded.sealed`,
    [id, institutionId, personId, kept.name, kept.filter && JSON.stringify(kept.filter), kept.sealed, byName, tx.now],
  );
}

export const deleteView = (tx: Tx, id: string) => tx.query('delete from view where id = $1', [id]);
