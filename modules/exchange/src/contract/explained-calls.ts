// SPDX-License-Identifier: Apache-2.0
/** What calls were for: told to the module that tells the person they were about. */
import { IdPageInput, Instant, LocalText, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CallOutcome } from './operational-data.ts';
import { SubsystemId } from './subsystem-id.ts';

export const ExplainedCall = Type.Object({
  messageId: Type.String(),
  clientId: SubsystemId,
  clientName: LocalText,
  target: Type.String(),
  targetName: Type.Optional(LocalText),
  providerName: Type.Optional(LocalText),
  purpose: Type.Optional(Type.String({ description: "the right's, or the one of them that the caller named" })),
  outcome: CallOutcome,
  at: Instant,
});
export type ExplainedCall = Static<typeof ExplainedCall>;

/** Ids are their senders' own: one of another sender is not answered. */
export const explainCalls = operation({
  name: 'exchange.explain-calls',
  method: 'POST',
  path: '/exchange/explained-calls',
  summary: 'Who asked whom, when and for which purpose, by message id and sender; without what was said',
  input: Type.Object({
    calls: Type.Array(
      Type.Object({ messageId: Type.String({ minLength: 1, maxLength: 100 }), clientId: SubsystemId }),
      { maxItems: 100 },
    ),
  }),
  output: Type.Object({ items: Type.Array(ExplainedCall) }),
  permission: 'exchange:explain',
  audit: 'none',
});

const CallAbout = Type.Object({ id: Uuid, ...ExplainedCall.properties });
export type CallAbout = Static<typeof CallAbout>;

/** By POST: a pseudonym belongs into no address. */
export const listCallsAbout = operation({
  name: 'exchange.list-calls-about',
  method: 'POST',
  path: '/exchange/calls-about',
  summary: 'Logged calls that named a person, by pseudonym, newest first, whoever made them; refused ones too',
  input: Type.Object({ personKey: Type.String({ minLength: 1, maxLength: 100 }), ...IdPageInput }),
  output: pageOf(CallAbout),
  permission: 'exchange:explain',
  audit: 'none',
});
