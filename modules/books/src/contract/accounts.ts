// SPDX-License-Identifier: Apache-2.0
/** The chart of accounts, in versions. */
import { CalendarDate, Instant, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AccountKind, Currency, Iban, MainAccount, Name } from './shared.ts';

const Code = Type.String({ pattern: '^[a-z][a-z-]{1,39}$' });
/** How income is divided between budgets, in ten-thousandths that add up to 10,000. */
export const Sharing = Type.Object({
  code: Code,
  title: LocalText,
  state: Type.Integer({ minimum: 0, maximum: 10_000 }),
  region: Type.Integer({ minimum: 0, maximum: 10_000 }),
  municipality: Type.Integer({ minimum: 0, maximum: 10_000 }),
});
export type Sharing = Static<typeof Sharing>;
export const Account = Type.Object({
  code: MainAccount,
  title: LocalText,
  kind: AccountKind,
  /** Of income: how it is divided. */
  sharing: Type.Optional(Code),
  /** A bank keeps it: its postings are compared with the statements of this account. */
  iban: Type.Optional(Iban),
  currency: Type.Optional(Currency),
});
export type Account = Static<typeof Account>;
export const Chart = Type.Object({
  validFrom: CalendarDate,
  sharings: Type.Array(Sharing, { maxItems: 50 }),
  accounts: Type.Array(Account, { minItems: 1, maxItems: 500 }),
});
export type Chart = Static<typeof Chart>;

export const getChart = operation({
  name: 'books.get-chart',
  method: 'GET',
  path: '/books/chart',
  summary: 'The chart of accounts in a version, the newest where none is named, and its versions',
  input: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  output: Type.Object({
    version: Type.Integer(),
    ...Chart.properties,
    versions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        validFrom: CalendarDate,
        note: Type.String(),
        publishedBy: Name,
        publishedAt: Instant,
      }),
    ),
  }),
  permission: 'books:read',
  audit: 'none',
  refusals: ['books.chart-unknown'],
});
