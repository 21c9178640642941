// SPDX-License-Identifier: Apache-2.0
import { Instant, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const OwnSession = Type.Object({
  id: Uuid,
  startedAt: Instant,
  lastSeenAt: Instant,
  endsAt: Instant,
  browser: Type.Optional(Type.String({ description: 'as the browser named itself, shortened' })),
  /** The session this request belongs to. */
  current: Type.Boolean(),
});
export type OwnSession = Static<typeof OwnSession>;

export const listSessions = operation({
  name: 'identity.list-sessions',
  method: 'GET',
  path: '/identity/me/sessions',
  summary: 'Where I am signed in, newest first',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(OwnSession) }),
  permission: 'identity:self',
  audit: 'none',
});

export const endSession = operation({
  name: 'identity.end-session',
  method: 'DELETE',
  path: '/identity/me/sessions/:id',
  summary: 'End one of my sessions with all that was allowed in it',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'identity:self',
  audit: 'identity.session-ended',
  refusals: ['identity.session-unknown'],
});

/** A session cookie's token, or an access token as it was presented. */
export const resolveToken = operation({
  name: 'identity.resolve-token',
  method: 'POST',
  path: '/identity/tokens/resolve',
  summary: 'Who a session or access token stands for',
  input: Type.Object({
    kind: Type.Union([Type.Literal('session'), Type.Literal('access-token')]),
    token: Type.String({ minLength: 8, maxLength: 4096 }),
    scheme: Type.Optional(Type.Union([Type.Literal('Bearer'), Type.Literal('DPoP')])),
    proof: Type.Optional(Type.String({ maxLength: 8192 })),
    method: Type.Optional(Type.String({ maxLength: 20 })),
    url: Type.Optional(Type.String({ maxLength: 20_000 })),
  }),
  output: Type.Object({ principal: Type.Optional(Type.Unknown()) }),
  permission: 'identity:resolve',
  audit: 'none',
  refusals: ['identity.token-not-for-here', 'identity.dpop-invalid'],
});
