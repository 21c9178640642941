// SPDX-License-Identifier: Apache-2.0
/**
 * What travels between chanceries: one information type an institution, `urn:stoa:documents:1.0:<institution>#Message`, since a
 * type has one reader. The files and signatures of a document are one ASiC-E container, an attachment of the message.
 */
import { CalendarDate, Instant, Uuid } from '@stoa/kernel/contract';
import { type Static, type TProperties, Type } from 'typebox';

const strict = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const Institution = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const Party = strict({ institutionId: Institution, name: Type.String({ minLength: 1, maxLength: 300 }) });
const Number = Type.String({ minLength: 1, maxLength: 60 });

export const Envelope = strict({
  /** Of this copy for this addressee: it is taken in once. */
  id: Uuid,
  sender: Party,
  addressee: Party,
  number: Number,
  date: CalendarDate,
  kind: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 40 }),
  subject: Type.String({ minLength: 1, maxLength: 500 }),
  language: Type.String({ minLength: 2, maxLength: 8 }),
  /** Open or for official use; what is confidential never goes this way. */
  label: Type.Integer({ minimum: 0, maximum: 1 }),
  sheets: Type.Optional(Type.String({ maxLength: 200 })),
  /** Number and date that the addressee gave to what this answers. */
  replyTo: Type.Optional(strict({ number: Number, date: Type.Optional(CalendarDate) })),
  files: Type.Array(
    strict({
      name: Type.String({ minLength: 1, maxLength: 255 }),
      mimeType: Type.String({ maxLength: 120 }),
      size: Type.Integer({ minimum: 0 }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      role: Type.Enum(['main', 'annex']),
    }),
    { minItems: 1, maxItems: 50 },
  ),
});
export type Envelope = Static<typeof Envelope>;

/** Why a copy was not taken. */
export const RefusalReason = Type.Enum([
  ...['wrong-addressee' as const, 'sender-unknown' as const, 'damaged' as const, 'tampered' as const],
  ...['signature-bad' as const, 'signature-missing' as const, 'too-large' as const, 'kind-unknown' as const],
  ...['file-refused' as const, 'by-clerk' as const, 'message-invalid' as const, 'not-admitted' as const],
]);
export type RefusalReason = Static<typeof RefusalReason>;
export const Refused = strict({ code: RefusalReason, text: Type.String({ maxLength: 1000 }) });
export type Refused = Static<typeof Refused>;

/** What the addressee says of a copy; `delivered` is its answer to the message itself. */
export const Receipt = strict({
  envelopeId: Uuid,
  state: Type.Enum(['registered', 'refused', 'in-execution', 'executed', 'recalled']),
  at: Instant,
  number: Type.Optional(Number),
  date: Type.Optional(CalendarDate),
  reason: Type.Optional(Refused),
});
export type Receipt = Static<typeof Receipt>;
export const Recall = strict({ envelopeId: Uuid, reason: Type.String({ minLength: 3, maxLength: 1000 }) });
export type Recall = Static<typeof Recall>;

/** Exactly one of them. */
export const Message = Type.Union([
  strict({ envelope: Envelope }),
  strict({ receipt: Receipt }),
  strict({ recall: Recall }),
]);
export type Message = Static<typeof Message>;
export const Answer = Type.Union([strict({ taken: Type.Literal(true) }), strict({ refused: Refused })]);
export type Answer = Static<typeof Answer>;

export const messageType = (institutionId: string): string => `urn:stoa:documents:1.0:${institutionId}#Message`;
/** Largest container, bytes. */
export const largestContainer = 10 * 1024 * 1024;
