// SPDX-License-Identifier: Apache-2.0
/** Days compared with the bank, and what differed. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { MainAccount, Name, Period, Words } from './shared.ts';

export const differenceKinds = [
  ...(['missing-at-bank', 'missing-with-us', 'other-amount', 'other-currency', 'twice'] as const),
] as const;
export const DifferenceKind = Type.Enum([...differenceKinds]);
export type DifferenceKind = Static<typeof DifferenceKind>;
export const differenceStates = ['open', 'asked', 'resolved', 'gone'] as const;
export const DifferenceState = Type.Enum([...differenceStates]);

export const Difference = Type.Object({
  id: Uuid,
  account: MainAccount,
  day: CalendarDate,
  kind: DifferenceKind,
  state: DifferenceState,
  bankReference: Type.Optional(Type.String()),
  entryId: Type.Optional(Uuid),
  statementId: Type.Optional(Uuid),
  oursMinor: Type.Optional(Type.Integer()),
  theirsMinor: Type.Optional(Type.Integer()),
  currency: Type.String(),
  foundAt: Instant,
});
export type Difference = Static<typeof Difference>;
export const DifferenceFilter = {
  state: Type.Optional(DifferenceState),
  kind: Type.Optional(DifferenceKind),
  account: Type.Optional(MainAccount),
  ...Period,
};
export const listDifferences = operation({
  name: 'books.list-differences',
  method: 'GET',
  path: '/books/differences',
  summary: 'What differs between the books and the bank, newest day first',
  input: Type.Object({ ...DifferenceFilter, ...PageInput }),
  output: pageOf(Difference),
  permission: 'books:read',
  audit: 'none',
});
export const getDifference = operation({
  name: 'books.get-difference',
  method: 'GET',
  path: '/books/differences/:id',
  summary: 'A difference and what was done about it, by whom',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Difference.properties,
    steps: Type.Array(
      Type.Object({
        what: Type.Enum(['found', 'matched', 'explained', 'asked', 'refused', 'posted']),
        reason: Type.Optional(Type.String()),
        entryId: Type.Optional(Uuid),
        byName: Name,
        at: Instant,
      }),
    ),
  }),
  permission: 'books:read',
  audit: 'none',
  refusals: ['books.difference-unknown'],
});
/** Without an entry, where nothing is to be booked; with one, it is proposed and another person decides. */
export const resolveDifference = operation({
  name: 'books.resolve-difference',
  method: 'POST',
  path: '/books/differences/:id/resolution',
  summary: 'Say why a difference needs no entry',
  input: Type.Object({ id: Uuid, reason: Words }),
  output: Type.Object({ id: Uuid, state: DifferenceState }),
  permission: 'books:keep',
  audit: 'books.difference-resolved',
  about: { type: 'difference', id: 'id', facts: ['reason'] },
  refusals: ['books.difference-unknown', 'books.difference-settled'],
});
export const Day = Type.Object({
  account: MainAccount,
  day: CalendarDate,
  matched: Type.Integer(),
  open: Type.Integer(),
  resolved: Type.Integer(),
  closed: Type.Boolean(),
  reconciledAt: Instant,
});
export const listDays = operation({
  name: 'books.list-days',
  method: 'GET',
  path: '/books/days',
  summary: 'Days compared with the bank, newest first',
  input: Type.Object({ account: Type.Optional(MainAccount), ...Period, ...PageInput }),
  output: pageOf(Day),
  permission: 'books:read',
  audit: 'none',
});
/** Runs by itself after each statement; again whenever somebody asks. */
export const reconcileAccount = operation({
  name: 'books.reconcile-account',
  method: 'POST',
  path: '/books/accounts/:account/reconciliation',
  summary: 'Compare an account with its bank statements',
  input: Type.Object({ account: MainAccount }),
  output: Type.Object({ account: MainAccount, matched: Type.Integer(), found: Type.Integer() }),
  permission: 'books:keep',
  audit: 'books.account-reconciled',
  about: { type: 'account', id: 'account', facts: ['matched', 'found'] },
  refusals: ['books.account-unknown'],
});
