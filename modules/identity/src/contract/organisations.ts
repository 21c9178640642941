// SPDX-License-Identifier: Apache-2.0
import { LocalText, operation, RegionCode, Territory } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** Government organisations have speaking ids (`XM-01-LABOUR`), companies their INN. */
export const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const Organisation = Type.Object({
  id: OrganisationId,
  kind: Type.Union([Type.Literal('government'), Type.Literal('company')]),
  name: LocalText,
  regionCode: Type.Optional(RegionCode),
});
export type Organisation = Static<typeof Organisation>;

export const registerOrganisation = operation({
  name: 'identity.register-organisation',
  method: 'PUT',
  path: '/identity/organisations',
  summary: 'Register an organisation, or correct what is known of it',
  input: Organisation,
  output: Type.Object({ id: OrganisationId }),
  permission: 'identity:administer',
  audit: 'identity.organisation-registered',
  about: { type: 'organisation', id: 'id', facts: ['kind', 'name', 'regionCode'] },
  refusals: ['identity.inn-invalid', 'identity.region-unknown'],
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

export const listTerritories = operation({
  name: 'identity.list-territories',
  method: 'GET',
  path: '/identity/territories',
  summary: 'The country, its regions and districts by name, or what one of them is made of',
  input: Type.Object({ partOf: Type.Optional(RegionCode) }),
  output: Type.Object({ items: Type.Array(Territory) }),
  permission: 'public',
  audit: 'none',
});
