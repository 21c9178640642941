// SPDX-License-Identifier: Apache-2.0
/** What a call was for: told to the module whose cases made it, which tells the person it was about. */
import { Instant, LocalText, operation } from '@stoa/kernel/contract';
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
