// SPDX-License-Identifier: Apache-2.0
/** The message log as operators and engineers search it: who sent what to whom and how it went, never what it said. */
import { IdPageInput, Instant, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { CallOutcome } from './operational-data.ts';
import { MessageEvidence } from './message-evidence.ts';
import { SubsystemId } from './subsystem-id.ts';

export const searchMessages = operation({
  name: 'exchange.search-messages',
  method: 'GET',
  path: '/exchange/message-search',
  summary: 'Entries of the message log by id, parties, service, time and outcome',
  input: Type.Object({
    messageId: Type.Optional(Type.String({ maxLength: 100 })),
    clientId: Type.Optional(SubsystemId),
    providerId: Type.Optional(SubsystemId),
    target: Type.Optional(Type.String({ maxLength: 300 })),
    outcome: Type.Optional(CallOutcome),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
    oldestFirst: Type.Optional(Type.Boolean()),
    ...IdPageInput,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: pageOf(
    Type.Object({
      entryId: Uuid,
      messageId: Type.String(),
      direction: Type.Union([Type.Literal('request'), Type.Literal('response')]),
      kind: Type.Union([Type.Literal('sync'), Type.Literal('mailbox'), Type.Literal('event')]),
      client: Type.String(),
      target: Type.String(),
      issue: Type.Optional(Type.String()),
      outcome: CallOutcome,
      code: Type.Optional(Type.String()),
      at: Instant,
    }),
  ),
  permission: 'exchange:observe',
  audit: 'exchange.messages-searched',
  about: { type: 'messages', id: 'target', facts: 'input' },
});

export const getMessage = operation({
  name: 'exchange.get-message',
  method: 'GET',
  path: '/exchange/message',
  summary: 'Both sides of one exchange as logged, with their signatures checked',
  input: Type.Object({ messageId: Type.String({ minLength: 1, maxLength: 100 }) }),
  output: Type.Object({ items: Type.Array(MessageEvidence) }),
  permission: 'exchange:observe',
  audit: 'exchange.message-read',
  about: { type: 'message', id: 'messageId', facts: [] },
  refusals: ['exchange.message-unknown'],
});
