// SPDX-License-Identifier: Apache-2.0
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';

/** State of a sign-in under way, for the page that asks for the password or the consent. */
export const describeInteraction = operation({
  name: 'identity.describe-interaction',
  method: 'GET',
  path: '/identity/interactions/:uid',
  summary: 'What a sign-in under way is waiting for',
  input: Type.Object({ uid: Type.String({ pattern: '^[A-Za-z0-9_-]{10,100}$' }) }),
  output: Type.Object({
    waitsFor: Type.Union([Type.Literal('password'), Type.Literal('consent')]),
    clientName: Type.String(),
    scopes: Type.Array(Type.String()),
    /** The form posts `login` and `password`, or `consent` (`yes`, `no`) to this path. */
    action: Type.String(),
  }),
  permission: 'public',
  limit: 120,
  audit: 'none',
  refusals: ['identity.interaction-expired'],
});
