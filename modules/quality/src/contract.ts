// SPDX-License-Identifier: Apache-2.0
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  RegionCode,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { SubsystemId } from '@stoa/exchange/contract';
import { AnswerMode, Comment } from '@stoa/surveys/contract';
import { type Static, Type } from 'typebox';
import { CardReason, CardState, LinkState } from './contract/states.ts';
import { text } from './contract/text.ts';
import { cardFilter } from './contract/work.ts';

export * from './contract/asking.ts';
export * from './contract/own.ts';
export * from './contract/states.ts';
export * from './contract/survey-page.ts';
export {
  askReidentification,
  countCards,
  coverage,
  decideReidentification,
  givePaper,
  listReidentifications,
  Reidentification,
  readReidentified,
  retryCard,
} from './contract/work.ts';

const Name = text(200);

/** Which survey asks. */
export const CardLevel = Type.Union([Type.Literal('federal'), Type.Literal('regional'), Type.Literal('municipal')]);
export type CardLevel = Static<typeof CardLevel>;

/**
 * Content of `urn:xm:quality:rendered-service:1.0#Request`. The person's name comes as one line or in its parts; nothing
 * else that is optional is ever needed.
 */
export const RenderedServiceCard = Type.Object(
  {
    /** Id of the record in the sender's system; where missing, person, organisation, type, service and day stand in. */
    recordId: Type.Optional(text(200)),
    organisationName: text(500),
    organisationAddress: text(1000, 0),
    inn: text(12),
    ogrn: text(15),
    kpp: text(9),
    /** Code of its sphere, such as `health-care`, of the published list (`organisations.list-spheres`), or one used before. */
    organisationType: text(40),
    /** As one line, in the order of the country. */
    fullName: Type.Optional(text(602)),
    familyName: Type.Optional(Name),
    givenName: Type.Optional(Name),
    middleName: Type.Optional(Name),
    birthOn: CalendarDate,
    /** 11 digits without separators. */
    snils: text(14),
    serviceCode: Type.Optional(text(100)),
    renderedOn: CalendarDate,
    /** `federal` where it is missing. */
    surveyLevel: Type.Optional(CardLevel),
  },
  { additionalProperties: false },
);
export type RenderedServiceCard = Static<typeof RenderedServiceCard>;

export const submitCard = operation({
  name: 'quality.submit-card',
  method: 'POST',
  path: '/quality/cards',
  summary: 'Take in a rendered-service card; the same card again is the same card',
  /** `id` is the card's: that of the message it came by. */
  input: Type.Object({ id: Type.Optional(Uuid), senderId: SubsystemId, ...RenderedServiceCard.properties }),
  output: Type.Object({
    id: Uuid,
    state: CardState,
    /** Empty when the card was accepted. */
    reasons: Type.Array(CardReason),
  }),
  permission: 'quality:submit-cards',
  audit: 'quality.card-received',
  refusals: ['quality.card-id-taken'],
});

export const Card = Type.Object({
  id: Uuid,
  senderId: SubsystemId,
  recordId: Type.String(),
  state: CardState,
  reasons: Type.Array(CardReason),
  /** Of the country's directory; missing while the organisation is unknown. */
  organisationId: Type.Optional(Type.String()),
  organisationName: Type.String(),
  organisationAddress: Type.String(),
  /** Name and address by the directory, once the organisation is known; a difference is shown and holds nothing up. */
  directory: Type.Optional(Type.Object({ name: LocalText, address: Type.Optional(LocalText) })),
  addressDiffers: Type.Boolean(),
  organisationType: Type.String(),
  inn: Type.String(),
  ogrn: Type.String(),
  kpp: Type.String(),
  surveyLevel: CardLevel,
  regionCode: Type.Optional(RegionCode),
  serviceCode: Type.Optional(Type.String()),
  renderedOn: CalendarDate,
  receivedAt: Instant,
  stateAt: Instant,
});
export type Card = Static<typeof Card>;

export const listCards = operation({
  name: 'quality.list-cards',
  method: 'GET',
  path: '/quality/cards',
  summary: 'List rendered-service cards, newest first, as far as the duty reaches; without personal data',
  input: Type.Object({ ...cardFilter, order: Type.Optional(Type.Enum(['newest', 'oldest'])), ...PageInput }),
  output: pageOf(Card),
  permission: 'quality:read-cards',
  audit: 'none',
});

