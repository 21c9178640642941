// SPDX-License-Identifier: Apache-2.0
/** What organisations tells of duties that come of posts, and asks of people. */
import { Instant, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { OrganisationId } from './organisations.ts';

export const holdDuties = operation({
  name: 'identity.hold-duties',
  method: 'PUT',
  path: '/identity/people/:personId/held-duties',
  summary: 'All duties of a person that come of posts; a number told before does nothing',
  input: Type.Object({
    personId: Uuid,
    revision: Type.Integer({ minimum: 1 }),
    duties: Type.Array(
      Type.Object({
        code: Type.String({ maxLength: 64 }),
        organisationId: OrganisationId,
        as: Type.Union([Type.Literal('holder'), Type.Literal('acting'), Type.Literal('substitute')]),
        inPlaceOf: Type.Optional(Type.String({ maxLength: 300 })),
        from: Instant,
        until: Type.Optional(Instant),
      }),
      { maxItems: 500 },
    ),
  }),
  output: Type.Object({ held: Type.Boolean({ description: 'false: something newer is known' }) }),
  permission: 'identity:hold',
  audit: 'none',
});

export const nameOfPerson = operation({
  name: 'identity.name-of-person',
  method: 'GET',
  path: '/identity/people/:personId/name',
  summary: 'Name of a registered person',
  input: Type.Object({ personId: Uuid }),
  output: Type.Object({ name: Type.Optional(Type.String({ description: 'missing when nobody is registered so' })) }),
  permission: 'identity:contact',
  audit: 'none',
});
