// SPDX-License-Identifier: Apache-2.0
/** A person gives up their account; fourteen days in which a sign-in undoes it. */
import { Instant, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const self = { permission: 'accounts:self' };

export const Closing = Type.Object({
  asked: Type.Boolean(),
  closesAt: Type.Optional(Instant),
  openCases: Type.Integer({ description: 'keep the account from closing' }),
  holdsDuties: Type.Boolean({ description: 'keep the account from closing' }),
});
export type Closing = Static<typeof Closing>;

export const getClosing = operation({
  ...self,
  name: 'accounts.get-closing',
  method: 'GET',
  path: '/accounts/me/closing',
  summary: 'Whether my account is about to close, and what keeps it from that',
  input: Type.Object({}),
  output: Closing,
  audit: 'none',
});

export const askClosing = operation({
  ...self,
  name: 'accounts.ask-closing',
  method: 'POST',
  path: '/accounts/me/closing',
  summary: 'Close my account in fourteen days, unless I sign in before',
  input: Type.Object({}),
  output: Type.Object({ closesAt: Instant }),
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'accounts.closing-asked',
  refusals: ['accounts.cases-open', 'accounts.duties-held', 'accounts.person-unknown'],
});

export const keepAccount = operation({
  ...self,
  name: 'accounts.keep-account',
  method: 'DELETE',
  path: '/accounts/me/closing',
  summary: 'Keep my account after all',
  input: Type.Object({}),
  output: Type.Object({ kept: Type.Boolean() }),
  audit: 'accounts.closing-undone',
});
