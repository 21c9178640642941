// SPDX-License-Identifier: Apache-2.0
/** Attestations that are a year old, and how bodies hear of it. */
import { CalendarDate, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
/** Owners hear of it so many days before. */
export const reminderDays = [30, 7, 0] as const;

export const listOverdue = operation({
  name: 'upkeep.list-overdue',
  method: 'GET',
  path: '/upkeep/overdue',
  summary:
    'Bodies with objects whose attestation is more than a year old, and the first of these objects; of one’s own bodies for owners',
  input: Type.Object({}),
  output: Type.Object({
    bodies: Type.Array(Type.Object({ organisationId: OrganisationId, count: Type.Integer() })),
    items: Type.Array(
      Type.Object({
        id: Uuid,
        code: Type.String(),
        name: LocalText,
        organisationId: OrganisationId,
        due: CalendarDate,
      }),
    ),
  }),
  permission: 'upkeep:list',
  audit: 'none',
});
const Contact = {
  name: Type.String({ minLength: 2, maxLength: 120 }),
  email: Type.String({ format: 'email', maxLength: 254 }),
};
export const getContact = operation({
  name: 'upkeep.get-contact',
  method: 'GET',
  path: '/upkeep/contacts/:organisationId',
  summary: 'Who hears for a body on whose posts nobody is',
  input: Type.Object({ organisationId: OrganisationId }),
  output: Type.Object({
    organisationId: OrganisationId,
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
  }),
  permission: 'upkeep:keep',
  check: 'resource',
  audit: 'none',
});
export const setContact = operation({
  name: 'upkeep.set-contact',
  method: 'PUT',
  path: '/upkeep/contacts/:organisationId',
  summary: 'Say who hears for a body on whose posts nobody is',
  input: Type.Object({ organisationId: OrganisationId, ...Contact }),
  output: Type.Object({ organisationId: OrganisationId }),
  permission: 'upkeep:keep',
  check: 'resource',
  audit: 'upkeep.contact-set',
  about: { type: 'body', id: 'organisationId', facts: [] },
});
export const tellBody = operation({
  name: 'upkeep.tell-body',
  method: 'POST',
  path: '/upkeep/notices',
  summary:
    'Tell whoever keeps a body’s part of the register: the people on its posts, and its contact where there are none',
  input: Type.Object({
    /** The same key tells nobody twice. */
    key: Type.String({ maxLength: 140 }),
    organisationId: OrganisationId,
    ...{ subject: LocalText, body: LocalText, link: Type.String({ maxLength: 500, pattern: '^/[^/\\\\]' }) },
  }),
  output: Type.Object({ told: Type.Enum(['posts', 'contact', 'nobody']) }),
  permission: 'upkeep:tell',
  audit: 'none',
});
