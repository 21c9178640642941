// SPDX-License-Identifier: Apache-2.0
/** Duties: one person with the duty `identity.grantor` asks, another decides, and neither for oneself. */
import { Instant, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationId } from './organisations.ts';
import { DutyCode } from './people.ts';

const asked = { output: Type.Object({ id: Uuid }), permission: 'identity:grant' };
const whom = { personId: Uuid, organisationId: OrganisationId };
const refusals = ['identity.person-unknown', 'identity.organisation-unknown', 'identity.grant-to-oneself'];

export const requestDuty = operation({
  ...asked,
  name: 'identity.request-duty',
  method: 'POST',
  path: '/identity/duty-requests',
  summary: "Ask that a person's post gets a duty in an organisation",
  input: Type.Object({ ...whom, code: DutyCode, validUntil: Type.Optional(Instant) }),
  audit: 'identity.duty-requested',
  about: { type: 'grant-request', id: 'id', facts: ['personId', 'code', 'organisationId', 'validUntil'] },
  refusals,
});

export const GrantRequest = Type.Object({
  id: Uuid,
  personId: Uuid,
  personName: Type.String(),
  organisationId: OrganisationId,
  code: DutyCode,
  validUntil: Type.Optional(Instant),
  requestedBy: Uuid,
  requestedAt: Instant,
});
export type GrantRequest = Static<typeof GrantRequest>;

export const listGrantRequests = operation({
  name: 'identity.list-grant-requests',
  method: 'GET',
  path: '/identity/grant-requests',
  summary: 'Duties that wait for a second person, oldest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(GrantRequest),
  permission: 'identity:grant',
  audit: 'none',
});

export const decideGrantRequest = operation({
  ...asked,
  name: 'identity.decide-grant-request',
  method: 'POST',
  path: '/identity/grant-requests/:id/decision',
  summary: 'Grant or decline what another person asked for',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  audit: 'identity.grant-decided',
  refusals: [
    'identity.request-unknown',
    'identity.request-decided',
    'identity.second-person-needed',
    'identity.grant-to-oneself',
  ],
});

/** Taking away needs no second person: it can only lessen what somebody may do. */
export const withdrawGrant = operation({
  name: 'identity.withdraw-grant',
  method: 'POST',
  path: '/identity/people/:personId/withdrawal',
  summary: 'End a duty of a person',
  input: Type.Object({ ...whom, code: DutyCode }),
  output: Type.Object({ ended: Type.Boolean() }),
  permission: 'identity:grant',
  audit: 'identity.grant-withdrawn',
  about: { type: 'person', id: 'personId', facts: ['organisationId', 'code', 'ended'] },
  refusals: ['identity.person-unknown'],
});
