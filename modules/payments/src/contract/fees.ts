// SPDX-License-Identifier: Apache-2.0
/** What is asked for what: fees by code, territory and day, drafted by one person and published by another. */
import { CalendarDate, Instant, LocalText, operation, PrintableText, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AmountMinor, Currency, FeeCode } from './invoices.ts';

export const LegalGround = { act: PrintableText(300, 3), clause: PrintableText(100, 1) };

const facts = {
  code: FeeCode,
  /** Where it is asked; everywhere without one. The narrowest that covers a place goes before. */
  territory: Type.Optional(RegionCode),
  title: LocalText,
  amountMinor: AmountMinor,
  currency: Currency,
  /** The first day; it ends where the next version of the same code and territory begins. */
  fromOn: CalendarDate,
  ...LegalGround,
};
export const Fee = Type.Object({ id: Uuid, ...facts, untilOn: Type.Optional(CalendarDate) });
export type Fee = Static<typeof Fee>;

export const listFees = operation({
  name: 'payments.list-fees',
  method: 'GET',
  path: '/payments/fees',
  summary: 'List the fees in force on a day',
  input: Type.Object({
    on: Type.Optional(CalendarDate),
    territory: Type.Optional(RegionCode),
    search: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  output: Type.Object({ on: CalendarDate, items: Type.Array(Fee) }),
  permission: 'public',
  audit: 'none',
});

export const FeeDraft = Type.Object({
  id: Uuid,
  ...facts,
  draftedAt: Instant,
  draftedByName: Type.String(),
  /** Of whoever asks: another has to publish it. */
  own: Type.Boolean(),
});
export const listFeeDrafts = operation({
  name: 'payments.list-fee-drafts',
  method: 'GET',
  path: '/payments/fee-drafts',
  summary: 'List fees that wait to be published',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(FeeDraft) }),
  permission: 'payments:set-fees',
  audit: 'none',
});

export const draftFee = operation({
  name: 'payments.draft-fee',
  method: 'POST',
  path: '/payments/fee-drafts',
  summary: 'Draft a version of a fee',
  input: Type.Object(facts),
  output: Type.Object({ id: Uuid }),
  permission: 'payments:set-fees',
  audit: 'payments.fee-drafted',
  about: { type: 'fee', id: 'id', facts: ['code', 'territory', 'amountMinor', 'fromOn'] },
  refusals: ['payments.territory-unknown'],
});

/** Never by who drafted it, never for a day that has begun: what was asked stays asked. */
export const decideFee = operation({
  name: 'payments.decide-fee',
  method: 'POST',
  path: '/payments/fee-drafts/:id/decision',
  summary: 'Publish a drafted fee, or drop it',
  input: Type.Object({ id: Uuid, publish: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'payments:set-fees',
  audit: 'payments.fee-decided',
  about: { type: 'fee', id: 'id', facts: ['publish'] },
  refusals: ['payments.fee-unknown', 'payments.same-person', 'payments.day-begun', 'payments.fee-taken'],
});

/** What is not asked, and by which law. All that is owed where no amount is said. */
export const exemptInvoice = operation({
  name: 'payments.exempt-invoice',
  method: 'POST',
  path: '/payments/invoices/:id/exemption',
  summary: 'Exempt the payer of an invoice',
  input: Type.Object({ id: Uuid, amountMinor: Type.Optional(Type.Integer({ minimum: 1 })), ...LegalGround }),
  output: Type.Object({ id: Uuid, owedMinor: AmountMinor }),
  permission: 'payments:set-fees',
  audit: 'payments.invoice-exempted',
  about: { type: 'invoice', id: 'id', facts: ['amountMinor', 'act', 'clause'] },
  refusals: [
    ...['payments.invoice-unknown', 'payments.invoice-closed', 'payments.more-than-owed'],
    'payments.same-person',
  ],
});
