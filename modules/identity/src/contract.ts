// SPDX-License-Identifier: Apache-2.0
import { Instant, LocalText, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** Government organisations have speaking ids (`XM-01-LABOUR`), companies their INN. */
export const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const Organisation = Type.Object({
  id: OrganisationId,
  kind: Type.Union([Type.Literal('government'), Type.Literal('company')]),
  name: LocalText,
  regionCode: Type.Optional(Type.String({ maxLength: 10 })),
});
export type Organisation = Static<typeof Organisation>;
const Login = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,63}$' });
const Snils = Type.String({ pattern: '^\\d{11}$' });

export const registerOrganisation = operation({
  name: 'identity.register-organisation',
  method: 'PUT',
  path: '/identity/organisations',
  summary: 'Register an organisation, or correct what is known of it',
  input: Organisation,
  output: Type.Object({ id: OrganisationId }),
  permission: 'identity:administer',
  audit: 'identity.organisation-registered',
});

export const getOrganisation = operation({
  name: 'identity.get-organisation',
  method: 'GET',
  path: '/identity/organisations/:id',
  summary: 'Read an organisation',
  input: Type.Object({ id: OrganisationId }),
  output: Organisation,
  permission: 'public',
  audit: 'none',
  refusals: ['identity.organisation-unknown'],
});

/** Registering again with the same SNILS corrects the person; the password is set only when the account is new. */
export const registerPerson = operation({
  name: 'identity.register-person',
  method: 'PUT',
  path: '/identity/people',
  summary: 'Register a person with an account',
  input: Type.Object({
    snils: Snils,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    login: Login,
    password: Type.String({ minLength: 6, maxLength: 200 }),
    assurance: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3, description: 'level to which the identity was proven' }),
    ),
  }),
  output: Type.Object({ id: Uuid, personKey: Type.String() }),
  permission: 'identity:administer',
  audit: 'identity.person-registered',
  refusals: ['identity.login-taken'],
});

export const assignDuty = operation({
  name: 'identity.assign-duty',
  method: 'PUT',
  path: '/identity/duties',
  summary: "Give a person's post a duty in an organisation",
  input: Type.Object({
    personId: Uuid,
    code: Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 64 }),
    organisationId: OrganisationId,
    validUntil: Type.Optional(Instant),
  }),
  output: Type.Object({ personId: Uuid }),
  permission: 'identity:administer',
  audit: 'identity.duty-assigned',
  refusals: ['identity.person-unknown', 'identity.organisation-unknown'],
});

export const grantMandate = operation({
  name: 'identity.grant-mandate',
  method: 'PUT',
  path: '/identity/mandates',
  summary: 'Let a person act for an organisation',
  input: Type.Object({
    personId: Uuid,
    organisationId: OrganisationId,
    role: LocalText,
    validUntil: Type.Optional(Instant),
  }),
  output: Type.Object({ personId: Uuid }),
  permission: 'identity:administer',
  audit: 'identity.mandate-granted',
  refusals: ['identity.person-unknown', 'identity.organisation-unknown'],
});

export const Profile = Type.Object({
  id: Uuid,
  name: Type.String(),
  email: Type.Optional(Type.String()),
  assurance: Type.Integer(),
  duties: Type.Array(Type.Object({ code: Type.String(), organisation: Organisation })),
  /** Organisations the person may act for. */
  mandates: Type.Array(
    Type.Object({ organisation: Organisation, role: LocalText, validUntil: Type.Optional(Instant) }),
  ),
  actingFor: Type.Optional(Organisation),
});
export type Profile = Static<typeof Profile>;

export const getProfile = operation({
  name: 'identity.get-profile',
  method: 'GET',
  path: '/identity/me',
  summary: 'Who I am, my duties, and for whom I may act',
  input: Type.Object({}),
  output: Profile,
  permission: 'identity:self',
  audit: 'none',
  refusals: ['identity.person-unknown'],
});

/** Without `organisationId` the person acts for themselves again. Holds for this session. */
export const actFor = operation({
  name: 'identity.act-for',
  method: 'POST',
  path: '/identity/acting-for',
  summary: 'Choose for whom to act',
  input: Type.Object({ organisationId: Type.Optional(OrganisationId) }),
  output: Type.Object({ actingFor: Type.Optional(Organisation) }),
  permission: 'identity:self',
  audit: 'identity.acting-for-chosen',
  refusals: ['identity.mandate-missing', 'identity.no-session'],
});

export const DataAccess = Type.Object({
  id: Uuid,
  at: Instant,
  module: Type.String(),
  action: Type.String(),
  actorKind: Type.String(),
  /** Name of the officer, or of the module that acted by itself. */
  actorName: Type.String(),
  organisation: Type.Optional(LocalText),
  purpose: Type.Optional(Type.String()),
  objectType: Type.String(),
  objectId: Type.String(),
});
export type DataAccess = Static<typeof DataAccess>;

export const listDataAccesses = operation({
  name: 'identity.list-data-accesses',
  method: 'GET',
  path: '/identity/me/accesses',
  summary: 'Who read or changed my data, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(DataAccess),
  permission: 'identity:self',
  audit: 'none',
});

/** State of a sign-in under way, for the page that asks for the password or the consent. */
export const describeInteraction = operation({
  name: 'identity.describe-interaction',
  method: 'GET',
  path: '/identity/interactions/:uid',
  summary: 'What a sign-in under way is waiting for',
  input: Type.Object({ uid: Type.String({ pattern: '^[A-Za-z0-9_-]{10,100}$' }) }),
  output: Type.Object({
    waitsFor: Type.Union([Type.Literal('password'), Type.Literal('consent')]),
    clientName: Type.String(),
    scopes: Type.Array(Type.String()),
    /** The form posts `login` and `password`, or `consent` (`yes`, `no`) to this path. */
    action: Type.String(),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['identity.interaction-expired'],
});

export const findContact = operation({
  name: 'identity.find-contact',
  method: 'GET',
  path: '/identity/contacts/:personKey',
  summary: 'Address of a person for notifications',
  input: Type.Object({ personKey: Type.String({ maxLength: 100 }) }),
  output: Type.Object({
    known: Type.Boolean(),
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
  }),
  permission: 'identity:contact',
  audit: 'none',
});

export const resolveToken = operation({
  name: 'identity.resolve-token',
  method: 'POST',
  path: '/identity/tokens/resolve',
  summary: 'Who a session or access token stands for',
  input: Type.Object({ token: Type.String({ minLength: 8, maxLength: 4096 }) }),
  output: Type.Object({ principal: Type.Optional(Type.Unknown()) }),
  permission: 'identity:resolve',
  audit: 'none',
});
