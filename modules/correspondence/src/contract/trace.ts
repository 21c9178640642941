// SPDX-License-Identifier: Apache-2.0
/** The way of a document over institutions: what each said of it, and the message of the exchange that proves it. */
import { CalendarDate, Instant, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { DeliveryState, Way } from './delivery.ts';
import { Refused } from './message.ts';

export const TraceStep = Type.Object({
  at: Instant,
  /** Whose act it is; without an id somebody outside. */
  by: Type.Object({ institutionId: Type.Optional(Type.String()), name: Type.String() }),
  step: DeliveryState,
  way: Way,
  /** To whom it went. */
  addressee: Type.String(),
  /** Under which it stands in the register of whoever acted. */
  number: Type.Optional(Type.String()),
  date: Type.Optional(CalendarDate),
  reason: Type.Optional(Refused),
  /** Id of the message by which it was said; missing where nothing left the house. */
  messageId: Type.Optional(Uuid),
});
export type TraceStep = Static<typeof TraceStep>;

const about = { type: 'document', id: 'documentId' } as const;

export const traceDocument = operation({
  name: 'correspondence.trace-document',
  method: 'GET',
  path: '/correspondence/documents/:documentId/trace',
  summary: 'What each institution said of a document on its way, oldest first, with what proves it',
  input: Type.Object({ documentId: Uuid }),
  output: Type.Object({ items: Type.Array(TraceStep) }),
  permission: 'correspondence:read',
  audit: 'none',
});

export const exportProof = operation({
  name: 'correspondence.export-proof',
  method: 'GET',
  path: '/correspondence/documents/:documentId/proofs/:messageId',
  summary: 'Evidence of one message about a document, as an ASiC-E container',
  input: Type.Object({ documentId: Uuid, messageId: Uuid }),
  output: Type.Object({ fileName: Type.String(), container: Type.String({ description: 'base64' }) }),
  permission: 'correspondence:read',
  audit: 'correspondence.proof-exported',
  about: { ...about, facts: ['messageId'] },
  refusals: ['correspondence.proof-unknown', 'exchange.evidence-not-sealed', 'exchange.timestamp-away'],
});

export const proofPath = (documentId: string, messageId: string): string =>
  `/api/correspondence/documents/${documentId}/proofs/${messageId}/file`;
