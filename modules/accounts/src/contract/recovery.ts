// SPDX-License-Identifier: Apache-2.0
/** Ways back to an account. What is answered never says whether there is one. */
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { factRefusals, guessing, MrzText, Password, RegisterFacts, Sent, Token } from './shared.ts';

/** Facts of the register, or the lines of the passport that the account was opened with. */
const proof = { ...Type.Partial(Type.Object(RegisterFacts)).properties, mrz: Type.Optional(MrzText) };
const proofRefusals = [...factRefusals, 'accounts.mrz-invalid', 'accounts.proof-missing'];

export const recoverPassword = operation({
  ...guessing,
  name: 'accounts.recover-password',
  method: 'POST',
  path: '/accounts/recoveries/password',
  summary: 'Ask for a way back to an account whose password is lost; a link goes to the address known',
  input: Type.Object({ login: Type.String({ minLength: 1, maxLength: 200 }) }),
  output: Sent,
  audit: 'accounts.recovery-asked',
  refusals: ['accounts.too-many-attempts'],
});

export const recoverEverything = operation({
  ...guessing,
  name: 'accounts.recover-everything',
  method: 'POST',
  path: '/accounts/recoveries/everything',
  summary: 'Ask for a way back when password and second factor are lost: a day passes, a sign-in ends it',
  input: Type.Object(proof),
  output: Sent,
  audit: 'accounts.recovery-asked',
  refusals: proofRefusals,
});

export const describeRecovery = operation({
  name: 'accounts.describe-recovery',
  method: 'GET',
  path: '/accounts/recoveries/:token',
  summary: 'What the link of a recovery still asks for',
  input: Type.Object({ token: Token }),
  output: Type.Object({
    kind: Type.Union([Type.Literal('password'), Type.Literal('everything'), Type.Literal('office')]),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['accounts.link-invalid'],
});

export const finishRecovery = operation({
  name: 'accounts.finish-recovery',
  method: 'POST',
  path: '/accounts/recoveries/:token/completion',
  summary: 'Choose a new password; every session ends. After a lost password alone facts are asked as well',
  input: Type.Object({ token: Token, password: Password, ...proof }),
  output: Type.Object({ login: Type.String() }),
  permission: 'public',
  limit: 10,
  audit: 'accounts.recovery-finished',
  refusals: [...proofRefusals, 'accounts.link-invalid', 'accounts.proof-wrong', 'identity.password-weak'],
});
