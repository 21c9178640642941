// SPDX-License-Identifier: Apache-2.0
/** Shapes shared by several operations of this module's contract. */
import { Instant, LocalText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

/** Where a value came from. */
export const Provenance = Type.Object({
  kind: Type.Enum(['typed', 'register', 'officer']),
  at: Type.Optional(Instant),
  /** Of a register value: the register's title, its exchange service and the logged message. */
  register: Type.Optional(Type.Object({ name: Type.String(), title: LocalText, service: Type.String() })),
  messageId: Type.Optional(Type.String()),
});
export type Provenance = Static<typeof Provenance>;

export const FormField = Type.Object({
  name: Type.String(),
  label: LocalText,
  hint: Type.Optional(LocalText),
  type: Type.Enum(['string', 'integer', 'number', 'boolean']),
  /** `text`, `long-text`, `number`, `date`, `choice`, `select`, `yes-no`, `email`, `country`. */
  widget: Type.String(),
  choices: Type.Optional(Type.Array(Type.Object({ value: Value, label: LocalText }))),
  autocomplete: Type.Optional(Type.String()),
  maxLength: Type.Optional(Type.Integer()),
  required: Type.Boolean(),
  /** A register value: shown, never asked. Sending another value is refused. */
  locked: Type.Boolean(),
  value: Type.Optional(Value),
  source: Provenance,
  error: Type.Optional(Type.Object({ code: Type.String(), message: LocalText })),
});
export type FormField = Static<typeof FormField>;

export const DeliveryState = Type.Enum(['queued', 'sent', 'answered', 'rejected', 'failed']);
export type DeliveryState = Static<typeof DeliveryState>;

/** A message of the case on the exchange; `messageId` is the id under which connector and hub have logged it. */
export const ExchangeMessage = Type.Object({
  messageId: Type.String(),
  kind: Type.Enum(['sync', 'request', 'card']),
  /** Exchange service or information type. */
  name: Type.String(),
  state: DeliveryState,
  sentAt: Type.Optional(Instant),
  answeredAt: Type.Optional(Instant),
  responseId: Type.Optional(Type.String()),
  from: Type.Optional(Type.String()),
});
export type ExchangeMessage = Static<typeof ExchangeMessage>;

export const EvidenceEntry = Type.Object({
  at: Instant,
  kind: Type.String(),
  actor: Type.Optional(Type.String()),
  node: Type.Optional(Type.String()),
  facts: Type.Record(Type.String(), Type.Unknown()),
});
export type EvidenceEntry = Static<typeof EvidenceEntry>;
