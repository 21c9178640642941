// SPDX-License-Identifier: Apache-2.0
/** SQL of who is paid where; numbers and names are sealed. */
import { mark, newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Whose } from '../people.ts';

export interface Beneficiary {
  id: string;
  way: 'iban' | 'voucher';
  iban: string | null;
  name: string | null;
  closedReason: string | null;
  changedAt: Date;
}
type Row = Beneficiary & { sealed: string | null };
const columns = `id, way, iban, name, closed_reason as "closedReason", changed_at as "changedAt", sealed`;

export async function findBeneficiary(tx: Tx, { kind, key }: Whose): Promise<Beneficiary | undefined> {
  const sql = `select ${columns} from beneficiary where kind = $1 and key = $2`;
  const { rows } = await tx.query<Row>(sql, [kind, key]);
  return rows[0] && openRow(tx, 'beneficiary', rows[0].id, rows[0]);
}
export const ibanMark = (tx: Tx, iban: string): string => mark(tx.module, `iban ${iban}`);
/** What is known now; what was said before is gone, and that it was is kept. */
export async function putBeneficiary(
  tx: Tx,
  { kind, key }: Whose,
  to: { way: 'iban' | 'voucher'; iban?: string | undefined; name: string },
  change: { what: string; byName: string },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into beneficiary (id, kind, key, way, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (kind, key) do update set way = excluded.way, changed_at = excluded.changed_at returning id`,
    [newId(), kind, key, to.way, tx.now],
  );
  const id = rows[0]?.id ?? '';
  const kept = sealRow(tx, 'beneficiary', id, { iban: to.iban ?? null, name: to.name });
  await tx.query(
    'update beneficiary set iban = $2, name = $3, sealed = $4, iban_mark = $5, closed_reason = null where id = $1',
    [id, kept.iban, kept.name, kept.sealed, to.iban ? ibanMark(tx, to.iban) : null],
  );
  await tx.query('insert into beneficiary_change (id, beneficiary_id, what, by_name, at) values ($1, $2, $3, $4, $5)', [
    ...[newId(), id, change.what, change.byName, tx.now],
  ]);
  return id;
}
/** The bank says that this account takes nothing any more: until another one is named nothing goes there. */
export const closeAccount = (tx: Tx, { kind, key }: Whose, iban: string, reason: string) =>
  tx.query('update beneficiary set closed_reason = $4 where kind = $1 and key = $2 and iban_mark = $3', [
    ...[kind, key, ibanMark(tx, iban), reason],
  ]);
export const changesOf = async (tx: Tx, id: string): Promise<{ what: string; byName: string; at: Date }[]> =>
  (
    await tx.query<{ what: string; byName: string; at: Date }>(
      `select what, by_name as "byName", at from beneficiary_change where beneficiary_id = $1 order by id desc limit 20`,
      [id],
    )
  ).rows;
/** By pseudonym or id, of many at once. */
export async function accountsOf(tx: Tx, keys: readonly string[]): Promise<Map<string, Beneficiary>> {
  const { rows } = await tx.query<Row & { kind: string; key: string }>(
    `select kind, key, ${columns} from beneficiary where key = any($1)`,
    [keys],
  );
  return new Map(rows.map((row) => [`${row.kind} ${row.key}`, openRow(tx, 'beneficiary', row.id, row)]));
}
