// SPDX-License-Identifier: Apache-2.0
/** Registration: by the population register, by passport, by invitation. What is answered never says who is known. */
import { Instant, operation, Uuid } from '@stoa/kernel/contract';
import { LanguageCode } from '@stoa/identity/contract';
import { Type } from 'typebox';
import { Email, factRefusals, guessing, Login, MrzText, Password, RegisterFacts, Sent, Token } from './shared.ts';

const asked = { email: Email, language: Type.Optional(LanguageCode), invitation: Type.Optional(Token) };

export const registerByNumber = operation({
  ...guessing,
  name: 'accounts.register-by-number',
  method: 'POST',
  path: '/accounts/registrations/by-number',
  summary: 'Ask for an account by facts of the population register; a message goes to the address',
  input: Type.Object({ ...RegisterFacts, ...asked }),
  output: Sent,
  audit: 'accounts.registration-asked',
  refusals: [...factRefusals, 'accounts.invitation-invalid'],
});

export const registerByPassport = operation({
  ...guessing,
  name: 'accounts.register-by-passport',
  method: 'POST',
  path: '/accounts/registrations/by-passport',
  summary: 'Ask for an account by the machine-readable lines of a passport; a message goes to the address',
  input: Type.Object({ mrz: MrzText, ...asked }),
  output: Sent,
  audit: 'accounts.registration-asked',
  refusals: ['accounts.mrz-invalid', 'accounts.too-many-attempts', 'accounts.invitation-invalid'],
});

export const describeRegistration = operation({
  name: 'accounts.describe-registration',
  method: 'GET',
  path: '/accounts/registrations/:token',
  summary: 'For whom the link of a registration opens an account',
  input: Type.Object({ token: Token }),
  output: Type.Object({
    way: Type.Union([Type.Literal('number'), Type.Literal('passport')]),
    name: Type.String(),
    email: Type.String(),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['accounts.link-invalid'],
});

export const completeRegistration = operation({
  name: 'accounts.complete-registration',
  method: 'POST',
  path: '/accounts/registrations/:token/completion',
  summary: 'Choose login and password: the account opens; once',
  input: Type.Object({ token: Token, login: Login, password: Password }),
  output: Type.Object({ login: Type.String() }),
  permission: 'public',
  limit: 30,
  audit: 'accounts.registration-completed',
  refusals: [
    'accounts.link-invalid',
    'accounts.invitation-invalid',
    'accounts.account-exists',
    'identity.login-taken',
    'identity.person-known',
    'identity.password-weak',
  ],
});

export const invite = operation({
  name: 'accounts.invite',
  method: 'POST',
  path: '/accounts/invitations',
  summary: 'Invite somebody by mail to register',
  input: Type.Object({ email: Email, language: Type.Optional(LanguageCode) }),
  output: Type.Object({ id: Uuid }),
  permission: 'accounts:invite',
  audit: 'accounts.invited',
  about: { type: 'invitation', id: 'id', facts: [] },
});

export const describeInvitation = operation({
  name: 'accounts.describe-invitation',
  method: 'GET',
  path: '/accounts/invitations/:token',
  summary: 'Who invites, and the address invited',
  input: Type.Object({ token: Token }),
  output: Type.Object({
    email: Type.String(),
    invitedBy: Type.String(),
    expiresAt: Instant,
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['accounts.invitation-invalid'],
});
