// SPDX-License-Identifier: Apache-2.0
import { event, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** ISO 4217 code. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const InvoiceLine = Type.Object({
  code: Type.String({ maxLength: 64 }),
  title: LocalText,
  amountMinor: Type.Integer({ minimum: 0, description: 'in minor units of the currency, such as cents' }),
});
export const InvoiceState = Type.Union([
  Type.Literal('open'),
  Type.Literal('paid'),
  Type.Literal('void'),
  Type.Literal('refunded'),
]);
export const Invoice = Type.Object({
  id: Uuid,
  /** What the invoice is for, in the words of who asked for it, such as `case:<id>`. */
  reference: Type.String({ maxLength: 200 }),
  number: Type.String(),
  payerId: Type.String({ description: 'person or organisation id' }),
  lines: Type.Array(InvoiceLine),
  amountMinor: Type.Integer({ minimum: 0 }),
  currency: Currency,
  state: InvoiceState,
  createdAt: Instant,
  paidAt: Type.Optional(Instant),
  receiptNo: Type.Optional(Type.String()),
  refundedAt: Type.Optional(Instant),
});
export type Invoice = Static<typeof Invoice>;

/** Asking again with the same reference answers with the same invoice; other lines for it are a conflict. */
export const createInvoice = operation({
  name: 'payments.create-invoice',
  method: 'POST',
  path: '/payments/invoices',
  summary: 'Ask somebody to pay',
  input: Type.Object({
    reference: Type.String({ maxLength: 200 }),
    payerId: Type.String({ maxLength: 64 }),
    lines: Type.Array(InvoiceLine, { minItems: 1, maxItems: 50 }),
    currency: Currency,
    returnPath: Type.String({ maxLength: 300, pattern: '^/[^/\\\\]', description: 'portal path the payer returns to' }),
  }),
  output: Invoice,
  permission: 'payments:invoice',
  audit: 'payments.invoice-created',
  about: { type: 'invoice', id: 'id', facts: ['reference', 'lines', 'currency'] },
  refusals: ['payments.reference-taken'],
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

/** Opens a checkout at the payment provider and answers with the address of its page. Repeating reuses an open checkout. */
export const startCheckout = operation({
  name: 'payments.start-checkout',
  method: 'POST',
  path: '/payments/invoices/:id/checkout',
  summary: "Go to the payment provider's page",
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ redirectUrl: Type.String() }),
  permission: 'payments:pay',
  check: 'resource',
  audit: 'payments.checkout-started',
  refusals: ['payments.invoice-unknown', 'payments.invoice-closed', 'payments.provider-unavailable'],
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
