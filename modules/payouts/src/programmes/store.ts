// SPDX-License-Identifier: Apache-2.0
/** SQL of programmes. */
import type { Tx } from '@stoa/kernel';
import type { Programme } from '../contract.ts';

const columns = `code, title, account, bank_account as "bankAccount", debtor_iban as "debtorIban", currency,
  most_row_minor as "mostRowMinor", most_month_minor as "mostMonthMinor", budget_year_minor as "budgetYearMinor",
  voucher_days as "voucherDays", active`;
/** States whose money is spent, or on its way. */
export const spending = `('approved', 'sent', 'paid', 'voucher', 'returned')`;

export async function findProgramme(tx: Tx, code: string): Promise<Programme | undefined> {
  const { rows } = await tx.query<Programme>(`select ${columns} from programme where code = $1`, [code]);
  return rows[0];
}
export const putProgramme = (tx: Tx, one: Programme) =>
  tx.query(
    `insert into programme (code, title, account, bank_account, debtor_iban, currency, most_row_minor, most_month_minor,
       budget_year_minor, voucher_days, active)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (code) do update set title = excluded.title, account = excluded.account, bank_account = excluded.bank_account,
       debtor_iban = excluded.debtor_iban, most_row_minor = excluded.most_row_minor, most_month_minor = excluded.most_month_minor,
       budget_year_minor = excluded.budget_year_minor, voucher_days = excluded.voucher_days, active = excluded.active`,
    [
      ...[one.code, JSON.stringify(one.title), one.account, one.bankAccount, one.debtorIban, one.currency],
      ...[one.mostRowMinor, one.mostMonthMinor, one.budgetYearMinor, one.voucherDays, one.active],
    ],
  );
export type UsedProgramme = Programme & { usedMinor: number; paid: number; back: number };
export const listProgrammes = async (tx: Tx, year: string): Promise<UsedProgramme[]> =>
  (
    await tx.query<UsedProgramme>(
      `select ${columns},
         (select coalesce(sum(amount_minor), 0) from payout p where p.programme = g.code and left(p.period, 4) = $1
            and p.state in ${spending})::bigint as "usedMinor",
         (select count(*) from payout p where p.programme = g.code and left(p.period, 4) = $1 and p.state = 'paid')::integer as paid,
         (select count(*) from payout p where p.programme = g.code and left(p.period, 4) = $1
            and p.state in ('returned', 'failed'))::integer as back
       from programme g order by code`,
      [year],
    )
  ).rows;
