// SPDX-License-Identifier: Apache-2.0
/** People and their accounts, as staff and other modules know them. */
import { Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { LanguageCode } from './language.ts';
import { OrganisationId } from './held.ts';

export const Login = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,63}$' });
const Snils = Type.String({ pattern: '^\\d{11}$' });
const Name = visibleText(200, 1);
const Email = Type.String({ format: 'email', maxLength: 254 });
const DutyCode = Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 64 });

/** Nobody but the person chooses the password: a link goes to the address given, and only while there is no account. */
export const registerPerson = operation({
  name: 'identity.register-person',
  method: 'POST',
  path: '/identity/people',
  summary: 'Register a person, who gets a link to choose a password',
  input: Type.Object({ snils: Snils, name: Name, email: Email, login: Login }),
  output: Type.Object({ id: Uuid, personKey: Type.String() }),
  permission: 'identity:administer',
  audit: 'identity.person-registered',
  about: { type: 'person', id: 'id', facts: ['login'] },
  refusals: ['identity.login-taken', 'identity.person-known', 'identity.snils-invalid'],
});

export const offerActivation = operation({
  name: 'identity.offer-activation',
  method: 'POST',
  path: '/identity/people/:id/activation',
  summary: 'Send the link to choose a password once more, to the same address',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'identity:administer',
  audit: 'identity.activation-offered',
  about: { type: 'person', id: 'id', facts: [] },
  refusals: ['identity.person-unknown', 'identity.account-active'],
});

/** The demo's people, whose passwords are published: such an account signs in only while the demo is on. */
export const enterDemoPerson = operation({
  name: 'identity.enter-demo-person',
  method: 'PUT',
  path: '/identity/demo-people',
  summary: 'Enter a person of the demo country',
  input: Type.Object({
    snils: Snils,
    name: Name,
    email: Email,
    login: Login,
    password: Type.String({ minLength: 6, maxLength: 200 }),
    duties: Type.Array(Type.Object({ code: DutyCode, organisationId: OrganisationId })),
    /** Published too: of the app that makes the second factor. */
    appSecret: Type.Optional(Type.String({ pattern: '^[A-Z2-7]{32}$' })),
  }),
  output: Type.Object({ id: Uuid, personKey: Type.String() }),
  permission: 'identity:enter-demo',
  audit: 'identity.demo-person-entered',
  about: { type: 'person', id: 'id', facts: ['login', 'duties'] },
  refusals: ['identity.demo-off', 'identity.login-taken', 'identity.snils-invalid'],
});

/** Officials of the demo who are named but do not sign in. */
export const enterDemoPeople = operation({
  name: 'identity.enter-demo-people',
  method: 'PUT',
  path: '/identity/demo-people/without-account',
  summary: 'Enter people of the demo country who have no account',
  input: Type.Object({ people: Type.Array(Type.Object({ snils: Snils, name: Name }), { maxItems: 200 }) }),
  output: Type.Object({ ids: Type.Array(Uuid) }),
  permission: 'identity:enter-demo',
  audit: 'identity.demo-people-entered',
  refusals: ['identity.demo-off', 'identity.snils-invalid'],
});

/** Asked from the command line, by whoever runs the installation. */
export const createAdministrator = operation({
  name: 'identity.create-administrator',
  method: 'POST',
  path: '/identity/administrators',
  summary: 'Make an account that administers; answers the link to choose its password',
  input: Type.Object({ login: Login, name: Name, email: Type.Optional(Email) }),
  output: Type.Object({ id: Uuid, path: Type.String(), expiresAt: Instant }),
  permission: 'identity:create-administrator',
  audit: 'identity.administrator-created',
  about: { type: 'person', id: 'id', facts: ['login'] },
  refusals: ['identity.login-taken'],
});

export const hasAdministrator = operation({
  name: 'identity.has-administrator',
  method: 'GET',
  path: '/identity/administrators',
  summary: 'Whether anybody administers the platform, the demo aside',
  input: Type.Object({}),
  output: Type.Object({ exists: Type.Boolean() }),
  permission: 'identity:create-administrator',
  audit: 'none',
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
    /** That messages are written in first. */
    language: Type.Optional(LanguageCode),
  }),
  permission: 'identity:contact',
  audit: 'none',
});

/** For modules that name an officer: names come from here, never from who asks. */
export const findDutyHolder = operation({
  name: 'identity.find-duty-holder',
  method: 'GET',
  path: '/identity/people/:personId/duty',
  summary: 'Whether a person holds a duty in an organisation now, and their name',
  input: Type.Object({ personId: Uuid, code: Type.String({ maxLength: 64 }), organisationId: OrganisationId }),
  output: Type.Object({ name: Type.Optional(Type.String({ description: 'missing when the duty is not held there' })) }),
  permission: 'identity:contact',
  audit: 'none',
});

/** For modules that tell those who watch over something. */
export const findDutyHolders = operation({
  name: 'identity.find-duty-holders',
  method: 'GET',
  path: '/identity/duties/:code/holders',
  summary: 'Who holds a duty anywhere now',
  input: Type.Object({ code: Type.String({ maxLength: 64 }) }),
  output: Type.Object({
    items: Type.Array(Type.Object({ personId: Uuid, personKey: Type.String() }), { maxItems: 1000 }),
  }),
  permission: 'identity:contact',
  audit: 'none',
});

export const findPeople = operation({
  name: 'identity.find-people',
  method: 'GET',
  path: '/identity/people',
  summary: 'Registered people whose name has all these words, or whose pseudonym this is; twenty at most',
  input: Type.Object({ words: Type.String({ minLength: 2, maxLength: 200 }) }),
  output: Type.Object({ items: Type.Array(Type.Object({ personId: Uuid, name: Type.String() })) }),
  permission: 'identity:contact',
  audit: 'none',
});
