// SPDX-License-Identifier: Apache-2.0
import { CallOutcome } from '@stoa/exchange/contract';
import { Instant, LocalText, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const CallAboutMe = Type.Object({
  id: Uuid,
  at: Instant,
  clientId: Type.String({ description: 'subsystem that asked' }),
  clientName: Type.Optional(LocalText),
  target: Type.String({ description: 'exchange service or information type' }),
  targetName: Type.Optional(LocalText),
  providerName: Type.Optional(LocalText),
  purpose: Type.Optional(Type.String()),
  outcome: Type.Optional(CallOutcome),
  case: Type.Optional(
    Type.Object({
      title: LocalText,
      number: Type.Optional(Type.String()),
      id: Type.Optional(Type.Union([Uuid], { description: "where it is an application of one's own" })),
    }),
  ),
});
export type CallAboutMe = Static<typeof CallAboutMe>;

export const listCallsAboutMe = operation({
  name: 'cases.list-calls-about-me',
  method: 'GET',
  path: '/cases/calls-about-me',
  summary:
    'Which departments were asked about me, in cases and outside, newest first: by whom, when, for which purpose',
  input: Type.Object({ ...IdPageInput }),
  output: Type.Object({
    ...pageOf(CallAboutMe).properties,
    exchangeAway: Type.Boolean({
      description: 'names, purposes and calls outside of cases are missing until the exchange answers again',
    }),
  }),
  permission: 'cases:apply',
  audit: 'none',
});
