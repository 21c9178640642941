// SPDX-License-Identifier: Apache-2.0
/** What officials of accounts do: look a person up, say how well it is known who they are, and by two join, merge, recover. */
import { IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Email } from './shared.ts';

const office = { permission: 'accounts:office' };
const Reason = visibleText(500, 1);
const asked = { output: Type.Object({ id: Uuid }) };
const whom = { personId: Uuid, reason: Reason };

export const PersonView = Type.Object({
  personId: Uuid,
  name: Type.String(),
  login: Type.String(),
  email: Type.Optional(Type.String()),
  proofing: Type.Integer(),
  closed: Type.Boolean(),
  holdsDuties: Type.Boolean(),
  signedInAt: Type.Optional(Instant),
  /** Of who registered by passport. */
  passport: Type.Optional(
    Type.Object({ issuer: Type.String(), number: Type.String(), birthOn: Type.Optional(Type.String()) }),
  ),
});
export type PersonView = Static<typeof PersonView>;

export const findPerson = operation({
  ...office,
  name: 'accounts.find-person',
  method: 'POST',
  path: '/accounts/people/searches',
  summary: 'The person of an exact number of the register, or of an exact login; they see that they were looked up',
  input: Type.Object({ by: Type.String({ minLength: 1, maxLength: 100 }), purpose: Reason }),
  output: Type.Object({ found: Type.Optional(PersonView) }),
  audit: 'accounts.person-sought',
});

export const readPerson = operation({
  ...office,
  name: 'accounts.read-person',
  method: 'GET',
  path: '/accounts/people/:personId',
  summary: 'What is known of a person who was looked up; they see it',
  input: Type.Object({ personId: Uuid }),
  output: PersonView,
  audit: 'accounts.person-read',
  refusals: ['accounts.person-unknown'],
});

/** One official saw the document; who and why stands in the audit. */
export const raiseProofing = operation({
  ...office,
  name: 'accounts.raise-proofing',
  method: 'POST',
  path: '/accounts/people/:personId/proofing',
  summary: 'Say that a person came with their document and is who they say',
  input: Type.Object({
    personId: Uuid,
    proofing: Type.Integer({ minimum: 2, maximum: 3 }),
    document: visibleText(100, 1),
  }),
  output: Type.Object({ proofing: Type.Integer() }),
  audit: 'accounts.proofing-raised',
  refusals: ['accounts.person-unknown', 'accounts.for-oneself', 'accounts.proofing-not-higher'],
});

export const askJoin = operation({
  ...office,
  ...asked,
  name: 'accounts.ask-join',
  method: 'POST',
  path: '/accounts/requests/joins',
  summary: 'Ask that a person registered by passport is joined to their entry of the population register',
  input: Type.Object({ ...whom, number: Type.String({ minLength: 1, maxLength: 40 }) }),
  audit: 'accounts.join-asked',
  refusals: [
    'accounts.person-unknown',
    'accounts.for-oneself',
    'accounts.number-invalid',
    'accounts.register-away',
    'accounts.number-unknown',
    'accounts.number-taken',
  ],
});

export const askMerge = operation({
  ...office,
  ...asked,
  name: 'accounts.ask-merge',
  method: 'POST',
  path: '/accounts/requests/merges',
  summary: 'Ask that two accounts of one person become one: the other closes',
  input: Type.Object({ ...whom, otherId: Uuid }),
  audit: 'accounts.merge-asked',
  refusals: ['accounts.person-unknown', 'accounts.for-oneself', 'identity.same-person'],
});

export const askRecovery = operation({
  ...office,
  ...asked,
  name: 'accounts.ask-recovery',
  method: 'POST',
  path: '/accounts/requests/recoveries',
  summary: 'Ask that a person who came to a front office gets a way back, by an address they say there',
  input: Type.Object({ ...whom, email: Email }),
  audit: 'accounts.office-recovery-asked',
  refusals: ['accounts.person-unknown', 'accounts.for-oneself'],
});

const Kind = Type.Union([Type.Literal('join'), Type.Literal('merge'), Type.Literal('recover')]);

export const AccountRequest = Type.Object({
  id: Uuid,
  kind: Kind,
  personId: Uuid,
  otherId: Type.Optional(Uuid),
  reason: Type.String(),
  askedBy: Uuid,
  askedByName: Type.String(),
  askedAt: Instant,
});
export type AccountRequest = Static<typeof AccountRequest>;

export const listRequests = operation({
  ...office,
  name: 'accounts.list-requests',
  method: 'GET',
  path: '/accounts/requests',
  summary: 'Joins, merges and recoveries that wait for a second official, oldest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(AccountRequest),
  audit: 'none',
});

export const readRequest = operation({
  ...office,
  name: 'accounts.read-request',
  method: 'GET',
  path: '/accounts/requests/:id',
  summary: 'What a request would do, both sides beside each other; the people concerned see that it was read',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    request: AccountRequest,
    person: PersonView,
    other: Type.Optional(PersonView),
    entry: Type.Optional(
      Type.Object(
        { number: Type.String(), name: Type.String(), birthOn: Type.Optional(Type.String()) },
        { description: 'of the register, as it was read when the join was asked for' },
      ),
    ),
    email: Type.Optional(Type.String({ description: 'where the way back would be sent' })),
  }),
  audit: 'accounts.request-read',
  refusals: ['accounts.request-unknown', 'accounts.request-decided', 'accounts.person-unknown'],
});

export const decideRequest = operation({
  ...office,
  name: 'accounts.decide-request',
  method: 'POST',
  path: '/accounts/requests/:id/decision',
  summary: 'Do or decline what another official asked for; a join and a merge are not undone',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'accounts.request-decided',
  refusals: [
    'accounts.request-unknown',
    'accounts.request-decided',
    'accounts.second-person-needed',
    'accounts.for-oneself',
    'identity.person-known',
    'identity.person-unknown',
  ],
});
