// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationId } from './directory.ts';

export const HoldingKind = Type.Union([Type.Literal('holder'), Type.Literal('acting'), Type.Literal('substitute')]);
export const DutyCode = Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', maxLength: 64 });
const days = { from: CalendarDate, until: Type.Optional(CalendarDate) };
const instants = { from: Instant, until: Type.Optional(Instant) };

const Holding = Type.Object({
  id: Uuid,
  personId: Uuid,
  name: Type.String(),
  as: HoldingKind,
  /** The holding that a substitute stands for. */
  forId: Type.Optional(Uuid),
  reason: Type.Optional(Type.String()),
  ...instants,
});
const Post = Type.Object({
  id: Uuid,
  unitId: Type.Optional(Uuid),
  title: LocalText,
  ...days,
  duties: Type.Array(Type.Object({ id: Uuid, code: DutyCode, emergency: Type.Boolean(), ...instants })),
  holdings: Type.Array(Holding),
});
export type Post = Static<typeof Post>;

/** Of who works there, and on which post: for officials. */
export const getStructure = operation({
  name: 'organisations.get-structure',
  method: 'GET',
  path: '/organisations/by-id/:id/structure',
  summary: 'Units, posts, duties and people of an organisation now, or at an instant',
  input: Type.Object({ id: OrganisationId, at: Type.Optional(Instant) }),
  output: Type.Object({
    units: Type.Array(Type.Object({ id: Uuid, parentId: Type.Optional(Uuid), name: LocalText, ...days })),
    posts: Type.Array(Post),
  }),
  permission: 'organisations:read',
  audit: 'none',
  refusals: ['organisations.organisation-unknown'],
});

export const HeldDuty = Type.Object({
  code: DutyCode,
  organisationId: OrganisationId,
  postId: Uuid,
  post: LocalText,
  as: Type.Union([...HoldingKind.anyOf, Type.Literal('emergency')]),
  /** In whose place. */
  inPlaceOf: Type.Optional(Type.String()),
  ...instants,
});
export type HeldDuty = Static<typeof HeldDuty>;

/** Answers "which duty had she on 3 May", and why. */
export const listDuties = operation({
  name: 'organisations.list-duties',
  method: 'GET',
  path: '/organisations/people/:personId/duties',
  summary: 'Duties of a person at an instant, with the post and the reason',
  input: Type.Object({ personId: Uuid, at: Type.Optional(Instant) }),
  output: Type.Object({
    name: Type.Optional(Type.String({ description: 'of who was ever on a post' })),
    items: Type.Array(HeldDuty),
  }),
  permission: 'organisations:read',
  audit: 'none',
});

export const listHolders = operation({
  name: 'organisations.list-holders',
  method: 'GET',
  path: '/organisations/duties/:code/holders',
  summary: 'Who holds a duty, everywhere or in one organisation',
  input: Type.Object({
    code: DutyCode,
    organisationId: Type.Optional(OrganisationId),
    at: Type.Optional(Instant),
  }),
  output: Type.Object({
    items: Type.Array(Type.Object({ personId: Uuid, name: Type.String(), ...HeldDuty.properties })),
  }),
  permission: 'organisations:read',
  audit: 'none',
});

export const countDuties = operation({
  name: 'organisations.count-duties',
  method: 'GET',
  path: '/organisations/duties',
  summary: 'Every duty that a post has now: on how many posts, held by how many people',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Type.Object({ code: DutyCode, posts: Type.Integer(), people: Type.Integer() })),
  }),
  permission: 'organisations:read',
  audit: 'none',
});
