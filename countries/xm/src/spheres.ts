// SPDX-License-Identifier: Apache-2.0
/** Spheres of Meridia's offices, and to whom regional ones are subordinate. */
import { centralOrganisations } from './organisations.ts';
import type { OrganisationType } from './organisation-types.ts';

const central: Readonly<Record<string, string>> = {
  [centralOrganisations.labourMinistry.id]: 'labour',
  [centralOrganisations.companiesAgency.id]: 'justice',
  [centralOrganisations.interiorMinistry.id]: 'interior',
  [centralOrganisations.educationMinistry.id]: 'education',
  [centralOrganisations.platformOperator.id]: 'digital',
};
/** Cards of rendered services named spheres by kinds of office before. */
export const ofType: Readonly<Record<OrganisationType, string>> = {
  ministry: 'public-administration',
  agency: 'public-administration',
  audit: 'audit',
  operator: 'digital',
  labour: 'labour',
  migration: 'interior',
  tax: 'finance',
  registry: 'justice',
  'front-office': 'public-administration',
  clinic: 'health-care',
  school: 'education',
};
const superior: Partial<Record<OrganisationType, string>> = {
  labour: centralOrganisations.labourMinistry.id,
  migration: centralOrganisations.interiorMinistry.id,
  registry: centralOrganisations.companiesAgency.id,
  school: centralOrganisations.educationMinistry.id,
};

export const sphereOf = (id: string, type: OrganisationType): string => central[id] ?? ofType[type];
export const superiorOf = (id: string, type: OrganisationType): string | undefined =>
  central[id] ? undefined : superior[type];
