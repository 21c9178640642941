// SPDX-License-Identifier: Apache-2.0
import {
  CalendarDate,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  PrintableText,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationFacts, OrganisationId, OwnOrganisationId } from './directory.ts';
import { DutyCode, HoldingKind } from './structure.ts';

/** A day is its beginning in the country. */
const Moment = Type.Union([CalendarDate, Instant]);
const moments = { from: Moment, until: Type.Optional(Moment) };
const days = { from: CalendarDate, until: Type.Optional(CalendarDate) };

/** What is asked for. Everything has an end that is set, never a row that is taken away. */
export const Asked = Type.Union([
  Type.Object({
    kind: Type.Literal('organisation'),
    id: OwnOrganisationId,
    facts: OrganisationFacts,
    validFrom: CalendarDate,
  }),
  Type.Object({ kind: Type.Literal('merge'), id: OrganisationId, into: OrganisationId, on: CalendarDate }),
  Type.Object({
    kind: Type.Literal('unit'),
    organisationId: OrganisationId,
    parentId: Type.Optional(Uuid),
    name: LocalText,
    ...days,
  }),
  Type.Object({
    kind: Type.Literal('post'),
    organisationId: OrganisationId,
    unitId: Type.Optional(Uuid),
    title: LocalText,
    duties: Type.Array(DutyCode, { maxItems: 20 }),
    ...days,
  }),
  Type.Object({
    kind: Type.Literal('duty'),
    postId: Uuid,
    code: DutyCode,
    /** An official of the organisation may take it for an hour. */
    emergency: Type.Optional(Type.Boolean()),
    ...moments,
  }),
  Type.Object({
    kind: Type.Literal('holding'),
    postId: Uuid,
    personId: Uuid,
    as: HoldingKind,
    forId: Type.Optional(Uuid),
    reason: Type.Optional(PrintableText(500)),
    ...moments,
  }),
  Type.Object({
    kind: Type.Literal('end'),
    what: Type.Union([Type.Literal('unit'), Type.Literal('post'), Type.Literal('duty'), Type.Literal('holding')]),
    id: Uuid,
    at: Moment,
  }),
  /** All rows of a table that was read, or none. */
  Type.Object({ kind: Type.Literal('import'), importId: Uuid }),
]);
export type Asked = Static<typeof Asked>;

const Said = Type.Union([LocalText, Type.String()]);
/** One fact that a change is about: what it was, what it becomes. Dates and instants are as in `asked`. */
export const ChangedFact = Type.Object({
  fact: Type.String(),
  before: Type.Optional(Said),
  after: Type.Optional(Said),
});
export type ChangedFact = Static<typeof ChangedFact>;

export const Change = Type.Object({
  id: Uuid,
  /** Missing where it is about many. */
  organisationId: Type.Optional(OrganisationId),
  asked: Asked,
  facts: Type.Array(ChangedFact),
  reason: Type.String(),
  requestedBy: Type.Optional(Type.String()),
  requestedAt: Instant,
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  approved: Type.Optional(Type.Boolean()),
  undoneAt: Type.Optional(Instant),
});
export type Change = Static<typeof Change>;

const asked = [
  'organisations.organisation-unknown',
  'organisations.unit-unknown',
  'organisations.post-unknown',
  'organisations.holding-unknown',
  'organisations.person-unknown',
  'organisations.sphere-unknown',
  'organisations.region-unknown',
  'organisations.number-invalid',
  'organisations.period-backwards',
  'organisations.circle',
  'organisations.ended-already',
  'organisations.post-taken',
  'organisations.substitute-of-substitute',
  'organisations.duties-conflict',
  'organisations.import-unknown',
  'organisations.import-wrong',
  'organisations.import-done',
  'organisations.import-overtaken',
];

export const requestChange = operation({
  name: 'organisations.request-change',
  method: 'POST',
  path: '/organisations/changes',
  summary: 'Ask for a change of the directory or of the structure; somebody else decides',
  input: Type.Object({ asked: Asked, reason: PrintableText(1000, 3) }),
  output: Change,
  permission: 'organisations:request',
  audit: 'organisations.change-requested',
  refusals: [...asked, 'organisations.power-for-oneself'],
});

export const decideChange = operation({
  name: 'organisations.decide-change',
  method: 'POST',
  path: '/organisations/changes/:id/decision',
  summary: 'Approve or refuse what somebody else asked for',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  output: Change,
  permission: 'organisations:decide',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'organisations.change-decided',
  refusals: [
    ...asked,
    'organisations.change-unknown',
    'organisations.change-decided',
    'organisations.second-person-needed',
    'organisations.power-for-oneself',
  ],
});

export const undoChange = operation({
  name: 'organisations.undo-change',
  method: 'POST',
  path: '/organisations/changes/:id/undo',
  summary: 'Undo a change within the hour, where nothing has been built on it',
  input: Type.Object({ id: Uuid }),
  output: Change,
  permission: 'organisations:decide',
  audit: 'organisations.change-undone',
  refusals: [
    'organisations.change-unknown',
    'organisations.undo-late',
    'organisations.undo-overtaken',
    'organisations.power-for-oneself',
  ],
});

export const listChanges = operation({
  name: 'organisations.list-changes',
  method: 'GET',
  path: '/organisations/changes',
  summary: 'Changes that wait for a decision, or all',
  input: Type.Object({
    ...IdPageInput,
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])),
    organisationId: Type.Optional(OrganisationId),
    /** Who is put on a post, or leaves one. */
    personId: Type.Optional(Uuid),
  }),
  output: pageOf(Change),
  permission: 'organisations:read',
  audit: 'none',
});

export const findPeople = operation({
  name: 'organisations.find-people',
  method: 'GET',
  path: '/organisations/people',
  summary: 'Registered people whose name has all these words, twenty at most, to be put on a post',
  input: Type.Object({ words: Type.String({ minLength: 2, maxLength: 200 }) }),
  output: Type.Object({ items: Type.Array(Type.Object({ personId: Uuid, name: Type.String() })) }),
  permission: 'organisations:request',
  audit: 'none',
});
