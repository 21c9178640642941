// SPDX-License-Identifier: Apache-2.0
/** Money that goes back: refunds by two persons, and charge-backs, which the payer's bank takes by itself. */
import { Instant, operation, pageOf, PageInput, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AmountMinor, Currency, ways } from './invoices.ts';

export const refundStates = ['asked', 'declined', 'approved', 'done'] as const;
export const PartState = Type.Enum(['sent', 'payout', 'returned', 'given-up', 'done']);
export const Refund = Type.Object({
  id: Uuid,
  invoiceId: Uuid,
  invoiceNumber: Type.String(),
  amountMinor: AmountMinor,
  currency: Currency,
  kind: Type.Enum(['payer', 'surplus']),
  state: Type.Enum([...refundStates]),
  reason: Type.String(),
  askedByName: Type.String(),
  askedAt: Instant,
  decidedByName: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  doneAt: Type.Optional(Instant),
  /** By which way each part came. `payout`: paid out by transfer, let go by two; `returned`: it came back, or the bank did not take it. */
  parts: Type.Array(
    Type.Object({
      way: Type.Enum([...ways]),
      amountMinor: AmountMinor,
      state: PartState,
    }),
  ),
  /** Asked by whoever looks: another has to decide. */
  own: Type.Boolean(),
});
export type Refund = Static<typeof Refund>;

/** Never more than was paid, with what waits and what went back. */
export const askRefund = operation({
  name: 'payments.ask-refund',
  method: 'POST',
  path: '/payments/invoices/:id/refunds',
  summary: 'Ask for a refund, whole or in part',
  input: Type.Object({ id: Uuid, amountMinor: Type.Integer({ minimum: 1 }), reason: PrintableText(500, 5) }),
  output: Type.Object({ refundId: Uuid }),
  permission: 'payments:refund',
  audit: 'payments.refund-asked',
  about: { type: 'invoice', id: 'id', facts: ['amountMinor'] },
  refusals: ['payments.invoice-unknown', 'payments.more-than-paid', 'payments.invoice-disputed'],
});

export const decideRefund = operation({
  name: 'payments.decide-refund',
  method: 'POST',
  path: '/payments/refunds/:id/decision',
  summary: 'Approve or decline a refund that another asked for',
  input: Type.Object({ id: Uuid, approve: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'payments:refund',
  audit: 'payments.refund-decided',
  about: { type: 'refund', id: 'id', facts: ['approve'] },
  refusals: [
    ...['payments.refund-unknown', 'payments.refund-closed', 'payments.same-person', 'payments.more-than-paid'],
    'payments.invoice-disputed',
  ],
});

/** What payouts gave up or left out, such as for want of an account: two persons there let it go anew. */
export const payRefundAgain = operation({
  name: 'payments.pay-refund-again',
  method: 'POST',
  path: '/payments/refunds/:id/payout',
  summary: 'Hand a refund that was given up over to payouts again',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'payments:refund',
  audit: 'payments.refund-paid-again',
  about: { type: 'refund', id: 'id', facts: [] },
  refusals: ['payments.refund-unknown', 'payments.refund-closed', 'payments.same-person'],
});

export const listRefunds = operation({
  name: 'payments.list-refunds',
  method: 'GET',
  path: '/payments/refunds',
  summary: 'List refunds, what waits first',
  input: Type.Object({ ...PageInput, state: Type.Optional(Type.Enum([...refundStates])) }),
  output: pageOf(Refund),
  permission: 'payments:keep',
  audit: 'none',
});

export const disputeStates = ['open', 'answered', 'accepted', 'won', 'lost'] as const;
export const Dispute = Type.Object({
  id: Uuid,
  invoices: Type.Array(Type.Object({ id: Uuid, number: Type.String(), amountMinor: AmountMinor })),
  amountMinor: AmountMinor,
  currency: Currency,
  way: Type.Enum([...ways]),
  /** In the words of the provider, such as `fraudulent`. */
  reason: Type.String(),
  state: Type.Enum([...disputeStates]),
  openedAt: Instant,
  answerBy: Type.Optional(Instant),
  evidence: Type.Optional(Type.String()),
  answeredByName: Type.Optional(Type.String()),
  closedAt: Type.Optional(Instant),
});
export type Dispute = Static<typeof Dispute>;
export const listDisputes = operation({
  name: 'payments.list-disputes',
  method: 'GET',
  path: '/payments/disputes',
  summary: 'List charge-backs, what waits for an answer first',
  input: Type.Object({ ...PageInput, state: Type.Optional(Type.Enum([...disputeStates])) }),
  output: pageOf(Dispute),
  permission: 'payments:keep',
  audit: 'none',
});

/** With evidence it is contested, without it is accepted; the provider says how it ends. */
export const answerDispute = operation({
  name: 'payments.answer-dispute',
  method: 'POST',
  path: '/payments/disputes/:id/answer',
  summary: 'Answer a charge-back, or accept it',
  input: Type.Object({ id: Uuid, evidence: Type.Optional(PrintableText(2000, 10)) }),
  output: Type.Object({ id: Uuid }),
  permission: 'payments:keep',
  audit: 'payments.dispute-answered',
  about: { type: 'dispute', id: 'id', facts: [] },
  refusals: ['payments.dispute-unknown', 'payments.dispute-closed', 'payments.provider-unavailable'],
});