export const getCard = operation({
  name: 'quality.get-card',
  method: 'GET',
  path: '/quality/cards/:id',
  summary: 'Read a rendered-service card with its history',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Card.properties,
    link: Type.Optional(
      Type.Object({ state: LinkState, mode: AnswerMode, bound: Type.Boolean(), issuedAt: Instant, expiresAt: Instant }),
    ),
    /** The invitation on its way through the exchange; missing where the installation hands it over by itself. */
    notice: Type.Optional(
      Type.Object({
        tries: Type.Integer(),
        sentAt: Type.Optional(Instant),
        answeredAt: Type.Optional(Instant),
        outcome: Type.Optional(Type.String()),
        readAt: Type.Optional(Instant),
        lastError: Type.Optional(Type.String()),
        /** By SMS, once its receipt came. */
        copy: Type.Optional(Type.Object({ channel: Type.String(), outcome: Type.String(), at: Instant })),
      }),
    ),
    history: Type.Array(Type.Object({ state: CardState, at: Instant, reasons: Type.Array(CardReason) })),
  }),
  permission: 'quality:read-cards',
  audit: 'quality.card-read',
  refusals: ['quality.card-unknown'],
});

export const revealPerson = operation({
  name: 'quality.reveal-person',
  method: 'POST',
  path: '/quality/cards/:id/person',
  summary: 'Read from the vault whom a card is about; the person will see who looked and why',
  input: Type.Object({ id: Uuid, purpose: visibleText(300, 10) }),
  output: Type.Object({
    fullName: Type.String(),
    /** Where the card had the name in parts. */
    familyName: Type.Optional(Type.String()),
    givenName: Type.Optional(Type.String()),
    middleName: Type.Optional(Type.String()),
    birthOn: CalendarDate,
    snils: Type.String(),
  }),
  permission: 'quality:reveal',
  audit: 'quality.person-revealed',
  refusals: ['quality.card-unknown', 'quality.person-erased'],
});

export const withdrawCard = operation({
  name: 'quality.withdraw-card',
  method: 'POST',
  path: '/quality/cards/:id/withdrawal',
  summary: 'Withdraw a card sent by mistake: revokes its link, takes its answer out of every figure',
  input: Type.Object({ id: Uuid, reason: visibleText(300, 3) }),
  output: Type.Object({ id: Uuid, state: CardState }),
  permission: 'quality:withdraw-cards',
  audit: 'quality.card-withdrawn',
  refusals: ['quality.card-unknown', 'quality.card-closed', 'quality.answer-severed'],
});

export const holdLink = operation({
  name: 'quality.hold-link',
  method: 'POST',
  path: '/quality/cards/:id/link-hold',
  summary: 'Lock a survey link that fell into wrong hands, or unlock it',
  input: Type.Object({ id: Uuid, held: Type.Boolean(), reason: visibleText(300, 3) }),
  output: Type.Object({ id: Uuid, linkState: LinkState }),
  permission: 'quality:withdraw-cards',
  audit: 'quality.link-held',
  refusals: ['quality.card-unknown', 'quality.link-closed'],
});

export const listComments = operation({
  name: 'quality.list-comments',
  method: 'GET',
  path: '/quality/comments',
  summary: 'Free words that a moderator released, newest first, as far as the duty reaches',
  input: Type.Object({ ...PageInput }),
  output: pageOf(Comment),
  permission: 'quality:read-comments',
  audit: 'none',
});

export const getState = operation({
  name: 'quality.get-state',
  method: 'GET',
  path: '/quality/state',
  summary: 'How the intake and the feed to the monitoring system stand',
  input: Type.Object({}),
  output: Type.Object({
    cards: Type.Array(Type.Object({ state: CardState, count: Type.Integer() })),
    intake: Type.Object({ configured: Type.Boolean(), lastMessageAt: Type.Optional(Instant) }),
    feed: Type.Object({
      configured: Type.Boolean(),
      waiting: Type.Integer(),
      lastSentAt: Type.Optional(Instant),
      lastError: Type.Optional(Type.String()),
    }),
  }),
  permission: 'quality:operate',
  audit: 'none',
});
