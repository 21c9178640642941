// SPDX-License-Identifier: Apache-2.0
/** Free words: masked before anybody reads them, then released or withheld by a moderator. */
import { CalendarDate, Instant, operation, PageInput, pageOf, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** What was found and masked in free words. */
export const PersonalData = Type.Union([
  Type.Literal('name'),
  Type.Literal('phone'),
  Type.Literal('e-mail'),
  Type.Literal('number'),
]);
export type PersonalData = Static<typeof PersonalData>;

export const Comment = Type.Object({
  id: Uuid,
  organisationId: Type.String(),
  day: CalendarDate,
  /** With `[…]` in the place of personal data. */
  text: Type.String(),
  found: Type.Optional(Type.Array(PersonalData)),
});

export const CommentState = Type.Union([Type.Literal('waiting'), Type.Literal('released'), Type.Literal('withheld')]);

export const listWaitingComments = operation({
  name: 'surveys.list-waiting-comments',
  method: 'GET',
  path: '/surveys/comments/waiting',
  summary: 'Free words that wait for a moderator, newest first; or those that were decided on, the last first',
  input: Type.Object({ state: Type.Optional(CommentState), ...PageInput }),
  output: pageOf(Type.Object({ ...Comment.properties, decidedAt: Type.Optional(Instant) })),
  permission: 'surveys:moderate',
  audit: 'none',
});

export const countComments = operation({
  name: 'surveys.count-comments',
  method: 'GET',
  path: '/surveys/comments/counts',
  summary: 'How many free words wait, were released and were withheld',
  input: Type.Object({}),
  output: Type.Object({ waiting: Type.Integer(), released: Type.Integer(), withheld: Type.Integer() }),
  permission: 'surveys:moderate',
  audit: 'none',
});

export const decideComment = operation({
  name: 'surveys.decide-comment',
  method: 'POST',
  path: '/surveys/comments/:id/decision',
  summary: 'Release free words to whom they concern, or withhold them',
  input: Type.Object({ id: Uuid, released: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:moderate',
  audit: 'surveys.comment-decided',
  about: { type: 'comment', id: 'id', facts: ['released'] },
  refusals: ['surveys.comment-unknown'],
});

/** Undoing again changes nothing. */
export const reopenComment = operation({
  name: 'surveys.reopen-comment',
  method: 'POST',
  path: '/surveys/comments/:id/reopening',
  summary: 'Take a decision on free words back: they wait again, and nobody else reads them',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:moderate',
  audit: 'surveys.comment-reopened',
  about: { type: 'comment', id: 'id', facts: [] },
  refusals: ['surveys.comment-unknown'],
});

export const listComments = operation({
  name: 'surveys.list-comments',
  method: 'GET',
  path: '/surveys/comments',
  summary: 'Released free words, newest first, of all or of the regions and organisations named',
  input: Type.Object({
    ...PageInput,
    regions: Type.Optional(Type.Array(RegionCode, { maxItems: 100 })),
    organisations: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 })),
  }),
  output: pageOf(Comment),
  permission: 'surveys:read-comments',
  audit: 'none',
});
