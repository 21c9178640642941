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

const question = {
  name: Type.String(),
  label: LocalText,
  hint: Type.Optional(LocalText),
  /** `text`, `long-text`, `number`, `date`, `choice`, `select`, `yes-no`, `email`, `country`, `list`, `files`. */
  widget: Type.String(),
  choices: Type.Optional(Type.Array(Type.Object({ value: Value, label: LocalText }))),
  autocomplete: Type.Optional(Type.String()),
  maxLength: Type.Optional(Type.Integer()),
  required: Type.Boolean(),
};
/** An entry of a list: what is given of its columns, by their names. */
export const Entry = Type.Record(Type.String(), Value);
/** A list with its first entries; `cases.list-entries` has all. */
export const ShownList = Type.Object({
  entry: LocalText,
  least: Type.Integer(),
  most: Type.Integer(),
  count: Type.Integer(),
  columns: Type.Array(Type.Object({ ...question, type: Type.Enum(['string', 'integer', 'number', 'boolean']) })),
  entries: Type.Array(Entry),
});
export type ShownList = Static<typeof ShownList>;

/** A file that is attached; `attachmentPath` is where it is served. */
export const Attachment = Type.Object({
  id: Type.String(),
  name: Type.String(),
  contentType: Type.String({ description: 'by its content' }),
  size: Type.Integer({ description: 'in bytes' }),
  sha256: Type.String(),
});
export type Attachment = Static<typeof Attachment>;

export const FormField = Type.Object({
  ...question,
  type: Type.Enum(['string', 'integer', 'number', 'boolean', 'array']),
  /** A register value: shown, never asked. Sending another value is refused. */
  locked: Type.Boolean(),
  /** Missing for a list and for files. */
  value: Type.Optional(Value),
  list: Type.Optional(ShownList),
  files: Type.Optional(
    Type.Object({
      accept: Type.Array(Type.String()),
      maxBytes: Type.Integer(),
      most: Type.Integer(),
      attached: Type.Array(Attachment),
    }),
  ),
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
