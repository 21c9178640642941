// SPDX-License-Identifier: Apache-2.0
/** Programmes: what is paid out, from which account, within which limits. */
import { LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Amount, Currency, ProgrammeCode } from './shared.ts';

const Account = Type.String({ pattern: '^[0-9]{4}$' });
export const Programme = Type.Object({
  code: ProgrammeCode,
  title: LocalText,
  /** Expense account of the books, or the liability that it settles. */
  account: Account,
  /** Account of the books that the bank keeps, and its number. */
  bankAccount: Account,
  debtorIban: Type.String({ pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}$' }),
  currency: Currency,
  mostRowMinor: Amount,
  /** To one beneficiary in one period. */
  mostMonthMinor: Amount,
  /** Of a calendar year. */
  budgetYearMinor: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  /** Until a voucher expires. */
  voucherDays: Type.Integer({ minimum: 1, maximum: 1000 }),
  active: Type.Boolean(),
});
export type Programme = Static<typeof Programme>;
export const listProgrammes = operation({
  name: 'payouts.list-programmes',
  method: 'GET',
  path: '/payouts/programmes',
  summary: 'Programmes, with what this year has taken of their budget',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...Programme.properties,
        usedMinor: Type.Integer(),
        paid: Type.Integer({ description: 'payouts of this year that arrived' }),
        back: Type.Integer({ description: 'payouts of this year that came back or failed, and were not repeated' }),
      }),
    ),
  }),
  permission: 'payouts:read',
  audit: 'none',
});
