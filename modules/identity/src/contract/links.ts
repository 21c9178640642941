// SPDX-License-Identifier: Apache-2.0
/** Links sent to people: to choose a password, to confirm a new address. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{20,200}$' });
/** A new address is agreed to at the old one (`change-email`), then confirmed at the new one (`confirm-email`). */
const Purpose = Type.Union([Type.Literal('activate'), Type.Literal('change-email'), Type.Literal('confirm-email')]);

export const describeLink = operation({
  name: 'identity.describe-link',
  method: 'GET',
  path: '/identity/links/:token',
  summary: 'What a link sent to a person is for',
  input: Type.Object({ token: Token }),
  output: Type.Object({
    purpose: Purpose,
    login: Type.Optional(Type.String()),
    email: Type.Optional(Type.String({ description: 'the address to be confirmed' })),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['identity.link-invalid'],
});

export const useLink = operation({
  name: 'identity.use-link',
  method: 'POST',
  path: '/identity/links/:token/use',
  summary: 'Choose the password, or confirm the address, that a link stands for; once',
  input: Type.Object({ token: Token, password: Type.Optional(Type.String({ maxLength: 200 })) }),
  output: Type.Object({ purpose: Purpose }),
  permission: 'public',
  limit: 30,
  audit: 'identity.link-used',
  refusals: ['identity.link-invalid', 'identity.password-weak'],
});

/** For the message that carries it: the address it leads to is made now and kept nowhere. */
export const revealLink = operation({
  name: 'identity.reveal-link',
  method: 'GET',
  path: '/identity/links-to-send/:id',
  summary: 'Address of a link and where to send it',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    purpose: Purpose,
    path: Type.String(),
    to: Type.Optional(Type.String({ description: 'missing when the person has no address' })),
    name: Type.String(),
    newEmail: Type.Optional(Type.String()),
  }),
  permission: 'identity:contact',
  audit: 'none',
  refusals: ['identity.link-invalid'],
});
