// SPDX-License-Identifier: Apache-2.0
/** Statements of banks (ISO 20022 camt.053, versions 02 and 08). */
import { CalendarDate, event, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Amount, Currency, MainAccount, Name } from './shared.ts';

/** Characters of a file. */
export const largestStatement = 20_000_000;
export const Statement = Type.Object({
  id: Uuid,
  account: MainAccount,
  iban: Type.String(),
  name: Type.String(),
  version: Type.String(),
  from: CalendarDate,
  to: CalendarDate,
  openingMinor: Amount,
  closingMinor: Amount,
  currency: Currency,
  entries: Type.Integer(),
  /** Entries that no statement before had. */
  fresh: Type.Integer(),
  /** It does not begin with the balance that the one before ended with. */
  gap: Type.Boolean(),
  takenBy: Name,
  takenAt: Instant,
});
export type Statement = Static<typeof Statement>;

/** The same file again, and entries that came before, change nothing. */
export const takeStatement = operation({
  name: 'books.take-statement',
  method: 'POST',
  path: '/books/statements',
  summary: 'Take in a bank statement (camt.053)',
  input: Type.Object({ xml: Type.String({ minLength: 1, maxLength: largestStatement }) }),
  output: Type.Object({ items: Type.Array(Statement), again: Type.Boolean() }),
  permission: 'books:keep',
  bodyMiB: 21,
  audit: 'books.statement-taken',
  refusals: [
    'books.statement-unreadable',
    'books.statement-account-unknown',
    'books.statement-unbalanced',
    'books.statement-contradicts',
  ],
});
export const listStatements = operation({
  name: 'books.list-statements',
  method: 'GET',
  path: '/books/statements',
  summary: 'Bank statements, newest first',
  input: Type.Object({ account: Type.Optional(MainAccount), ...PageInput }),
  output: pageOf(Statement),
  permission: 'books:read',
  audit: 'none',
});
export const StatementEntry = Type.Object({
  id: Uuid,
  name: Type.String(),
  bookedOn: CalendarDate,
  amountMinor: Amount,
  currency: Currency,
  bankReference: Type.Optional(Type.String()),
  returnReason: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  matched: Type.Boolean(),
});
export const getStatement = operation({
  name: 'books.get-statement',
  method: 'GET',
  path: '/books/statements/:id',
  summary: 'A bank statement and its entries',
  input: Type.Object({ id: Uuid, ...PageInput }),
  output: Type.Object({ statement: Statement, ...pageOf(StatementEntry).properties }),
  permission: 'books:read',
  audit: 'books.statement-read',
  about: { type: 'statement', id: 'id', facts: [] },
  refusals: ['books.statement-unknown'],
});

/** An entry of a bank statement, once each. */
export const statementEntry = event(
  'books.statement-entry.v1',
  Type.Object({
    entryId: Uuid,
    account: MainAccount,
    bookedOn: CalendarDate,
    amountMinor: Type.Integer({ description: 'credit positive' }),
    currency: Currency,
    endToEndId: Type.Optional(Type.String()),
    creditorReference: Type.Optional(Type.String()),
    text: Type.Optional(Type.String()),
    /** ISO 20022 code of why a payment came back. */
    returnReason: Type.Optional(Type.String()),
  }),
);
