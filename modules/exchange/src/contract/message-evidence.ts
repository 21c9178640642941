// SPDX-License-Identifier: Apache-2.0
import { Instant, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const MessageEvidence = Type.Object({
  entryId: Uuid,
  messageId: Type.String(),
  direction: Type.Union([Type.Literal('request'), Type.Literal('response')]),
  kind: Type.Union([Type.Literal('sync'), Type.Literal('mailbox'), Type.Literal('event')]),
  client: Type.String(),
  target: Type.String(),
  issue: Type.Optional(Type.String()),
  outcome: Type.Union([Type.Literal('accepted'), Type.Literal('refused'), Type.Literal('failed')]),
  code: Type.Optional(Type.String()),
  at: Instant,
  /** Checked now against the logged body, while there is one, and the signer's certificate. */
  signature: Type.Union([
    Type.Literal('valid'),
    Type.Literal('invalid'),
    Type.Literal('none', { description: 'nobody signed: a word of the hub itself, or an unknown sender' }),
    Type.Literal('pending', { description: 'sent in a session; its sender signs the root within seconds' }),
    Type.Literal('unproven', {
      description: 'sent in a session that ended without the root: the MAC alone was checked',
    }),
  ]),
  bodyErased: Type.Optional(Type.Boolean({ description: 'by its term: the digest that was signed stays' })),
  signer: Type.Optional(Type.String({ description: 'subsystem of the certificate' })),
  leafIndex: Type.Optional(Type.Integer()),
});
export type MessageEvidence = Static<typeof MessageEvidence>;
