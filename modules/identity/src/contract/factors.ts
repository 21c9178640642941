// SPDX-License-Identifier: Apache-2.0
/** What somebody signs in with beside a password, and what a session is worth by it (decision 27). */
import { Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** As RFC 8176 has them: password, code of an app, passkey; and beyond it: code by mail, code of the list for a lost device. */
export const SignInMethod = Type.Union([
  Type.Literal('pwd'),
  Type.Literal('otp'),
  Type.Literal('pop'),
  Type.Literal('mail'),
  Type.Literal('recovery'),
]);
export type SignInMethod = Static<typeof SignInMethod>;

const self = { permission: 'identity:self' };
/** Changes of factors ask for a proof of the last minutes. */
const sensitive = { ...self, signIn: { withinMinutes: 15 } };
const Id = Type.Object({ id: Uuid });
const Name = visibleText(60, 1);
const proven = ['identity.no-session'];

export const Factor = Type.Object({
  id: Uuid,
  kind: Type.Union([Type.Literal('passkey'), Type.Literal('totp')]),
  name: Type.String(),
  createdAt: Instant,
  lastUsedAt: Type.Optional(Instant),
  suspended: Type.Boolean({ description: 'a copy of it was seen: it is good no more' }),
});
export type Factor = Static<typeof Factor>;

export const listFactors = operation({
  ...self,
  name: 'identity.list-factors',
  method: 'GET',
  path: '/identity/me/factors',
  summary: 'What I sign in with beside my password',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Factor),
    recoveryCodesLeft: Type.Integer(),
    passkeysPossible: Type.Boolean({ description: 'false where the address of the platform has no name or no https' }),
  }),
  audit: 'none',
});

export const preparePasskey = operation({
  ...sensitive,
  name: 'identity.prepare-passkey',
  method: 'GET',
  path: '/identity/me/passkeys/options',
  summary: 'What the browser needs to make a passkey (WebAuthn, PublicKeyCredentialCreationOptionsJSON)',
  input: Type.Object({}),
  output: Type.Object({ options: Type.Unknown() }),
  audit: 'none',
  refusals: ['identity.passkeys-off', ...proven],
});

export const addPasskey = operation({
  ...sensitive,
  name: 'identity.add-passkey',
  method: 'POST',
  path: '/identity/me/passkeys',
  summary: 'Add the passkey that the browser made',
  input: Type.Object({
    name: Name,
    response: Type.String({ maxLength: 20_000, description: 'RegistrationResponseJSON as text' }),
  }),
  output: Id,
  limit: 30,
  audit: 'identity.factor-added',
  refusals: ['identity.passkey-refused', ...proven],
});

export const startTotp = operation({
  ...sensitive,
  name: 'identity.start-totp',
  method: 'POST',
  path: '/identity/me/totp',
  summary: 'Begin to set up an app that makes codes',
  input: Type.Object({ name: Name }),
  output: Id,
  audit: 'identity.totp-started',
  about: { type: 'factor', id: 'id', facts: [] },
  refusals: proven,
});

export const showTotp = operation({
  ...sensitive,
  name: 'identity.show-totp',
  method: 'GET',
  path: '/identity/me/totp/:id',
  summary: 'The secret of an app that is being set up; never again once it is confirmed',
  input: Id,
  output: Type.Object({ id: Uuid, secret: Type.String(), uri: Type.String(), picture: Type.String() }),
  audit: 'none',
  refusals: ['identity.factor-unknown', ...proven],
});

export const confirmTotp = operation({
  ...sensitive,
  name: 'identity.confirm-totp',
  method: 'POST',
  path: '/identity/me/totp/:id/confirmation',
  summary: 'Show that the app makes the right codes; from now on it is asked for',
  input: Type.Object({ id: Uuid, code: Type.String({ pattern: '^\\d{6}$' }) }),
  output: Id,
  limit: 30,
  audit: 'identity.factor-added',
  refusals: ['identity.code-wrong', 'identity.factor-unknown', ...proven],
});

export const renameFactor = operation({
  ...self,
  name: 'identity.rename-factor',
  method: 'PATCH',
  path: '/identity/me/factors/:id',
  summary: 'Give one of my factors another name',
  input: Type.Object({ id: Uuid, name: Name }),
  output: Id,
  audit: 'identity.factor-renamed',
  about: { type: 'factor', id: 'id', facts: [] },
  refusals: ['identity.factor-unknown'],
});

export const removeFactor = operation({
  ...sensitive,
  name: 'identity.remove-factor',
  method: 'DELETE',
  path: '/identity/me/factors/:id',
  summary: 'Take one of my factors away; with `anyway` also the last one that my duties need',
  input: Type.Object({ id: Uuid, anyway: Type.Optional(Type.Boolean()) }),
  output: Id,
  audit: 'identity.factor-removed',
  about: { type: 'factor', id: 'id', facts: ['anyway'] },
  refusals: ['identity.factor-unknown', 'identity.last-factor', ...proven],
});

export const renewRecoveryCodes = operation({
  ...sensitive,
  name: 'identity.renew-recovery-codes',
  method: 'POST',
  path: '/identity/me/recovery-codes',
  summary: 'Ten new codes for a lost device, shown this once; those before are good no more',
  input: Type.Object({}),
  output: Type.Object({ codes: Type.Array(Type.String()) }),
  audit: 'identity.recovery-codes-renewed',
  refusals: proven,
});

/** Of accounts, where somebody recovers or closes theirs. */
export const forgetFactors = operation({
  name: 'identity.forget-factors',
  method: 'POST',
  path: '/identity/people/:personId/forgotten-factors',
  summary: 'End all factors and sessions of a person, who is told',
  input: Type.Object({ personId: Uuid }),
  output: Type.Object({ personId: Uuid }),
  permission: 'identity:forget-factors',
  audit: 'identity.factors-forgotten',
  about: { type: 'person', id: 'personId', facts: [] },
  refusals: ['identity.person-unknown'],
});

/** For the message that carries it: the code is made now and kept nowhere. */
export const revealCode = operation({
  name: 'identity.reveal-code',
  method: 'GET',
  path: '/identity/codes-to-send/:id',
  summary: 'A code for a sign-in and where to send it',
  input: Id,
  output: Type.Object({ code: Type.String(), to: Type.Optional(Type.String()) }),
  permission: 'identity:contact',
  audit: 'none',
  refusals: ['identity.code-gone'],
});
