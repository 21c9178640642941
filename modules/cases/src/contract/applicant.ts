// SPDX-License-Identifier: Apache-2.0
import { RuleText } from '@stoa/catalogue/contract';
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  pageOf,
  PrintableText,
  Uuid,
  IdPageInput,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CaseSummary, Outcome, TypedValue, id, onCase } from './shared.ts';
import { FormField } from './shapes.ts';

export const TimelineEntry = Type.Object({
  at: Instant,
  /** Stable code: `submitted`, `fee-asked`, `fee-paid`, `check-asked`, `check-answered`, `clarification-asked`, … */
  kind: Type.String(),
  text: LocalText,
  /** Seen by officers and auditors only. */
  internal: Type.Boolean(),
  actor: Type.Optional(Type.String()),
});
export type TimelineEntry = Static<typeof TimelineEntry>;

export const Clarification = Type.Object({
  ...id,
  field: FormField,
  question: Type.String(),
  askedAt: Instant,
  previousValue: Type.Optional(TypedValue),
  answeredAt: Type.Optional(Instant),
  answer: Type.Optional(TypedValue),
  note: Type.Optional(Type.String()),
});
export type Clarification = Static<typeof Clarification>;

export const Output = Type.Object({
  ...id,
  caseId: Uuid,
  caseNumber: Type.String(),
  code: Type.String({ description: 'which output of the service: permit, refusal, …' }),
  title: LocalText,
  number: Type.String(),
  state: Type.Enum(['valid', 'expired', 'revoked']),
  issuedAt: Instant,
  validUntil: Type.Optional(CalendarDate),
  sha256: Type.String(),
  sizeBytes: Type.Integer(),
  verificationCode: Type.String(),
  /** Path of the PDF below the origin. */
  file: Type.String(),
  /** The same as PDF/UA; missing where it was issued before there were twins. */
  accessibleFile: Type.Optional(Type.String()),
});
export type Output = Static<typeof Output>;

export const Decision = Type.Object({
  outcome: Outcome,
  at: Instant,
  officer: Type.Optional(Type.String()),
  office: LocalText,
  reasons: Type.Array(RuleText),
  text: Type.Optional(Type.String()),
});

export const CasePage = Type.Object({
  ...CaseSummary.properties,
  version: Type.String(),
  office: Type.Optional(LocalText),
  /** The working-day clock stands still since then. */
  pausedAt: Type.Optional(Instant),
  invoice: Type.Optional(
    Type.Object({
      id: Uuid,
      amountMinor: Type.Integer(),
      currency: Type.String(),
      paid: Type.Boolean(),
      refundedAt: Type.Optional(Instant),
      reasons: Type.Array(RuleText),
    }),
  ),
  /** Something promised about this case has failed since then and is tried again. */
  lateSince: Type.Optional(Instant),
  clarification: Type.Optional(Clarification),
  decision: Type.Optional(Decision),
  outputs: Type.Array(Output),
  timeline: Type.Array(TimelineEntry),
  canWithdraw: Type.Boolean(),
});
export type CasePage = Static<typeof CasePage>;

/**
 * By which power to act in order to open a case; without one, for oneself. Somebody without such a power learns nothing, not
 * even that there is a case.
 */
export const findApplicant = operation({
  name: 'cases.find-applicant',
  method: 'GET',
  path: '/cases/:id/applicant',
  summary: 'Learn for whom I must act to open an application',
  input: Type.Object(id),
  output: Type.Object({ power: Type.Optional(Type.Object({ id: Uuid, name: LocalText })) }),
  permission: 'cases:apply',
  audit: 'none',
  refusals: ['cases.case-unknown'],
});

export const getCase = operation({
  name: 'cases.get-case',
  method: 'GET',
  path: '/cases/:id',
  summary: 'Follow an application',
  input: Type.Object(id),
  output: CasePage,
  ...onCase('cases:read'),
  audit: 'cases.case-read',
  refusals: ['cases.case-unknown'],
});

/** Opens the checkout at the payment provider. */
export const payFee = operation({
  name: 'cases.pay-fee',
  method: 'POST',
  path: '/cases/:id/payment',
  summary: 'Pay the fee of an application',
  input: Type.Object(id),
  output: Type.Object({ redirectUrl: Type.String() }),
  ...onCase('cases:pay'),
  audit: 'cases.payment-started',
  refusals: ['cases.case-unknown', 'cases.nothing-to-pay', 'payments.provider-unavailable'],
});

export const answerClarification = operation({
  name: 'cases.answer-clarification',
  method: 'POST',
  path: '/cases/:id/clarifications/:clarificationId/answer',
  summary: "Answer an officer's question about one field",
  input: Type.Object({ ...id, clarificationId: Uuid, value: TypedValue, note: Type.Optional(PrintableText(2000)) }),
  output: Clarification,
  ...onCase('cases:change'),
  audit: 'cases.clarification-answered',
  refusals: [
    'cases.case-unknown',
    'cases.clarification-unknown',
    'cases.clarification-answered',
    'cases.answers-invalid',
  ],
});

export const withdrawCase = operation({
  name: 'cases.withdraw-case',
  method: 'POST',
  path: '/cases/:id/withdrawal',
  summary: 'Withdraw an application that is not decided yet',
  input: Type.Object({ ...id, reason: Type.Optional(PrintableText(2000)) }),
  output: CaseSummary,
  ...onCase('cases:change'),
  audit: 'cases.case-withdrawn',
  refusals: ['cases.case-unknown', 'cases.not-withdrawable'],
});

export const listOutputs = operation({
  name: 'cases.list-outputs',
  method: 'GET',
  path: '/cases/outputs',
  summary: 'List the documents issued to me, or to whom I act for',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Output),
  permission: 'cases:apply',
  audit: 'none',
});

/** For `portfolio`, in the order of ids: what runs out, and whose it is. */
export const listHeld = operation({
  name: 'cases.list-held',
  method: 'GET',
  path: '/cases/held',
  summary: 'What runs out, and whose it is',
  input: Type.Object({ ...IdPageInput, caseId: Type.Optional(Uuid) }),
  output: pageOf(
    Type.Object({
      ...{ ...Output.properties, validUntil: CalendarDate, serviceId: Type.String() },
      ...{ holderKind: Type.Enum(['person', 'organisation']), holderId: Type.String() },
      facts: Type.Array(Type.Object({ label: LocalText, value: Type.String() })),
    }),
  ),
  permission: 'cases:tell-held',
  audit: 'none',
});

/** Where the signed PDF of an output is served (GET, application/pdf, sign-in and access as for the case). */
export const outputFilePath = (outputId: string): string => `/api/cases/outputs/${outputId}/file`;
/** The same document as PDF/UA, for who reads by other means. */
export const accessibleFilePath = (outputId: string): string => `/api/cases/outputs/${outputId}/accessible`;
