// SPDX-License-Identifier: Apache-2.0
/** SQL of dispatch lists. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { postKinds } from '../contract.ts';

export interface DispatchFacts {
  readonly id: string;
  readonly institutionId: string;
  readonly year: number;
  readonly n: number;
  readonly on: string;
  readonly byName: string;
  readonly at: Date;
  readonly printedAt: Date | null;
}
export interface RowFacts {
  readonly place: number;
  readonly documentId: string;
  readonly addressee: string;
  readonly address: string;
  readonly post: (typeof postKinds)[number];
  readonly copies: number;
  readonly tracking: string | null;
}
const columns = `d.id, d.institution_id as "institutionId", d.year, d.n, d.on_date as "on", d.by_name as "byName", d.at,
  d.printed_at as "printedAt"`;

export async function dispatchesOf(tx: Tx, institutionId: string, before: string | null, count: number) {
  const { rows } = await tx.query<DispatchFacts & { pieces: number }>(
    `select ${columns}, (select count(*) from dispatch_row r where r.dispatch_id = d.id) as pieces from dispatch d
     where d.institution_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`,
    [institutionId, before, count],
  );
  return rows;
}

export async function findDispatch(tx: Tx, id: string, held = false): Promise<DispatchFacts | undefined> {
  const sql = `select ${columns} from dispatch d where d.id = $1${held ? ' for update' : ''}`;
  return (await tx.query<DispatchFacts>(sql, [id])).rows[0];
}

const keyOf = (dispatchId: string, place: number) => `${dispatchId} ${place}`;

export async function rowsOf(tx: Tx, dispatchId: string): Promise<RowFacts[]> {
  const { rows } = await tx.query<RowFacts & { sealed: string | null }>(
    `select place, document_id as "documentId", addressee, address, sealed, post, copies, tracking from dispatch_row
     where dispatch_id = $1 order by place`,
    [dispatchId],
  );
  return rows.map((row) => openRow(tx, 'dispatch_row', keyOf(dispatchId, row.place), row));
}

export async function printsOf(tx: Tx, dispatchId: string) {
  const { rows } = await tx.query<{ id: string; byName: string; at: Date }>(
    'select id, by_name as "byName", at from dispatch_print where dispatch_id = $1 order by id',
    [dispatchId],
  );
  return rows;
}

/** With the next number of its institution's year: one after another, so that none is left out. */
export async function insertDispatch(
  tx: Tx,
  { institutionId, on, byName }: { institutionId: string; on: string; byName: string },
): Promise<string> {
  const year = Number(on.slice(0, 4));
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`papers dispatch ${institutionId} ${year}`]);
  const id = newId();
  await tx.query(
    `insert into dispatch (id, institution_id, year, n, on_date, by_name, at)
     select $1, $2, $3, coalesce(max(n), 0) + 1, $4, $5, $6 from dispatch where institution_id = $2 and year = $3`,
    [id, institutionId, year, on, byName, tx.now],
  );
  return id;
}

export async function writeRow(tx: Tx, dispatchId: string, row: RowFacts): Promise<void> {
  const kept = sealRow(tx, 'dispatch_row', keyOf(dispatchId, row.place), {
    ...{ addressee: row.addressee, address: row.address },
  });
  await tx.query(
    `insert into dispatch_row (dispatch_id, place, document_id, addressee, address, sealed, post, copies, tracking)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (dispatch_id, place) do update set addressee = excluded.addressee, address = excluded.address,
       sealed = excluded.sealed, post = excluded.post, copies = excluded.copies, tracking = excluded.tracking`,
    [
      ...[dispatchId, row.place, row.documentId, kept.addressee, kept.address, kept.sealed],
      ...[row.post, row.copies, row.tracking],
    ],
  );
}

export async function insertPrint(tx: Tx, dispatchId: string, byName: string): Promise<string> {
  const id = newId();
  await tx.query('insert into dispatch_print (id, dispatch_id, by_name, at) values ($1, $2, $3, $4)', [
    ...[id, dispatchId, byName, tx.now],
  ]);
  await tx.query('update dispatch set printed_at = coalesce(printed_at, $2) where id = $1', [dispatchId, tx.now]);
  return id;
}
