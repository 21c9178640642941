// SPDX-License-Identifier: Apache-2.0
/** What those who work on quality do beside reading cards. */
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { SubsystemId } from '@stoa/exchange/contract';
import { type Static, Type } from 'typebox';
import { CardReason, CardState } from './states.ts';
import { text } from './text.ts';

const about = { id: Uuid };
export const cardFilter = {
  state: Type.Optional(CardState),
  reason: Type.Optional(CardReason),
  senderId: Type.Optional(SubsystemId),
  organisationId: Type.Optional(text(100)),
  /** Days of the service, both included. */
  from: Type.Optional(CalendarDate),
  to: Type.Optional(CalendarDate),
  /** In the organisation's name, or an exact id of record or card, or INN. */
  search: Type.Optional(text(200)),
};

export const countCards = operation({
  name: 'quality.count-cards',
  method: 'GET',
  path: '/quality/card-counts',
  summary: 'How many cards are in which state, for which reasons and of whom, as far as the duty reaches',
  input: Type.Object(cardFilter),
  output: Type.Object({
    states: Type.Array(Type.Object({ state: CardState, count: Type.Integer() })),
    reasons: Type.Array(Type.Object({ reason: CardReason, count: Type.Integer() })),
    /** The busiest 100. */
    senders: Type.Array(
      Type.Object({
        senderId: Type.String(),
        count: Type.Integer(),
        rejected: Type.Integer(),
        quarantined: Type.Integer(),
        lastAt: Instant,
      }),
    ),
    /** Messages taken off the mailbox that are not cards yet. */
    arriving: Type.Integer(),
  }),
  permission: 'quality:read-cards',
  audit: 'none',
});

export const retryCard = operation({
  name: 'quality.retry-card',
  method: 'POST',
  path: '/quality/cards/:id/retry',
  summary: 'Try a quarantined card against the directory now, or send an undelivered invitation once more',
  input: Type.Object(about),
  output: Type.Object({ id: Uuid, state: CardState, reasons: Type.Array(CardReason) }),
  permission: 'quality:withdraw-cards',
  audit: 'quality.card-retried',
  refusals: ['quality.card-unknown', 'quality.card-closed', 'quality.link-closed'],
});

export const givePaper = operation({
  name: 'quality.give-paper',
  method: 'POST',
  path: '/quality/cards/:id/paper',
  summary: 'The survey link of a card on paper, to hand over to who was served; the person sees that it was given out',
  input: Type.Object(about),
  output: Type.Object({
    /** In groups of four letters, to be typed at a kiosk. */
    code: Type.String(),
    url: Type.String(),
    /** SVG. */
    picture: Type.String(),
    organisationName: LocalText,
    renderedOn: CalendarDate,
    answerBy: Instant,
  }),
  permission: 'quality:give-paper',
  audit: 'quality.paper-given',
  refusals: ['quality.card-unknown', 'quality.link-closed'],
});

export const Reidentification = Type.Object({
  id: Uuid,
  responseId: Uuid,
  purpose: Type.String(),
  askedBy: Type.String(),
  askedAt: Instant,
  /** `lapsed`: agreed to, but not read within a day. */
  state: Type.Enum(['asked', 'agreed', 'refused', 'read', 'lapsed']),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  /** Whether the reader asked: then somebody else decides. */
  own: Type.Boolean(),
});
export type Reidentification = Static<typeof Reidentification>;

export const askReidentification = operation({
  name: 'quality.ask-reidentification',
  method: 'POST',
  path: '/quality/reidentifications',
  summary: 'Ask to learn whose an answer is; another official must agree, and the person sees it',
  input: Type.Object({ responseId: Uuid, purpose: visibleText(300, 10) }),
  output: Type.Object({ id: Uuid }),
  permission: 'quality:reidentify',
  audit: 'quality.reidentification-asked',
  refusals: ['quality.answer-not-joined', 'quality.person-erased'],
});

export const listReidentifications = operation({
  name: 'quality.list-reidentifications',
  method: 'GET',
  path: '/quality/reidentifications',
  summary: 'Who asked whose an answer is, why, and who agreed; newest first',
  input: Type.Object({ ...PageInput }),
  output: pageOf(Reidentification),
  permission: 'quality:agree',
  audit: 'none',
});

export const decideReidentification = operation({
  name: 'quality.decide-reidentification',
  method: 'POST',
  path: '/quality/reidentifications/:id/decision',
  summary: 'Agree that somebody else learns whose an answer is, or refuse it',
  input: Type.Object({ id: Uuid, agreed: Type.Boolean() }),
  output: Type.Object(about),
  permission: 'quality:agree',
  audit: 'quality.reidentification-decided',
  refusals: ['quality.request-unknown', 'quality.request-own', 'quality.request-decided'],
});

export const readReidentified = operation({
  name: 'quality.read-reidentified',
  method: 'POST',
  path: '/quality/reidentifications/:id/person',
  summary: 'Read whose the answer is; only who asked, within a day of the agreement',
  input: Type.Object(about),
  output: Type.Object({ cardId: Uuid, fullName: Type.String(), birthOn: CalendarDate, snils: Type.String() }),
  permission: 'quality:reidentify',
  audit: 'quality.person-reidentified',
  refusals: ['quality.request-unknown', 'quality.not-agreed', 'quality.person-erased'],
});

export const coverage = operation({
  name: 'quality.coverage',
  method: 'GET',
  path: '/quality/coverage',
  summary: 'Cards taken in of each organisation beside what its department says was rendered; the lowest share first',
  input: Type.Object({ from: CalendarDate, to: CalendarDate }),
  output: Type.Object({
    /** Below this share no rank is given. */
    enough: Type.Number(),
    items: Type.Array(
      Type.Object({
        organisationId: Type.Optional(Type.String()),
        name: Type.Optional(LocalText),
        inn: Type.String(),
        kpp: Type.String(),
        taken: Type.Integer(),
        /** Missing where the department says nothing. */
        reported: Type.Optional(Type.Integer()),
        /** Taken of reported; at most 1. */
        share: Type.Optional(Type.Number()),
        low: Type.Boolean(),
      }),
    ),
  }),
  permission: 'quality:coverage',
  audit: 'none',
});
