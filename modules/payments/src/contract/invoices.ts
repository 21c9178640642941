// SPDX-License-Identifier: Apache-2.0
/** Invoices, and paying them: whole, in parts, several at once. */
import { CalendarDate, event, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** ISO 4217 code. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
export const FeeCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 64 });
export const AmountMinor = Type.Integer({ minimum: 0, description: 'in minor units of the currency, such as cents' });
const PositiveMinor = Type.Integer({ minimum: 1, description: 'in minor units of the currency, such as cents' });

export const InvoiceLine = Type.Object({
  code: Type.String({ maxLength: 64 }),
  title: LocalText,
  amountMinor: AmountMinor,
  feeId: Type.Optional(Uuid),
});
export type InvoiceLine = Static<typeof InvoiceLine>;
export const invoiceStates = ['open', 'paid', 'void', 'refunded', 'expired', 'disputed', 'charged-back'] as const;
export const InvoiceState = Type.Enum([...invoiceStates]);
export const Invoice = Type.Object({
  id: Uuid,
  /** What the invoice is for, in the words of who asked for it, such as `case:<id>`. */
  reference: Type.String({ maxLength: 200 }),
  number: Type.String(),
  /** ISO 11649, for whoever pays by bank transfer. */
  creditorReference: Type.String(),
  payerId: Type.String({ description: 'person or organisation id' }),
  lines: Type.Array(InvoiceLine),
  amountMinor: AmountMinor,
  /** Paid so far, whatever went back since. */
  paidMinor: AmountMinor,
  exemptMinor: AmountMinor,
  refundedMinor: AmountMinor,
  chargedBackMinor: AmountMinor,
  /** What is left to pay. */
  owedMinor: AmountMinor,
  currency: Currency,
  state: InvoiceState,
  createdAt: Instant,
  dueOn: Type.Optional(CalendarDate),
  expiresAt: Type.Optional(Instant),
  paidAt: Type.Optional(Instant),
  receiptNo: Type.Optional(Type.String()),
  refundedAt: Type.Optional(Instant),
});
export type Invoice = Static<typeof Invoice>;

/** A line with an amount stands as it is; one without takes title and amount from the fee in force today. */
export const LineAsked = Type.Object({
  code: Type.String({ maxLength: 64 }),
  title: Type.Optional(LocalText),
  amountMinor: Type.Optional(AmountMinor),
  territory: Type.Optional(Type.String({ maxLength: 16 })),
});
export type LineAsked = Static<typeof LineAsked>;

/** Asking again with the same reference answers with the same invoice; other lines for it are a conflict. */
export const createInvoice = operation({
  name: 'payments.create-invoice',
  method: 'POST',
  path: '/payments/invoices',
  summary: 'Ask somebody to pay',
  input: Type.Object({
    reference: Type.String({ maxLength: 200 }),
    payerId: Type.String({ maxLength: 64 }),
    lines: Type.Array(LineAsked, { minItems: 1, maxItems: 50 }),
    currency: Currency,
    returnPath: Type.String({ maxLength: 300, pattern: '^/[^/\\\\]', description: 'portal path the payer returns to' }),
    /** By when it should be paid; thirty days from today if not said. */
    dueOn: Type.Optional(CalendarDate),
    /** The last day on which it can be paid: nothing was paid by then, nothing is owed any more. Never if not said. */
    expiresOn: Type.Optional(CalendarDate),
  }),
  output: Invoice,
  permission: 'payments:invoice',
  audit: 'payments.invoice-created',
  about: { type: 'invoice', id: 'id', facts: ['reference', 'lines', 'currency'] },
  refusals: [
    'payments.reference-taken',
    'payments.fee-unknown',
    'payments.currency-differs',
    'payments.dates-reversed',
  ],
});

export const getInvoice = operation({
  name: 'payments.get-invoice',
  method: 'GET',
  path: '/payments/invoices/:id',
  summary: 'Read an invoice',
  input: Type.Object({ id: Uuid }),
  output: Invoice,
  permission: 'payments:read',
  check: 'resource',
  audit: 'none',
  refusals: ['payments.invoice-unknown'],
});

export const providerNames = ['bank', 'stripe', 'initiation'] as const;
export const ProviderName = Type.Enum([...providerNames]);
export type ProviderName = Static<typeof ProviderName>;
/** By which money comes in: providers, and transfers that name an invoice by its reference. */
export const ways = [...providerNames, 'transfer'] as const;
export type Way = (typeof ways)[number];

const payRefusals = [
  'payments.invoice-unknown',
  'payments.invoice-closed',
  'payments.provider-unavailable',
  'payments.provider-unknown',
  'payments.more-than-owed',
];

/** Opens a checkout at the payment provider and answers with the address of its page. Repeating reuses an open checkout. */
export const startCheckout = operation({
  name: 'payments.start-checkout',
  method: 'POST',
  path: '/payments/invoices/:id/checkout',
  summary: "Go to the payment provider's page",
  input: Type.Object({
    id: Uuid,
    /** The first that is connected if not said. */
    provider: Type.Optional(ProviderName),
    /** A part of what is owed; all of it if not said. */
    amountMinor: Type.Optional(PositiveMinor),
  }),
  output: Type.Object({ redirectUrl: Type.String() }),
  permission: 'payments:pay',
  check: 'resource',
  audit: 'payments.checkout-started',
  refusals: payRefusals,
});

/** One payment for several invoices of one payer and one currency: each gets what it is owed. */
export const startBasket = operation({
  name: 'payments.start-basket',
  method: 'POST',
  path: '/payments/basket/checkout',
  summary: 'Pay several invoices at once',
  input: Type.Object({
    invoiceIds: Type.Array(Uuid, { minItems: 2, maxItems: 20, uniqueItems: true }),
    provider: Type.Optional(ProviderName),
  }),
  output: Type.Object({ redirectUrl: Type.String() }),
  permission: 'payments:pay',
  check: 'resource',
  audit: 'payments.checkout-started',
  refusals: [...payRefusals, 'payments.currency-differs', 'payments.payers-differ'],
});

/** A withdrawn matter owes nothing; a paid invoice stays paid. */
export const voidInvoice = operation({
  name: 'payments.void-invoice',
  method: 'POST',
  path: '/payments/invoices/:id/void',
  summary: 'Cancel an unpaid invoice',
  input: Type.Object({ id: Uuid }),
  output: Invoice,
  permission: 'payments:invoice',
  audit: 'payments.invoice-voided',
  about: { type: 'invoice', id: 'id', facts: [] },
  refusals: ['payments.invoice-unknown', 'payments.invoice-closed'],
});

/** Nothing is owed of an invoice any more: what was not paid is exempt. */
export const invoicePaid = event(
  'payments.invoice-paid.v1',
  Type.Object({
    invoiceId: Uuid,
    reference: Type.String(),
    amountMinor: Type.Integer(),
    currency: Currency,
    receiptNo: Type.String(),
  }),
);

/** The whole amount of a paid invoice went back to the payer. */
export const invoiceRefunded = event(
  'payments.invoice-refunded.v1',
  Type.Object({ invoiceId: Uuid, reference: Type.String(), amountMinor: Type.Integer(), currency: Currency }),
);

/** Its last day has passed and nothing of it was paid. */
export const invoiceExpired = event(
  'payments.invoice-expired.v1',
  Type.Object({ invoiceId: Uuid, reference: Type.String() }),
  { public: true },
);
