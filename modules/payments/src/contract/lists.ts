// SPDX-License-Identifier: Apache-2.0
/** What a payer sees of their own, and what an accountant sees of everybody's. */
import { CalendarDate, Instant, operation, pageOf, PageInput, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AmountMinor, Currency, FeeCode, Invoice, invoiceStates, ProviderName, ways } from './invoices.ts';
import { Dispute, Refund } from './refunds.ts';

const Way = Type.Enum([...ways]);
/** States as one looks for them: with what an open invoice may be besides. */
export const soughtStates = [...invoiceStates, 'part-paid', 'overdue'] as const;
const period = { from: Type.Optional(CalendarDate), to: Type.Optional(CalendarDate) };
export const OwnFilter = {
  state: Type.Optional(Type.Enum([...soughtStates])),
  code: Type.Optional(FeeCode),
  ...period,
};

/** Where a payer can transfer money to. */
export const Account = Type.Object({ iban: Type.String(), name: Type.String() });
/** What is owed stands first, then the newest. */
export const listOwnInvoices = operation({
  name: 'payments.list-own-invoices',
  method: 'GET',
  path: '/payments/own/invoices',
  summary: 'List the invoices of whom one acts for',
  input: Type.Object({ ...PageInput, ...OwnFilter }),
  output: Type.Object({
    ...pageOf(Invoice).properties,
    /** Over all pages, by currency. */
    sums: Type.Array(
      Type.Object({
        currency: Currency,
        count: Type.Integer(),
        amountMinor: AmountMinor,
        paidMinor: AmountMinor,
        refundedMinor: AmountMinor,
        owedMinor: AmountMinor,
      }),
    ),
    codes: Type.Array(Type.String()),
    providers: Type.Array(ProviderName),
    account: Type.Optional(Account),
  }),
  permission: 'payments:own',
  audit: 'none',
});

export const orders = ['created', 'due', 'amount'] as const;
export const InvoiceSummary = Type.Object({
  ...Invoice.properties,
  /** By which ways it was paid. */
  ways: Type.Array(Way),
});
export const listInvoices = operation({
  name: 'payments.list-invoices',
  method: 'GET',
  path: '/payments/invoices',
  summary: 'List invoices',
  input: Type.Object({
    ...PageInput,
    ...OwnFilter,
    way: Type.Optional(Way),
    /** A number, a creditor reference, or the end of either. */
    search: Type.Optional(Type.String({ maxLength: 60 })),
    order: Type.Optional(Type.Enum([...orders])),
    rising: Type.Optional(Type.Boolean()),
  }),
  output: Type.Object({ ...pageOf(InvoiceSummary).properties, codes: Type.Array(Type.String()) }),
  permission: 'payments:keep',
  audit: 'none',
});

export const stepKinds = [
  ...['asked', 'started', 'abandoned', 'exempted', 'refund-asked', 'refund-declined', 'refund-approved'],
  ...['payment', 'refund', 'surplus', 'surplus-returned'],
  ...['charge-back', 'charge-back-won', 'charge-back-lost', 'due', 'expires', 'void'],
] as const;
/** Everything that happened to an invoice, in order. */
export const Step = Type.Object({
  kind: Type.String(),
  at: Instant,
  amountMinor: Type.Optional(AmountMinor),
  way: Type.Optional(Type.String()),
  /** Who of the office did it; the payer is not told. */
  byName: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
});
export type Step = Static<typeof Step>;
export const getWay = operation({
  name: 'payments.get-way',
  method: 'GET',
  path: '/payments/invoices/:id/way',
  summary: 'Read an invoice with all that happened to it',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    invoice: Invoice,
    steps: Type.Array(Step),
    refunds: Type.Array(Refund),
    disputes: Type.Array(Dispute),
    /** What may still be asked back. */
    refundableMinor: AmountMinor,
    providers: Type.Array(ProviderName),
    account: Type.Optional(Account),
  }),
  permission: 'payments:read',
  check: 'resource',
  audit: 'none',
  refusals: ['payments.invoice-unknown'],
});

export const getFigures = operation({
  name: 'payments.get-figures',
  method: 'GET',
  path: '/payments/figures',
  summary: 'Revenue by fee, day and way, and what waits',
  input: Type.Object(period),
  output: Type.Object({
    currency: Currency,
    from: CalendarDate,
    to: CalendarDate,
    /** What came in less what went back. */
    byFee: Type.Array(Type.Object({ code: Type.String(), amountMinor: Type.Integer() })),
    byDay: Type.Array(Type.Object({ day: CalendarDate, amountMinor: Type.Integer() })),
    byWay: Type.Array(Type.Object({ way: Type.String(), amountMinor: Type.Integer() })),
    waiting: Type.Object({
      refunds: Type.Integer(),
      payouts: Type.Integer(),
      disputes: Type.Integer(),
      transfers: Type.Integer(),
      drafts: Type.Integer(),
      overdue: Type.Integer(),
      owedMinor: AmountMinor,
    }),
  }),
  permission: 'payments:keep',
  audit: 'none',
});

export const transferFaults = ['no-reference', 'unknown-reference', 'other-currency', 'closed'] as const;
/** An entry of a bank statement on the account that payers transfer to. */
export const Transfer = Type.Object({
  entryId: Type.String(),
  bookedOn: CalendarDate,
  amountMinor: AmountMinor,
  currency: Currency,
  creditorReference: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  state: Type.Enum(['matched', 'unmatched']),
  fault: Type.Optional(Type.Enum([...transferFaults])),
  invoiceId: Type.Optional(Uuid),
  invoiceNumber: Type.Optional(Type.String()),
});
export const listTransfers = operation({
  name: 'payments.list-transfers',
  method: 'GET',
  path: '/payments/transfers',
  summary: 'List money that came by transfer, what fits no invoice first',
  input: Type.Object({ ...PageInput, state: Type.Optional(Type.Enum(['matched', 'unmatched'])) }),
  output: pageOf(Transfer),
  permission: 'payments:keep',
  audit: 'none',
});
export const allotTransfer = operation({
  name: 'payments.allot-transfer',
  method: 'POST',
  path: '/payments/transfers/:entryId/invoice',
  summary: 'Say which invoice a transfer pays',
  input: Type.Object({ entryId: Type.String({ maxLength: 100 }), invoiceNumber: Type.String({ maxLength: 40 }) }),
  output: Type.Object({ invoiceId: Uuid }),
  permission: 'payments:keep',
  audit: 'payments.transfer-allotted',
  about: { type: 'transfer', id: 'entryId', facts: ['invoiceNumber'] },
  refusals: [
    ...['payments.transfer-unknown', 'payments.transfer-allotted', 'payments.invoice-unknown'],
    ...['payments.currency-differs', 'payments.invoice-closed', 'payments.same-person'],
  ],
});

export const paperLanguages = ['en', 'ru', 'kk', 'uk', 'ar'] as const;
export const statementForms = ['csv', 'xlsx', 'pdf'] as const;
/** Rows of one file at most. */
export const mostStatementRows = 5000;
export const StatementAsked = Type.Object(
  { ...OwnFilter, as: Type.Enum([...statementForms]), language: Type.Enum([...paperLanguages]) },
  { additionalProperties: false },
);
export const PaperAsked = Type.Object(
  { id: Uuid, language: Type.Optional(Type.Enum([...paperLanguages])) },
  { additionalProperties: false },
);
