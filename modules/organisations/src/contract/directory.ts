// SPDX-License-Identifier: Apache-2.0
import {
  CalendarDate,
  event,
  Instant,
  languages,
  LocalText,
  operation,
  PageInput,
  pageOf,
  practicePrefix,
  RegionCode,
  Territory,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const OrganisationId = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,63}$' });
/** Of those that people enter: ids of practice institutions are given by the practice room. */
export const OwnOrganisationId = Type.String({ pattern: `^(?!${practicePrefix})[A-Z0-9][A-Z0-9-]{0,63}$` });
export const OrganisationKind = Type.Union([
  Type.Literal('central'),
  Type.Literal('local'),
  Type.Literal('quasi-public'),
  Type.Literal('company'),
]);
const Language = Type.Enum([...languages]);
/** A code of the list `sphere`: health-care, education, …; it is not the kind of an office. */
export const Sphere = Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 60 });
const digits = (length: string) => Type.String({ pattern: `^[0-9]{${length}}$` });

export const OrganisationFacts = Type.Object({
  kind: OrganisationKind,
  sphere: Type.Optional(Sphere),
  name: LocalText,
  inn: Type.Optional(digits('10,12')),
  ogrn: Type.Optional(digits('13,15')),
  kpp: Type.Optional(digits('9')),
  address: Type.Optional(LocalText),
  regionCode: Type.Optional(RegionCode),
  parentId: Type.Optional(OrganisationId),
  successorId: Type.Optional(OrganisationId),
  /** The days on which it begins and ends to exist. */
  from: CalendarDate,
  until: Type.Optional(CalendarDate),
});
export type OrganisationFacts = Static<typeof OrganisationFacts>;

export const Organisation = Type.Object({
  id: OrganisationId,
  ...OrganisationFacts.properties,
  revision: Type.Integer(),
});
export type Organisation = Static<typeof Organisation>;

const open = { permission: 'public', audit: 'none' } as const;

const narrowing = {
  search: Type.Optional(Type.String({ maxLength: 200 })),
  sphere: Type.Optional(Sphere),
  kind: Type.Optional(OrganisationKind),
  regionCode: Type.Optional(RegionCode),
  /** Also those that exist no more. */
  ended: Type.Optional(Type.Boolean()),
  /** By id where not given; by name in this language. */
  by: Type.Optional(Language),
};
export const DirectoryFilter = Type.Object(narrowing, { additionalProperties: false });
/** The same list as a table, the whole of it. */
export const directoryFilePath = '/api/organisations/directory.csv';

export const listOrganisations = operation({
  ...open,
  name: 'organisations.list-organisations',
  method: 'GET',
  path: '/organisations',
  summary: 'Find organisations by name or number, sphere, kind and region',
  input: Type.Object({ ...PageInput, ...narrowing }),
  output: pageOf(Organisation),
});

export const getOrganisation = operation({
  ...open,
  name: 'organisations.get-organisation',
  method: 'GET',
  path: '/organisations/by-id/:id',
  summary: 'An organisation as it is, or as it was on a day',
  input: Type.Object({ id: OrganisationId, on: Type.Optional(CalendarDate) }),
  output: Organisation,
  refusals: ['organisations.organisation-unknown'],
  formerly: { name: 'identity.get-organisation', path: '/identity/organisations/:id', since: '2026-11-29' },
});

export const getHistory = operation({
  ...open,
  name: 'organisations.get-history',
  method: 'GET',
  path: '/organisations/by-id/:id/history',
  summary: 'What an organisation was, from when on, and since when that is known',
  input: Type.Object({ id: OrganisationId }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({ revision: Type.Integer(), validFrom: CalendarDate, knownAt: Instant, facts: OrganisationFacts }),
    ),
  }),
  refusals: ['organisations.organisation-unknown'],
});

/** Around an organisation: for the drawing of where it stands. */
export const getRelatives = operation({
  ...open,
  name: 'organisations.get-relatives',
  method: 'GET',
  path: '/organisations/by-id/:id/relatives',
  summary: 'What an organisation stands under, what stands under it, what became of it and what was merged into it',
  input: Type.Object({ id: OrganisationId }),
  output: Type.Object({
    /** The highest first. */
    above: Type.Array(Organisation),
    below: Type.Array(Organisation),
    successor: Type.Optional(Organisation),
    merged: Type.Array(Organisation),
  }),
  refusals: ['organisations.organisation-unknown'],
});

/** Codes that departments used before; they still stand for it. */
const formerly = Type.Array(Type.String());
export const listSpheres = operation({
  ...open,
  name: 'organisations.list-spheres',
  method: 'GET',
  path: '/organisations/spheres',
  summary: 'Spheres of public administration in the newest version of their list',
  input: Type.Object({}),
  output: Type.Object({
    version: Type.Integer(),
    items: Type.Array(Type.Object({ code: Sphere, title: LocalText, organisations: Type.Integer(), formerly })),
  }),
});
/** The same list as a table, to be taken into a department's own system. */
export const spheresFilePath = '/api/organisations/spheres.csv';

const AnyNumber = Type.String({ maxLength: 20 });
export const matchOrganisation = operation({
  ...open,
  name: 'organisations.match-organisation',
  method: 'GET',
  path: '/organisations/match',
  summary: 'Which organisation has these numbers, or had them on a day',
  input: Type.Object({ inn: AnyNumber, ogrn: AnyNumber, kpp: AnyNumber, on: CalendarDate }),
  output: Organisation,
  refusals: ['organisations.organisation-unknown'],
});

/** What the directory says of these organisations has changed. */
export const directoryChanged = event(
  'organisations.directory-changed.v1',
  Type.Object({ organisationIds: Type.Array(OrganisationId) }),
);

export const listTerritories = operation({
  ...open,
  name: 'organisations.list-territories',
  method: 'GET',
  path: '/organisations/territories',
  summary: 'The country, its regions and districts by name, or what one of them is made of',
  input: Type.Object({ partOf: Type.Optional(RegionCode) }),
  output: Type.Object({ items: Type.Array(Territory) }),
  formerly: { name: 'identity.list-territories', path: '/identity/territories', since: '2026-11-29' },
});
