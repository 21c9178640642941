// SPDX-License-Identifier: Apache-2.0
/** The register seen at once: the landscape, what hangs on what, loads, quadrants, costs, people of supporting functions. */
import { CalendarDate, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Element, OrganisationId, times } from './elements.ts';
import { Count } from './figures.ts';
import { Code } from './vocabulary.ts';

const reading = { permission: 'public', audit: 'none' } as const;
/** In minor units a year. */
const Money = Type.Integer();
const Named = Type.Pick(Element, ['id', 'kind', 'code', 'name', 'ownerId']);

export const Area = Type.Object({
  id: Uuid,
  code: Type.String(),
  name: LocalText,
  domain: Type.Optional(Type.Object({ code: Type.String(), name: LocalText })),
  objects: Type.Integer(),
  stages: Type.Array(Count),
  costYear: Money,
  /** Of high criticality, and of those that run without a valid security test. */
  critical: Type.Integer(),
  untested: Type.Integer(),
});
export type Area = Static<typeof Area>;
export const getLandscape = operation({
  ...reading,
  name: 'architecture.get-landscape',
  method: 'GET',
  path: '/architecture/landscape',
  summary: 'Areas of activity by domain, with the objects that automate each, their stages, cost and risk',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({ areas: Type.Array(Area) }),
});

/** How far an impact is followed, and how much of it is shown. */
export const mostHops = 4;
export const mostNodes = 400;
export const getImpact = operation({
  ...reading,
  name: 'architecture.get-impact',
  method: 'GET',
  path: '/architecture/elements/:id/impact',
  summary: 'What hangs together with an element, so many steps away, and how',
  input: Type.Object({
    id: Uuid,
    hops: Type.Optional(Type.Integer({ minimum: 1, maximum: mostHops })),
    /** `down` follows what it needs, `up` what needs it; both where missing. */
    direction: Type.Optional(Type.Enum(['up', 'down'])),
    ...times,
  }),
  output: Type.Object({
    nodes: Type.Array(Type.Object({ ...Named.properties, hop: Type.Integer() })),
    edges: Type.Array(Type.Object({ fromId: Uuid, toId: Uuid, kind: Code })),
    /** There is more than is shown. */
    cut: Type.Boolean(),
  }),
  refusals: ['architecture.element-unknown'],
});

export const getLoads = operation({
  ...reading,
  name: 'architecture.get-loads',
  method: 'GET',
  path: '/architecture/loads',
  summary:
    'Channels with what is contracted, used and needed; storage with what is kept and what a year adds, by owner',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    /** In Mbit/s, the scarcest first. */
    channels: Type.Array(
      Type.Object({ ...Named.properties, contracted: Type.Number(), peak: Type.Number(), needed: Type.Number() }),
    ),
    /** In GB, and GB a day. */
    storage: Type.Array(
      Type.Object({
        ownerId: OrganisationId,
        disk: Type.Number(),
        stored: Type.Number(),
        inAYear: Type.Number(),
        sent: Type.Number(),
      }),
    ),
  }),
});

export const quadrants = ['invest', 'migrate', 'tolerate', 'eliminate'] as const;
export const getQuadrants = operation({
  ...reading,
  name: 'architecture.get-quadrants',
  method: 'GET',
  path: '/architecture/quadrants',
  summary:
    'Objects by what they are worth to the business and how sound they are: tolerate, invest, migrate, eliminate',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    counts: Type.Array(Type.Object({ quadrant: Type.Enum([...quadrants]), count: Type.Integer(), costYear: Money })),
    /** The dearest ones; both scores from 0 to 1. */
    points: Type.Array(
      Type.Object({
        ...Named.properties,
        business: Type.Number(),
        technical: Type.Number(),
        costYear: Money,
        quadrant: Type.Enum([...quadrants]),
      }),
    ),
  }),
});

export const getCosts = operation({
  ...reading,
  name: 'architecture.get-costs',
  method: 'GET',
  path: '/architecture/costs',
  summary: 'Cost of ownership: the dearest objects, by owner and by site, with what was invested',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    objects: Type.Array(Type.Object({ ...Named.properties, costYear: Money, invested: Money, users: Type.Integer() })),
    owners: Type.Array(
      Type.Object({ ownerId: OrganisationId, objects: Type.Integer(), costYear: Money, invested: Money }),
    ),
    /** Pieces of equipment on a site, and the cost of objects that run on them. */
    sites: Type.Array(Type.Object({ ...Named.properties, equipment: Type.Integer(), costYear: Money })),
  }),
});

export const getSupport = operation({
  ...reading,
  name: 'architecture.get-support',
  method: 'GET',
  path: '/architecture/support',
  summary: 'People of supporting functions in central and territorial divisions, and what they cost',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    divisions: Type.Array(
      Type.Object({
        kind: Type.String(),
        bodies: Type.Integer(),
        staff: Type.Integer(),
        support: Type.Integer(),
        /** Salaries of support a month. */
        monthly: Money,
      }),
    ),
    support: Type.Integer(),
    monthly: Money,
    yearly: Money,
    functions: Type.Array(
      Type.Object({ id: Uuid, code: Type.String(), name: LocalText, disposition: Type.Optional(Type.String()) }),
    ),
  }),
});

export const getReengineering = operation({
  ...reading,
  name: 'architecture.get-reengineering',
  method: 'GET',
  path: '/architecture/reengineering',
  summary: 'Groups of processes and processes that were re-engineered, by body, with the life situations they serve',
  input: Type.Object(times),
  output: Type.Object({
    rows: Type.Array(
      Type.Object({
        ownerId: OrganisationId,
        year: Type.Integer(),
        groups: Type.Integer(),
        processes: Type.Integer(),
        situations: Type.Integer(),
      }),
    ),
    /** Each counted once, whoever serves it. */
    situations: Type.Integer(),
  }),
});

export const getRoadmap = operation({
  ...reading,
  name: 'architecture.get-roadmap',
  method: 'GET',
  path: '/architecture/roadmap',
  summary: 'Projects with their days, budget, what they change and which goal they serve, in the order they begin',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    projects: Type.Array(
      Type.Object({
        ...Named.properties,
        starts: Type.Optional(CalendarDate),
        ends: Type.Optional(CalendarDate),
        budget: Money,
        changes: Type.Array(Named),
        goals: Type.Array(Named),
        programme: Type.Optional(Named),
      }),
    ),
  }),
});

/** Names of the operations above. */
export type Pictured =
  | 'getLandscape'
  | 'getImpact'
  | 'getLoads'
  | 'getQuadrants'
  | 'getCosts'
  | 'getSupport'
  | 'getReengineering'
  | 'getRoadmap';
