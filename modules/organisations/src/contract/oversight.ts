// SPDX-License-Identifier: Apache-2.0
/** What is looked at again: reviews of who holds which duty, and duties taken in an emergency. */
import {
  CalendarDate,
  event,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  PrintableText,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationId } from './directory.ts';
import { DutyCode, HoldingKind } from './structure.ts';

/** Something an official has to look at; notifications passes it on. */
export const officialConcerned = event(
  'organisations.official-concerned.v1',
  Type.Object({
    ...{ key: Type.String(), personKey: Type.String(), subject: LocalText, body: LocalText },
    /** Portal path it leads to. */
    link: Type.Optional(Type.String()),
  }),
);

/** For modules that give work to posts. */
export const tellPosts = operation({
  name: 'organisations.tell-posts',
  method: 'POST',
  path: '/organisations/posts/notices',
  summary: 'Tell everybody who holds one of these posts now, as holder, acting or substitute',
  input: Type.Object({
    /** The same key tells nobody twice. */
    key: Type.String({ maxLength: 150 }),
    posts: Type.Array(Uuid, { minItems: 1, maxItems: 500 }),
    subject: LocalText,
    body: LocalText,
    link: Type.Optional(Type.String({ maxLength: 500, pattern: '^/[^/\\\\]' })),
  }),
  output: Type.Object({ people: Type.Integer() }),
  permission: 'organisations:tell',
  audit: 'none',
});

export const Emergency = Type.Object({
  id: Uuid,
  personId: Uuid,
  name: Type.String(),
  code: DutyCode,
  organisationId: OrganisationId,
  organisation: LocalText,
  reason: Type.String(),
  from: Instant,
  until: Instant,
  reviewedBy: Type.Optional(Type.String()),
  reviewedAt: Type.Optional(Instant),
  justified: Type.Optional(Type.Boolean()),
  note: Type.Optional(Type.String()),
});
export type Emergency = Static<typeof Emergency>;

/** An official of the organisation takes a duty of it at once; those who watch are told at once. */
export const takeEmergency = operation({
  name: 'organisations.take-emergency',
  method: 'POST',
  path: '/organisations/emergencies',
  summary: 'Take a duty of one’s organisation for at most an hour, with a reason; it is reviewed afterwards',
  input: Type.Object({
    dutyId: Uuid,
    reason: PrintableText(1000, 10),
    minutes: Type.Integer({ minimum: 5, maximum: 60 }),
  }),
  output: Emergency,
  permission: 'organisations:take',
  audit: 'organisations.emergency-taken',
  limit: 10,
  refusals: [
    'organisations.emergency-not-offered',
    'organisations.not-an-official',
    'organisations.emergency-runs',
    'organisations.duties-conflict',
  ],
});

export const listTakeable = operation({
  name: 'organisations.list-takeable',
  method: 'GET',
  path: '/organisations/emergency-duties',
  summary: 'Duties that I may take in an emergency, and those I have taken',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        dutyId: Uuid,
        code: DutyCode,
        organisationId: OrganisationId,
        organisation: LocalText,
        post: LocalText,
      }),
    ),
    mine: Type.Array(Emergency),
  }),
  permission: 'organisations:take',
  audit: 'none',
});

export const listEmergencies = operation({
  name: 'organisations.list-emergencies',
  method: 'GET',
  path: '/organisations/emergencies',
  summary: 'Duties taken in an emergency: those that wait for a review, or all',
  input: Type.Object({
    ...IdPageInput,
    state: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('all')])),
  }),
  output: pageOf(Emergency),
  permission: 'organisations:oversee',
  audit: 'none',
});

export const reviewEmergency = operation({
  name: 'organisations.review-emergency',
  method: 'POST',
  path: '/organisations/emergencies/:id/review',
  summary: 'Say whether taking the duty was justified; what still runs ends',
  input: Type.Object({ id: Uuid, justified: Type.Boolean(), note: PrintableText(1000, 3) }),
  output: Emergency,
  permission: 'organisations:oversee',
  audit: 'organisations.emergency-reviewed',
  refusals: [
    'organisations.emergency-unknown',
    'organisations.emergency-reviewed-already',
    'organisations.second-person-needed',
  ],
});

export const Review = Type.Object({
  id: Uuid,
  organisationId: OrganisationId,
  organisation: LocalText,
  openedAt: Instant,
  dueOn: CalendarDate,
  overdue: Type.Boolean(),
  closedAt: Type.Optional(Instant),
  items: Type.Integer(),
  open: Type.Integer(),
});
export type Review = Static<typeof Review>;

export const setReviewRule = operation({
  name: 'organisations.set-review-rule',
  method: 'PUT',
  path: '/organisations/by-id/:id/review-rule',
  summary: 'Say how often the duties of an organisation are reviewed',
  input: Type.Object({
    id: OrganisationId,
    months: Type.Integer({ minimum: 1, maximum: 60 }),
    nextOn: CalendarDate,
  }),
  output: Type.Object({ id: OrganisationId }),
  permission: 'organisations:request',
  audit: 'organisations.review-rule-set',
  about: { type: 'organisation', id: 'id', facts: ['months', 'nextOn'] },
  refusals: ['organisations.organisation-unknown'],
});

export const listReviews = operation({
  name: 'organisations.list-reviews',
  method: 'GET',
  path: '/organisations/reviews',
  summary: 'Reviews of who holds which duty: those that are open, or all',
  input: Type.Object({
    ...IdPageInput,
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])),
  }),
  output: pageOf(Review),
  permission: 'organisations:oversee',
  audit: 'none',
});

export const getReview = operation({
  name: 'organisations.get-review',
  method: 'GET',
  path: '/organisations/reviews/:id',
  summary: 'What a review asks of each holding',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    review: Review,
    items: Type.Array(
      Type.Object({
        holdingId: Uuid,
        personId: Uuid,
        name: Type.String(),
        post: LocalText,
        as: HoldingKind,
        from: Instant,
        duties: Type.Array(DutyCode),
        kept: Type.Optional(Type.Boolean()),
        decidedBy: Type.Optional(Type.String()),
        decidedAt: Type.Optional(Instant),
      }),
    ),
  }),
  permission: 'organisations:oversee',
  audit: 'none',
  refusals: ['organisations.review-unknown'],
});

/** Ending needs no second person: it can only lessen what somebody may do. */
export const reviewHolding = operation({
  name: 'organisations.review-holding',
  method: 'POST',
  path: '/organisations/reviews/:id/holdings/:holdingId',
  summary: 'Keep or end a holding that is reviewed',
  input: Type.Object({ id: Uuid, holdingId: Uuid, kept: Type.Boolean() }),
  output: Review,
  permission: 'organisations:decide',
  audit: 'organisations.holding-reviewed',
  refusals: ['organisations.review-unknown', 'organisations.reviewed-already', 'organisations.power-for-oneself'],
});
