// SPDX-License-Identifier: Apache-2.0
/** The year of the demo country, entered at once. */
import { CalendarDate, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InvoiceLine, ways } from './invoices.ts';

export const DemoInvoice = Type.Object({
  key: Type.String({ maxLength: 80 }),
  /** INN of a company, or the number of a person. */
  payer: Type.Object({ kind: Type.Enum(['organisation', 'person']), number: Type.String({ maxLength: 20 }) }),
  lines: Type.Array(InvoiceLine, { minItems: 1, maxItems: 5 }),
  askedOn: CalendarDate,
  paid: Type.Optional(Type.Object({ way: Type.Enum([...ways]), on: CalendarDate, amountMinor: Type.Integer() })),
  refund: Type.Optional(
    Type.Object({
      amountMinor: Type.Integer(),
      on: CalendarDate,
      reason: Type.String(),
      waits: Type.Optional(Type.Boolean()),
    }),
  ),
  dispute: Type.Optional(Type.Object({ on: CalendarDate, reason: Type.String(), lost: Type.Optional(Type.Boolean()) })),
  exemption: Type.Optional(Type.Object({ act: Type.String(), clause: Type.String() })),
  expired: Type.Optional(Type.Boolean()),
});
export type DemoInvoice = Static<typeof DemoInvoice>;
export const DemoFee = Type.Object({
  code: Type.String(),
  title: InvoiceLine.properties.title,
  amountMinor: Type.Integer(),
  fromOn: CalendarDate,
  territory: Type.Optional(Type.String()),
  act: Type.String(),
  clause: Type.String(),
  draft: Type.Optional(Type.Boolean()),
});
export type DemoFee = Static<typeof DemoFee>;

export const enterDemoPayments = operation({
  name: 'payments.enter-demo-payments',
  method: 'PUT',
  path: '/payments/demo',
  summary: 'Enter fees and invoices of the demo country',
  input: Type.Object({
    fees: Type.Array(DemoFee, { maxItems: 100 }),
    items: Type.Array(DemoInvoice, { maxItems: 500 }),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'payments:enter-demo',
  audit: 'payments.demo-entered',
  refusals: ['payments.demo-off'],
});
