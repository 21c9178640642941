// SPDX-License-Identifier: Apache-2.0
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { SignInMethod } from './factors.ts';

/** State of a sign-in under way, for the page that asks for the password or the consent. */
export const describeInteraction = operation({
  name: 'identity.describe-interaction',
  method: 'GET',
  path: '/identity/interactions/:uid',
  summary: 'What a sign-in under way is waiting for',
  input: Type.Object({ uid: Type.String({ pattern: '^[A-Za-z0-9_-]{10,100}$' }) }),
  output: Type.Object({
    waitsFor: Type.Union([Type.Literal('password'), Type.Literal('second-factor'), Type.Literal('consent')]),
    clientName: Type.String(),
    scopes: Type.Array(Type.String()),
    /** What is taken now: a passkey beside the password; of a second factor, what the person has. */
    offers: Type.Array(SignInMethod),
    /** `PublicKeyCredentialRequestOptionsJSON`, where a passkey is taken. */
    passkey: Type.Optional(Type.Unknown()),
    /** Where a code by mail goes, shortened. */
    mailTo: Type.Optional(Type.String()),
    /** Only of people of the demo: the code their app would show, or the mail has. */
    demoCode: Type.Optional(Type.String()),
    /**
     * The form posts to this path: `login` and `password`; `passkey` (AuthenticationResponseJSON as text); `code` and `by`
     * (`otp`, `recovery`, `mail`); `send` (`mail`); or `consent` (`yes`, `no`).
     */
    action: Type.String(),
  }),
  permission: 'public',
  limit: 120,
  audit: 'none',
  refusals: ['identity.interaction-expired'],
});
