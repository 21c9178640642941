// SPDX-License-Identifier: Apache-2.0
/** SQL of vouchers; their codes are sealed. */
import { mark, newId, openRow, sealRow, type Tx } from '@stoa/kernel';

export interface VoucherRow {
  id: string;
  payoutId: string;
  programme: string;
  beneficiary: string;
  amountMinor: number;
  leftMinor: number;
  currency: string;
  state: 'issued' | 'active' | 'redeemed' | 'cancelled' | 'expired';
  issuedAt: Date;
  expiresOn: string;
  code: string;
}
const columns = `id, payout_id as "payoutId", programme, beneficiary, amount_minor as "amountMinor", left_minor as "leftMinor",
  currency, state, issued_at as "issuedAt", expires_on as "expiresOn", code, sealed`;
type Stored = VoucherRow & { sealed: string | null };
const opened = (tx: Tx, row: Stored): VoucherRow => openRow(tx, 'voucher', row.id, row);
const markOf = (tx: Tx, code: string) => mark(tx.module, `voucher ${code}`);

export async function insertVouchers(
  tx: Tx,
  about: { programme: string; expiresOn: string },
  rows: readonly { payoutId: string; beneficiary: string; amountMinor: number; currency: string; code: string }[],
): Promise<void> {
  const given = rows.map(({ payoutId, beneficiary, amountMinor, currency, code }) => {
    const id = newId();
    return {
      ...{ id, payout_id: payoutId, beneficiary, amount_minor: amountMinor, currency },
      ...{ code_mark: markOf(tx, code), ...sealRow(tx, 'voucher', id, { code }) },
    };
  });
  await tx.query(
    `insert into voucher (id, payout_id, programme, beneficiary, code_mark, code, sealed, amount_minor, left_minor, currency, state,
       issued_at, expires_on)
     select id, payout_id, $1, beneficiary, code_mark, code, sealed, amount_minor, amount_minor, currency, 'issued', $2, $3
     from jsonb_populate_recordset(null::voucher, $4::jsonb)`,
    [about.programme, tx.now, about.expiresOn, JSON.stringify(given)],
  );
}
export async function lockVoucher(tx: Tx, by: { id: string } | { code: string }): Promise<VoucherRow | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['code_mark', markOf(tx, by.code)];
  const { rows } = await tx.query<Stored>(`select ${columns} from voucher where ${column} = $1 for update`, [value]);
  return rows[0] && opened(tx, rows[0]);
}
export const setVoucher = (tx: Tx, id: string, state: VoucherRow['state'], leftMinor: number) =>
  tx.query('update voucher set state = $2, left_minor = $3 where id = $1', [id, state, leftMinor]);
export const listVouchers = async (
  tx: Tx,
  asked: { state?: string | undefined; programme?: string | undefined },
  after: string | undefined,
  count: number,
): Promise<VoucherRow[]> =>
  (
    await tx.query<Stored>(
      `select ${columns} from voucher where ($1::text is null or state = $1) and ($2::text is null or programme = $2)
         and ($3::uuid is null or id < $3) order by id desc limit $4`,
      [asked.state ?? null, asked.programme ?? null, after ?? null, count],
    )
  ).rows.map((row) => opened(tx, row));
export async function vouchersOf(tx: Tx, beneficiary: string) {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from voucher where beneficiary = $1 order by id desc limit 20`,
    [beneficiary],
  );
  return rows.map((row) => {
    const { id, code, state, amountMinor, leftMinor, currency, expiresOn } = opened(tx, row);
    return { id, code, state, amountMinor, leftMinor, currency, expiresOn };
  });
}
export interface Use {
  readonly voucherId: string;
  readonly key: string;
  readonly amountMinor: number;
  readonly place: string;
  readonly byName: string;
}
export async function findUse(tx: Tx, voucherId: string, key: string): Promise<{ amountMinor: number } | undefined> {
  const sql = 'select amount_minor as "amountMinor" from voucher_use where voucher_id = $1 and key = $2';
  return (await tx.query<{ amountMinor: number }>(sql, [voucherId, key])).rows[0];
}
export async function insertUse(tx: Tx, use: Use): Promise<string> {
  const id = newId();
  await tx.query(
    'insert into voucher_use (id, voucher_id, key, amount_minor, place, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, use.voucherId, use.key, use.amountMinor, use.place, use.byName, tx.now],
  );
  return id;
}
export const overdueVouchers = async (tx: Tx, day: string): Promise<VoucherRow[]> =>
  (
    await tx.query<Stored>(
      `select ${columns} from voucher where state in ('issued', 'active') and expires_on < $1 order by id limit 500
       for update skip locked`,
      [day],
    )
  ).rows.map((row) => opened(tx, row));
