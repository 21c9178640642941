// SPDX-License-Identifier: Apache-2.0
/** What people see and do of their own. */
import { Instant, LocalText, operation, IdPageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { HeldPower, OrganisationId } from './held.ts';
import { LanguageCode } from './language.ts';

const self = { permission: 'identity:self' };

/** Without `services` or `acts`: all of them. */
export const HeldFor = Type.Object({
  id: Uuid,
  kind: HeldPower.properties.kind,
  onBehalfOf: HeldPower.properties.onBehalfOf,
  name: LocalText,
  role: Type.String({ description: 'such as director, parent, agent' }),
  services: HeldPower.properties.services,
  acts: HeldPower.properties.acts,
  until: Type.Optional(Instant),
});
export type HeldFor = Static<typeof HeldFor>;

export const Profile = Type.Object({
  id: Uuid,
  name: Type.String(),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  /** That messages are written in first. */
  language: Type.Optional(LanguageCode),
  assurance: Type.Integer({ description: 'of this sign-in' }),
  /** That this sign-in opens. */
  duties: Type.Array(Type.Object({ code: Type.String(), organisationId: Type.String() })),
  /** For whom the person may act. */
  powers: Type.Array(HeldFor),
  actingFor: Type.Optional(HeldFor),
});
export type Profile = Static<typeof Profile>;

export const getProfile = operation({
  ...self,
  name: 'identity.get-profile',
  method: 'GET',
  path: '/identity/me',
  summary: 'Who I am, my duties, and for whom I may act',
  input: Type.Object({}),
  output: Profile,
  audit: 'none',
  refusals: ['identity.person-unknown'],
});

/** Few and cheap: every page of the portal offers them. */
export const listOwnPowers = operation({
  ...self,
  name: 'identity.list-own-powers',
  method: 'GET',
  path: '/identity/me/powers',
  summary: 'For whom I may act now',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(HeldFor) }),
  audit: 'none',
});

/** With neither the person acts for themselves again. Holds for this session. */
export const actFor = operation({
  ...self,
  name: 'identity.act-for',
  method: 'POST',
  path: '/identity/acting-for',
  summary: 'Choose for whom to act',
  input: Type.Object({
    organisationId: Type.Optional(OrganisationId),
    powerId: Type.Optional(Uuid),
  }),
  output: Type.Object({ actingFor: Type.Optional(HeldFor) }),
  audit: 'identity.acting-for-chosen',
  refusals: ['identity.mandate-missing', 'identity.no-session'],
});

/** The new address is used once the link that goes to the old one was opened, and then the one that goes to the new. */
export const requestEmailChange = operation({
  ...self,
  signIn: { withinMinutes: 15 },
  name: 'identity.request-email-change',
  method: 'POST',
  path: '/identity/me/email',
  summary: 'Change my e-mail address',
  input: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }),
  output: Type.Object({ confirmAt: Type.Union([Type.Literal('old-address'), Type.Literal('new-address')]) }),
  audit: 'identity.email-change-requested',
  refusals: ['identity.person-unknown'],
});

export const DataAccess = Type.Object({
  id: Uuid,
  at: Instant,
  module: Type.String(),
  action: Type.String(),
  actorKind: Type.String(),
  /** Name of the officer, or of the module that acted by itself. */
  actorName: Type.String(),
  organisationId: Type.Optional(Type.String()),
  purpose: Type.Optional(Type.String()),
  /** How the post is held, and in whose place. */
  as: Type.Optional(Type.Union([Type.Literal('acting'), Type.Literal('substitute')])),
  inPlaceOf: Type.Optional(Type.String()),
  onBehalfOf: Type.Optional(Type.String()),
  objectType: Type.String(),
  objectId: Type.String(),
});
export type DataAccess = Static<typeof DataAccess>;

export const listDataAccesses = operation({
  ...self,
  name: 'identity.list-data-accesses',
  method: 'GET',
  path: '/identity/me/accesses',
  summary: 'Who read or changed my data, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(DataAccess),
  audit: 'none',
});

export const setContactDetails = operation({
  ...self,
  name: 'identity.set-contact-details',
  method: 'PUT',
  path: '/identity/me/contact',
  summary: 'Say my telephone, and the language of messages to me; what is left out is taken away',
  input: Type.Object({ phone: Type.Optional(visibleText(40, 1)), language: Type.Optional(LanguageCode) }),
  output: Type.Object({ saved: Type.Boolean() }),
  audit: 'identity.contact-details-set',
  refusals: ['identity.person-unknown', 'identity.phone-invalid'],
});
