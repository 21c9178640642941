// SPDX-License-Identifier: Apache-2.0
/** Entries: what is posted, and how it is read. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AccountCode, AccountKind, Amount, Currency, Level, mostPostings, Name, Period, Posting } from './shared.ts';

export const EntryKind = Type.String({ pattern: '^[a-z]{2,30}(-[a-z]{1,30}){0,4}$' });
/** What is to be posted. */
export const Posted = {
  kind: EntryKind,
  /** A calendar day of the country; today where it is missing. */
  bookedAt: Type.Optional(CalendarDate),
  reference: Type.String({ minLength: 1, maxLength: 200 }),
  /** Of every posting that names none itself. */
  bankReference: Type.Optional(Type.String({ maxLength: 100 })),
  currency: Currency,
  postings: Type.Array(Posting, { minItems: 2, maxItems: mostPostings }),
};
const BookedEntry = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  bookedOn: CalendarDate,
  /** The day that was asked for, where the books were closed by then and the entry stands on the next open one. */
  askedOn: Type.Optional(CalendarDate),
});

const wrong = ['books.entry-unbalanced', 'books.amount-zero', 'books.account-unknown'] as const;

/** The same key again answers the same entry; another content under it is a conflict. A closed day becomes the next open one. */
export const post = operation({
  name: 'books.post',
  method: 'POST',
  path: '/books/entries',
  summary: 'Post an entry that balances',
  input: Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }), ...Posted }),
  output: BookedEntry,
  permission: 'books:post',
  bodyMiB: 4,
  audit: 'books.entry-posted',
  about: { type: 'entry', id: 'id', facts: ['kind', 'reference', 'bookedOn'] },
  refusals: [...wrong, 'books.key-taken'],
});

export const Entry = Type.Object({
  ...BookedEntry.properties,
  kind: Type.String(),
  reference: Type.String(),
  currency: Currency,
  /** Sum of its debits. */
  amountMinor: Type.Integer(),
  madeBy: Name,
  postedAt: Instant,
  reverses: Type.Optional(Uuid),
  reversedBy: Type.Optional(Uuid),
});
export type Entry = Static<typeof Entry>;
export const EntryFilter = {
  ...Period,
  account: Type.Optional(AccountCode),
  kind: Type.Optional(EntryKind),
  search: Type.Optional(Type.String({ maxLength: 200, description: 'beginning of the reference, or the number' })),
};
export const listEntries = operation({
  name: 'books.list-entries',
  method: 'GET',
  path: '/books/entries',
  summary: 'Entries, newest first',
  input: Type.Object({ ...EntryFilter, ...PageInput }),
  output: pageOf(Entry),
  permission: 'books:read',
  audit: 'none',
});
export const getEntry = operation({
  name: 'books.get-entry',
  method: 'GET',
  path: '/books/entries/:id',
  summary: 'An entry with its postings, and the budgets its income belongs to',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Entry.properties,
    /** The first hundred; a payout of a month has thousands. */
    postings: Type.Array(
      Type.Object({
        line: Type.Integer(),
        account: AccountCode,
        amountMinor: Amount,
        region: Type.Optional(Type.String()),
        bankReference: Type.Optional(Type.String()),
        matched: Type.Boolean(),
      }),
    ),
    count: Type.Integer(),
    shares: Type.Array(
      Type.Object({
        account: AccountCode,
        level: Level,
        region: Type.Optional(Type.String()),
        amountMinor: Amount,
      }),
    ),
  }),
  permission: 'books:read',
  audit: 'none',
  refusals: ['books.entry-unknown'],
});

export const BalanceRow = Type.Object({
  account: Type.String(),
  currency: Currency,
  kind: AccountKind,
  openingMinor: Type.Integer(),
  debitMinor: Type.Integer(),
  creditMinor: Type.Integer(),
  closingMinor: Type.Integer(),
});
export type BalanceRow = Static<typeof BalanceRow>;
export const getTrialBalance = operation({
  name: 'books.get-trial-balance',
  method: 'GET',
  path: '/books/trial-balance',
  summary: 'Trial balance of a period: opening, debits, credits and closing of each account',
  input: Type.Object(Period),
  output: Type.Object({ from: CalendarDate, to: CalendarDate, rows: Type.Array(BalanceRow) }),
  permission: 'books:read',
  audit: 'none',
});
export const getAccount = operation({
  name: 'books.get-account',
  method: 'GET',
  path: '/books/accounts/:account/postings',
  summary: 'Postings of an account with its running balance, newest first',
  input: Type.Object({ account: AccountCode, ...Period, ...PageInput }),
  output: pageOf(
    Type.Object({
      entryId: Uuid,
      line: Type.Integer(),
      number: Type.Integer(),
      bookedOn: CalendarDate,
      kind: Type.String(),
      reference: Type.String(),
      account: AccountCode,
      amountMinor: Amount,
      currency: Currency,
      /** Of the account in this currency, this posting counted. */
      balanceMinor: Type.Integer(),
    }),
  ),
  permission: 'books:read',
  audit: 'none',
});
export const getRevenue = operation({
  name: 'books.get-revenue',
  method: 'GET',
  path: '/books/revenue',
  summary: 'Income by budget, account and month',
  input: Type.Object({ ...Period, level: Type.Optional(Level), region: Type.Optional(Type.String({ maxLength: 16 })) }),
  output: Type.Object({
    rows: Type.Array(
      Type.Object({
        month: Type.String(),
        level: Level,
        region: Type.Optional(Type.String()),
        account: Type.String(),
        currency: Currency,
        amountMinor: Type.Integer({ description: 'income positive' }),
      }),
    ),
  }),
  permission: 'books:read',
  audit: 'none',
});
