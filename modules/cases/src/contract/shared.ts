// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, LocalText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const id = { id: Uuid };
/** The use case asks about the case itself. */
export const onCase = (permission: string) => ({ permission, check: 'resource' as const });
export const FieldName = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 });
export const PageId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
/** A typed value before it is read: what spoils it is taken out or refused by its field. */
export const typed = (maxLength: number) => Type.String({ maxLength });
export const TypedValue = Type.Union([typed(4000), Type.Number(), Type.Boolean(), Type.Null()]);

/**
 * `submitted`: sent, nobody has decided; `payment`, `clarification`: waits for the applicant to pay, or to answer while the
 * clock is paused; `decided`: the output is being made; `closed`: finished, see outcome.
 */
export const CaseState = Type.Enum(['draft', 'submitted', 'payment', 'clarification', 'decided', 'closed']);
export type CaseState = Static<typeof CaseState>;

/** How a case ended: what its end event says, such as `issued`, `refused`, `lapsed`, or `withdrawn`. */
export const Outcome = Type.String({ maxLength: 64 });

export const CaseSummary = Type.Object({
  ...id,
  number: Type.Optional(Type.String({ description: 'given on submission, such as WP-2026-000012' })),
  serviceId: Type.String(),
  title: LocalText,
  applicantName: Type.String(),
  state: CaseState,
  outcome: Type.Optional(Outcome),
  startedAt: Instant,
  changedAt: Instant,
  submittedAt: Type.Optional(Instant),
  dueOn: Type.Optional(CalendarDate),
});
export type CaseSummary = Static<typeof CaseSummary>;

export const FieldError = Type.Object({
  field: FieldName,
  /** Of a list: which entry, counted from 1, and which of its columns. */
  entry: Type.Optional(Type.Integer()),
  column: Type.Optional(FieldName),
  code: Type.String(),
  message: LocalText,
});
export type FieldError = Static<typeof FieldError>;
