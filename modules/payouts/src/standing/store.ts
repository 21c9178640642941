// SPDX-License-Identifier: Apache-2.0
/** SQL of what is paid every month. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';

export interface Standing {
  readonly id: string;
  readonly programme: string;
  readonly beneficiary: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: LocalText;
  readonly reference: string;
  /** Months as YYYY-MM. */
  readonly firstMonth: string;
  readonly lastMonth: string;
  readonly paidMonth: string | null;
}
const columns = `id, programme, beneficiary, amount_minor::float8 as "amountMinor", currency, reason, reference,
  first_month as "firstMonth", last_month as "lastMonth", paid_month as "paidMonth"`;

export const insertStanding = (
  tx: Tx,
  keeper: string,
  key: string,
  one: Omit<Standing, 'id' | 'paidMonth' | 'reference'>,
) =>
  tx.query(
    `insert into standing (id, keeper, key, programme, beneficiary, amount_minor, currency, reason, reference, first_month, last_month, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $3, $9, $10, $11) on conflict (keeper, key) do nothing`,
    [
      ...[newId(), keeper, key, one.programme, one.beneficiary, one.amountMinor, one.currency, jsonOf(one.reason)],
      ...[one.firstMonth, one.lastMonth, tx.now],
    ],
  );

export async function lockStanding(tx: Tx, keeper: string, key: string): Promise<Standing | undefined> {
  const { rows } = await tx.query<Standing>(
    `select ${columns} from standing where keeper = $1 and key = $2 for update`,
    [keeper, key],
  );
  return rows[0];
}
export async function lockById(tx: Tx, id: string): Promise<Standing | undefined> {
  const { rows } = await tx.query<Standing>(`select ${columns} from standing where id = $1 for update`, [id]);
  return rows[0];
}

export const setLast = (tx: Tx, id: string, month: string) =>
  tx.query('update standing set last_month = $2 where id = $1', [id, month]);
export const setPaid = (tx: Tx, id: string, month: string) =>
  tx.query('update standing set paid_month = $2 where id = $1', [id, month]);

/** What a month is owed to, oldest first. */
export async function dueStandings(tx: Tx, month: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from standing where coalesce(paid_month, '') < $1 and first_month <= $1
       and (paid_month is null or paid_month < last_month) and first_month <= last_month order by id`,
    [month],
  );
  return rows.map(({ id }) => id);
}
