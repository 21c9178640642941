// SPDX-License-Identifier: Apache-2.0
import { IdPageInput, Instant, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { SignInMethod } from './factors.ts';

export const OwnSession = Type.Object({
  id: Uuid,
  startedAt: Instant,
  lastSeenAt: Instant,
  endsAt: Instant,
  browser: Type.Optional(Type.String({ description: 'as the browser named itself, shortened' })),
  network: Type.Optional(Type.String({ description: 'the part of the address that a neighbourhood shares' })),
  methods: Type.Array(SignInMethod),
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
  output: Type.Object({ items: Type.Array(OwnSession), idleMinutes: Type.Integer(), longestHours: Type.Integer() }),
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

export const endOtherSessions = operation({
  name: 'identity.end-other-sessions',
  method: 'POST',
  path: '/identity/me/ended-sessions',
  summary: 'Sign out everywhere but here',
  input: Type.Object({}),
  output: Type.Object({ ended: Type.Integer() }),
  permission: 'identity:self',
  audit: 'identity.sessions-ended',
  about: { type: 'person', id: 'id', facts: ['ended'] },
});

export const SignIn = Type.Object({
  id: Uuid,
  at: Instant,
  succeeded: Type.Boolean(),
  methods: Type.Array(SignInMethod),
  network: Type.Optional(Type.String()),
  browser: Type.Optional(Type.String()),
});
export type SignIn = Static<typeof SignIn>;

export const listSignIns = operation({
  name: 'identity.list-sign-ins',
  method: 'GET',
  path: '/identity/me/sign-ins',
  summary: 'How somebody signed in as me, or tried to, in twelve months, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(SignIn),
  permission: 'identity:self',
  audit: 'none',
});

export const AllowedClient = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
});
export type AllowedClient = Static<typeof AllowedClient>;
const ClientId = Type.String({ minLength: 1, maxLength: 200 });

export const listClients = operation({
  name: 'identity.list-clients',
  method: 'GET',
  path: '/identity/me/clients',
  summary: 'Programs of others that I let act for me',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(AllowedClient) }),
  permission: 'identity:self',
  audit: 'none',
});

export const withdrawClient = operation({
  name: 'identity.withdraw-client',
  method: 'DELETE',
  path: '/identity/me/clients/:id',
  summary: 'Take back what I allowed a program; its tokens end at once',
  input: Type.Object({ id: ClientId }),
  output: Type.Object({ id: ClientId }),
  permission: 'identity:self',
  audit: 'identity.client-withdrawn',
  about: { type: 'client', id: 'id', facts: [] },
  refusals: ['identity.client-unknown'],
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
