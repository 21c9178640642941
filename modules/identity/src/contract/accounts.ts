// SPDX-License-Identifier: Apache-2.0
/** What accounts asks of people here: it decides who gets an account, comes back to it or gives it up (decision 28). */
import { event, Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { LanguageCode } from './language.ts';
import { Login } from './people.ts';

const managed = { permission: 'identity:manage-accounts' };
const about = { type: 'person', id: 'personId' };
const PersonKey = Type.String({ minLength: 1, maxLength: 100 });
const Proofing = Type.Integer({ minimum: 1, maximum: 3, description: '1 low, 2 substantial, 3 high' });
const Password = Type.String({ maxLength: 200 });

/** A pseudonym became another one: rows kept under `from` belong to `to` from now on. */
export const personJoined = event('identity.person-joined.v1', Type.Object({ from: Type.String(), to: Type.String() }));

export const KnownAccount = Type.Object({
  personId: Uuid,
  personKey: PersonKey,
  name: Type.String(),
  login: Type.String(),
  email: Type.Optional(Type.String()),
  proofing: Proofing,
  closed: Type.Boolean(),
  holdsDuties: Type.Boolean(),
  signedInAt: Type.Optional(Instant),
});
export type KnownAccount = Static<typeof KnownAccount>;

export const findAccount = operation({
  ...managed,
  name: 'identity.find-account',
  method: 'GET',
  path: '/identity/accounts',
  summary: 'The account of a pseudonym, a login or a person; by exactly one of them',
  input: Type.Object({
    personKey: Type.Optional(PersonKey),
    login: Type.Optional(Type.String({ maxLength: 200 })),
    personId: Type.Optional(Uuid),
  }),
  output: Type.Object({ found: Type.Optional(KnownAccount) }),
  audit: 'none',
});

export const openAccount = operation({
  ...managed,
  name: 'identity.open-account',
  method: 'POST',
  path: '/identity/accounts',
  summary: 'Open an account for a person who proved the address and chose login and password',
  input: Type.Object({
    personKey: PersonKey,
    name: visibleText(200, 1),
    email: Type.String({ format: 'email', maxLength: 254 }),
    login: Login,
    password: Password,
    proofing: Proofing,
    language: Type.Optional(LanguageCode),
    /** What gives a right to one account, such as an invitation: a second account for it is refused. */
    once: Type.Optional(Uuid),
  }),
  output: Type.Object({ personId: Uuid }),
  audit: 'identity.account-opened',
  about: { ...about, facts: ['login', 'proofing'] },
  refusals: ['identity.login-taken', 'identity.person-known', 'identity.opened-once', 'identity.password-weak'],
});

export const replacePassword = operation({
  ...managed,
  name: 'identity.replace-password',
  method: 'POST',
  path: '/identity/accounts/:personId/password',
  summary: 'Take a new password of a person whose way back was proven; every session ends',
  input: Type.Object({ personId: Uuid, password: Password }),
  output: Type.Object({ login: Type.String() }),
  audit: 'identity.password-replaced',
  about: { ...about, facts: [] },
  refusals: ['identity.person-unknown', 'identity.password-weak'],
});

export const setProofing = operation({
  ...managed,
  name: 'identity.set-proofing',
  method: 'PUT',
  path: '/identity/accounts/:personId/proofing',
  summary: 'Say how well it is known who a person is; holds from the next sign-in on',
  input: Type.Object({ personId: Uuid, proofing: Proofing }),
  output: Type.Object({ proofing: Proofing }),
  audit: 'identity.proofing-set',
  about: { ...about, facts: ['proofing'] },
  refusals: ['identity.person-unknown'],
});

export const joinPerson = operation({
  ...managed,
  name: 'identity.join-person',
  method: 'PUT',
  path: '/identity/accounts/:personId/person-key',
  summary: 'Join a person to their entry of the register: the pseudonym changes, everywhere',
  input: Type.Object({ personId: Uuid, personKey: PersonKey, name: visibleText(200, 1) }),
  output: Type.Object({ personKey: PersonKey }),
  audit: 'identity.person-joined',
  about: { ...about, facts: [] },
  refusals: ['identity.person-unknown', 'identity.person-known'],
});

/** Not undone: what both did is one person's from now on. */
export const mergePeople = operation({
  ...managed,
  name: 'identity.merge-people',
  method: 'POST',
  path: '/identity/accounts/:personId/merged',
  summary: 'Make two accounts of one person one: the other closes, its powers move here; duties end before',
  input: Type.Object({ personId: Uuid, otherId: Uuid }),
  output: Type.Object({ personId: Uuid }),
  audit: 'identity.people-merged',
  about: { ...about, facts: ['otherId'] },
  refusals: ['identity.person-unknown', 'identity.same-person', 'identity.duties-held'],
});

export const closeAccount = operation({
  ...managed,
  name: 'identity.close-account',
  method: 'POST',
  path: '/identity/accounts/:personId/closing',
  summary: 'Close an account: sessions and password go, nobody signs in',
  input: Type.Object({ personId: Uuid }),
  output: Type.Object({ personId: Uuid }),
  audit: 'identity.account-closed',
  about: { ...about, facts: [] },
  refusals: ['identity.person-unknown', 'identity.duties-held'],
});
