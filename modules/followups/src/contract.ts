// SPDX-License-Identifier: Apache-2.0
/** A low mark opens a follow-up at the organisation; it says by a term what it makes of it, for everybody to read. */
import { PlaceCode, Sphere } from '@stoa/analytics/contract';
import {
  CalendarDate,
  event,
  LocalText,
  operation,
  PageInput,
  pageOf,
  RegionCode,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });
/** `overdue`: the term passed without a reply; the regional curator was told. */
export const FollowupState = Type.Union([
  Type.Literal('open'),
  Type.Literal('overdue'),
  Type.Literal('answered'),
  Type.Literal('answered-late'),
]);
export type FollowupState = Static<typeof FollowupState>;

export const Followup = Type.Object({
  id: Uuid,
  organisationId: Type.String(),
  organisation: LocalText,
  regionCode: RegionCode,
  sphere: Sphere,
  /** Of the answer. */
  month: Month,
  dueOn: CalendarDate,
  state: FollowupState,
  reply: Type.Optional(Type.String()),
  repliedOn: Type.Optional(CalendarDate),
});
export type Followup = Static<typeof Followup>;

export const listFollowups = operation({
  name: 'followups.list-followups',
  method: 'GET',
  path: '/followups',
  summary: 'Follow-ups as far as the duty reaches, those due first first',
  input: Type.Object({ ...PageInput, state: Type.Optional(FollowupState), organisationId: Type.Optional(PlaceCode) }),
  output: pageOf(Followup),
  permission: 'followups:read',
  audit: 'none',
});

export const getFollowup = operation({
  name: 'followups.get-followup',
  method: 'GET',
  path: '/followups/:id',
  summary: 'A follow-up as far as the duty reaches',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ ...Followup.properties, mayReply: Type.Boolean() }),
  permission: 'followups:read',
  audit: 'none',
  refusals: ['followups.followup-unknown'],
});

export const replyFollowup = operation({
  name: 'followups.reply-followup',
  method: 'POST',
  path: '/followups/:id/reply',
  summary: 'Say what the organisation makes of it; everybody reads it, and it cannot be changed',
  input: Type.Object({ id: Uuid, text: visibleText(2000, 20) }),
  output: Followup,
  permission: 'followups:reply',
  audit: 'followups.followup-replied',
  about: { type: 'followup', id: 'id', facts: [] },
  refusals: ['followups.followup-unknown', 'followups.not-yours', 'followups.replied-already'],
});

export const Counts = Type.Object({
  /** All opened; the others are part of it. */
  opened: Type.Integer(),
  inTime: Type.Integer(),
  late: Type.Integer(),
  overdue: Type.Integer(),
});
export type Counts = Static<typeof Counts>;

export const countFollowups = operation({
  name: 'followups.count-followups',
  method: 'GET',
  path: '/followups/counts/:code',
  summary: 'How a place keeps its follow-ups: of months that are over, in tens, and from ten on',
  input: Type.Object({ code: PlaceCode }),
  output: Type.Object({
    counts: Type.Optional(Counts),
    /** What an organisation said last, newest first. */
    replies: Type.Array(Type.Object({ month: Month, text: Type.String() })),
  }),
  permission: 'public',
  audit: 'none',
});

/** The exact counts, for the cabinet. */
export const sumFollowups = operation({
  name: 'followups.sum-followups',
  method: 'GET',
  path: '/followups/sums',
  summary: 'How follow-ups within reach are kept',
  input: Type.Object({ organisationId: Type.Optional(PlaceCode) }),
  output: Counts,
  permission: 'followups:read',
  audit: 'none',
});

export const enterDemoFollowups = operation({
  name: 'followups.enter-demo-followups',
  method: 'PUT',
  path: '/followups/demo',
  summary: 'Enter follow-ups of the demo country',
  input: Type.Object({
    items: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        organisationId: PlaceCode,
        regionCode: RegionCode,
        sphere: Sphere,
        answeredOn: CalendarDate,
        reply: Type.Optional(visibleText(2000, 20)),
        repliedOn: Type.Optional(CalendarDate),
      }),
      { maxItems: 500 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'followups:enter-demo',
  audit: 'followups.demo-entered',
  refusals: ['followups.demo-off'],
});

/** For whoever knows whom the answer is of, to pass the reply on; nobody here knows. */
export const followupReplied = event(
  'followups.followup-replied.v1',
  Type.Object({ responseId: Uuid, organisationId: Type.String(), text: Type.String() }),
  { public: true },
);
