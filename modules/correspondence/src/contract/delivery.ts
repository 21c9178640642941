// SPDX-License-Identifier: Apache-2.0
/** Sending a registered document, and following each copy of it. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Refused } from './message.ts';

const about = { type: 'document', id: 'documentId' } as const;
const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });

/** `handed` into a cabinet, `printed` for the post. */
export const deliveryStates = [
  ...['queued', 'sent', 'delivered', 'registered', 'in-execution', 'executed'],
  ...['refused', 'recalled', 'handed', 'printed'],
] as const;
export const DeliveryState = Type.Enum([
  ...['queued' as const, 'sent' as const, 'delivered' as const, 'registered' as const, 'in-execution' as const],
  ...['executed' as const, 'refused' as const, 'recalled' as const, 'handed' as const, 'printed' as const],
]);
export type DeliveryState = Static<typeof DeliveryState>;
export const Way = Type.Enum(['exchange', 'cabinet', 'print']);
export type Way = Static<typeof Way>;

export const Delivery = Type.Object({
  id: Uuid,
  documentId: Uuid,
  way: Way,
  addressee: Type.String(),
  addresseeId: Type.Optional(InstitutionId),
  address: Type.Optional(Type.String()),
  state: DeliveryState,
  theirNumber: Type.Optional(Type.String()),
  theirDate: Type.Optional(CalendarDate),
  reason: Type.Optional(Refused),
  recallAskedAt: Type.Optional(Instant),
  /** How often it was tried in vain since it last went on, and what stood in the way. */
  tries: Type.Integer(),
  hindrance: Type.Optional(Type.String()),
  steps: Type.Array(Type.Object({ state: DeliveryState, at: Instant })),
  may: Type.Array(Type.Enum(['resend', 'recall', 'print'])),
});
export type Delivery = Static<typeof Delivery>;

export const sendDocument = operation({
  name: 'correspondence.send-document',
  method: 'POST',
  path: '/correspondence/documents/:documentId/copies',
  summary: 'Send a registered document to its addressees, a copy each, by the way that reaches them',
  input: Type.Object({ documentId: Uuid }),
  output: Type.Object({ copies: Type.Integer() }),
  permission: 'correspondence:send',
  audit: 'correspondence.document-sent',
  about: { ...about, facts: ['copies'] },
  refusals: [
    'correspondence.not-to-send',
    'correspondence.no-addressee',
    'correspondence.sent-already',
    'correspondence.confidential',
    'correspondence.too-large',
    'correspondence.no-file',
    'correspondence.not-admitted',
  ],
});

export const listDeliveries = operation({
  name: 'correspondence.list-deliveries',
  method: 'GET',
  path: '/correspondence/documents/:documentId/copies',
  summary: 'Where each copy of a document is',
  input: Type.Object({ documentId: Uuid }),
  output: Type.Object({ items: Type.Array(Delivery), maySend: Type.Boolean() }),
  permission: 'correspondence:read',
  audit: 'none',
});

export const resendCopy = operation({
  name: 'correspondence.resend-copy',
  method: 'POST',
  path: '/correspondence/copies/:id/sending',
  summary: 'Send a copy again that was refused or recalled, or try at once what waits',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'correspondence:send',
  audit: 'correspondence.copy-resent',
  about: { type: 'copy', id: 'id', facts: [] },
  refusals: [
    'correspondence.copy-unknown',
    'correspondence.not-to-resend',
    'correspondence.not-to-send',
    'correspondence.not-admitted',
  ],
});

export const recallCopy = operation({
  name: 'correspondence.recall-copy',
  method: 'POST',
  path: '/correspondence/copies/:id/recall',
  summary: 'Take a copy back; once it is registered there, the addressee is asked',
  input: Type.Object({ id: Uuid, reason: visibleText(1000, 3) }),
  output: Type.Object({ id: Uuid, state: DeliveryState }),
  permission: 'correspondence:send',
  audit: 'correspondence.copy-recalled',
  about: { type: 'copy', id: 'id', facts: ['reason'] },
  refusals: ['correspondence.copy-unknown', 'correspondence.not-to-recall', 'correspondence.not-to-send'],
});

export const refuseArrival = operation({
  name: 'correspondence.refuse-arrival',
  method: 'POST',
  path: '/correspondence/arrivals/:documentId/refusal',
  summary: 'Send back, before it has a number, what came to the wrong place',
  input: Type.Object({ documentId: Uuid, reason: visibleText(1000, 3) }),
  output: Type.Object({ documentId: Uuid }),
  permission: 'correspondence:send',
  audit: 'correspondence.arrival-refused',
  about: { ...about, facts: ['reason'] },
  refusals: ['correspondence.arrival-unknown', 'correspondence.registered-already'],
});

export const Passage = Type.Object({
  id: Uuid,
  documentId: Type.Optional(Uuid),
  direction: Type.Enum(['sent', 'came']),
  institutionId: InstitutionId,
  party: Type.String(),
  way: Way,
  number: Type.Optional(Type.String()),
  date: Type.Optional(CalendarDate),
  subject: Type.String(),
  state: DeliveryState,
  theirNumber: Type.Optional(Type.String()),
  theirDate: Type.Optional(CalendarDate),
  reason: Type.Optional(Refused),
  at: Instant,
});
export type Passage = Static<typeof Passage>;

export const listPassages = operation({
  name: 'correspondence.list-passages',
  method: 'GET',
  path: '/correspondence/institutions/:institutionId/passages',
  summary: 'What an institution sent and what came to it, the latest first',
  input: Type.Object({
    institutionId: InstitutionId,
    direction: Type.Optional(Type.Enum(['sent', 'came'])),
    state: Type.Optional(DeliveryState),
    way: Type.Optional(Way),
    ...PageInput,
  }),
  output: pageOf(Passage),
  permission: 'correspondence:read',
  check: 'resource',
  audit: 'none',
});

/** What goes by post: to print, put into envelopes and take down as sent. */
export const markPrinted = operation({
  name: 'correspondence.mark-printed',
  method: 'POST',
  path: '/correspondence/institutions/:institutionId/printed',
  summary: 'Say that copies for the post are printed and given to it',
  input: Type.Object({ institutionId: InstitutionId, ids: Type.Array(Uuid, { minItems: 1, maxItems: 200 }) }),
  output: Type.Object({ printed: Type.Integer() }),
  permission: 'correspondence:post',
  check: 'resource',
  audit: 'correspondence.copies-printed',
  about: { type: 'institution', id: 'institutionId', facts: ['ids'] },
});
