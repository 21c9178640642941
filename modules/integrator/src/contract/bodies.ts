// SPDX-License-Identifier: Apache-2.0
/** Bodies beside templates: what is there, what is missing, what deviates, what is waived; and what is recommended. */
import { CalendarDate, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BodyId, DataCode, Name, Words } from './words.ts';

export const Part = Type.Object({
  code: DataCode,
  title: LocalText,
  /** What of the register fulfils it: elements of the body of this kind, with this fact (`class:workflow`). */
  kind: Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }),
  fact: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}:.{1,200}$' })),
  /** Its code, where it is one element of the register and no other. */
  element: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$' })),
  /** Of whichever is there, one has to have one of these values, otherwise the body deviates. */
  wants: Type.Optional(
    Type.Object({ fact: Type.String(), oneOf: Type.Array(Type.String(), { minItems: 1, maxItems: 20 }) }),
  ),
  /** The whole state has it, not each body. */
  shared: Type.Optional(Type.Boolean()),
});
export type Part = Static<typeof Part>;
export const Template = Type.Object({
  code: DataCode,
  version: Type.Integer(),
  title: LocalText,
  about: LocalText,
  parts: Type.Array(Part),
});
export type Template = Static<typeof Template>;

export const listTemplates = operation({
  name: 'integrator.list-templates',
  method: 'GET',
  path: '/integrator/templates',
  summary:
    'Templates in their present versions: typical akimat, unified architecture, structure, components, supporting functions',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Template) }),
  permission: 'public',
  audit: 'none',
});
export const Waiver = Type.Object({
  id: Uuid,
  organisationId: BodyId,
  template: DataCode,
  part: DataCode,
  reason: Type.String(),
  until: CalendarDate,
  state: Type.Enum(['asked', 'granted', 'declined']),
  askedByName: Name,
  askedAt: Instant,
  decidedByName: Type.Optional(Name),
  decisionReason: Type.Optional(Type.String()),
  may: Type.Array(Type.Enum(['decide'])),
});
export type Waiver = Static<typeof Waiver>;
export const partStates = ['there', 'deviates', 'missing', 'waived'] as const;
export const compareBody = operation({
  name: 'integrator.compare-body',
  method: 'GET',
  path: '/integrator/bodies/:organisationId/comparison',
  summary: 'A body beside a template, part by part, with its waivers',
  input: Type.Object({ organisationId: BodyId, template: DataCode }),
  output: Type.Object({
    template: DataCode,
    version: Type.Integer(),
    parts: Type.Array(
      Type.Object({
        ...Part.properties,
        state: Type.Enum([...partStates]),
        found: Type.Array(Type.Object({ id: Uuid, code: Type.String(), name: LocalText })),
        waivedUntil: Type.Optional(CalendarDate),
      }),
    ),
    waivers: Type.Array(Waiver),
  }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'none',
  refusals: ['integrator.template-unknown'],
});
export const askWaiver = operation({
  name: 'integrator.ask-waiver',
  method: 'POST',
  path: '/integrator/bodies/:organisationId/waivers',
  summary: 'Ask to be let off a part of a template until a day',
  input: Type.Object({
    organisationId: BodyId,
    template: DataCode,
    part: DataCode,
    reason: Words(),
    until: CalendarDate,
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.waiver-asked',
  about: { type: 'waiver', id: 'id', facts: ['organisationId', 'part', 'until'] },
  refusals: [
    'integrator.template-unknown',
    'integrator.part-unknown',
    'integrator.day-past',
    'integrator.asked-already',
  ],
});
const decided = ['integrator.decided-already', 'integrator.own-request', 'integrator.reason-missing'] as const;
const Decision = { id: Uuid, grant: Type.Boolean(), reason: Type.Optional(Words()) };
export const decideWaiver = operation({
  name: 'integrator.decide-waiver',
  method: 'POST',
  path: '/integrator/waivers/:id/decision',
  summary: 'Grant a waiver, or decline it with a reason',
  input: Type.Object(Decision),
  output: Type.Object({ id: Uuid, state: Type.Enum(['granted', 'declined']) }),
  permission: 'integrator:keep',
  audit: 'integrator.waiver-decided',
  about: { type: 'waiver', id: 'id', facts: ['grant'] },
  refusals: ['integrator.waiver-unknown', ...decided],
});
export const Proposal = Type.Object({
  id: Uuid,
  template: DataCode,
  organisationId: BodyId,
  part: Part,
  removes: Type.Boolean(),
  reason: Type.String(),
  state: Type.Enum(['asked', 'accepted', 'declined']),
  askedByName: Name,
  askedAt: Instant,
  decidedByName: Type.Optional(Name),
  decisionReason: Type.Optional(Type.String()),
  may: Type.Array(Type.Enum(['decide'])),
});
export type Proposal = Static<typeof Proposal>;
export const proposePart = operation({
  name: 'integrator.propose-part',
  method: 'POST',
  path: '/integrator/templates/:template/proposals',
  summary: 'Propose that a template gets a part, or loses one',
  input: Type.Object({
    template: DataCode,
    organisationId: BodyId,
    part: Part,
    removes: Type.Boolean(),
    reason: Words(),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'integrator.part-proposed',
  about: { type: 'proposal', id: 'id', facts: ['template', 'removes'] },
  refusals: ['integrator.template-unknown', 'integrator.part-unknown', 'integrator.part-taken'],
});
export const listProposals = operation({
  name: 'integrator.list-proposals',
  method: 'GET',
  path: '/integrator/proposals',
  summary: 'What was proposed for templates, and what was decided',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Proposal) }),
  permission: 'integrator:list',
  audit: 'none',
});
export const decideProposal = operation({
  name: 'integrator.decide-proposal',
  method: 'POST',
  path: '/integrator/proposals/:id/decision',
  summary: 'Make a new version of the template as proposed, or decline with a reason',
  input: Type.Object(Decision),
  output: Type.Object({ id: Uuid, state: Type.Enum(['accepted', 'declined']) }),
  permission: 'integrator:keep',
  audit: 'integrator.proposal-decided',
  about: { type: 'proposal', id: 'id', facts: ['grant'] },
  refusals: ['integrator.proposal-unknown', ...decided, 'integrator.part-unknown', 'integrator.part-taken'],
});

export const Recommendation = Type.Object({
  code: DataCode,
  title: LocalText,
  /** What it rests on: so many findings, dimensions or parts. */
  count: Type.Integer(),
  /** A year, in minor units. */
  saving: Type.Integer(),
  examples: Type.Array(Type.Object({ id: Uuid, code: Type.String(), name: LocalText })),
  /** Act and clause. */
  clause: Type.Optional(Type.String()),
  /** Where it is seen. */
  link: Type.String(),
});
export type Recommendation = Static<typeof Recommendation>;
export const getRecommendations = operation({
  name: 'integrator.get-recommendations',
  method: 'GET',
  path: '/integrator/bodies/:organisationId/recommendations',
  summary:
    'What a body should do on its way to the platform model, from findings of the register, its maturity and its template',
  input: Type.Object({ organisationId: BodyId }),
  output: Type.Object({ items: Type.Array(Recommendation), saving: Type.Integer() }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'none',
});
/** Where they are served as PDF (GET, `language` in the query). */
export const recommendationsPath = (organisationId: string): string =>
  `/api/integrator/bodies/${organisationId}/recommendations.pdf`;
