// SPDX-License-Identifier: Apache-2.0
/** What analyses of the register found, with its owner, its state, what it would save, and what would mend it. */
import { IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Element, Facts, OrganisationId } from './elements.ts';

export const findingKinds = [
  'duplicate-object',
  'duplicate-directory',
  'two-masters',
  'unautomated-function',
  'not-commissioned',
  'no-security-test',
  'to-decommission',
  'technology-debt',
  'single-point',
  'channel-shortage',
  'storage-shortage',
  'paper-documents',
  'cost-outlier',
  'documents-missing',
] as const;
/** Found by another module, which knows what it rests on. */
export const reportedKinds = ['documents-missing'] as const;
export const FindingKind = Type.Enum([...findingKinds]);
export type FindingKind = Static<typeof FindingKind>;
export const FindingState = Type.Enum(['open', 'accepted', 'dismissed']);
export type FindingState = Static<typeof FindingState>;

const Named = Type.Pick(Element, ['id', 'kind', 'code', 'name', 'ownerId']);
export const Finding = Type.Object({
  id: Uuid,
  kind: FindingKind,
  element: Named,
  other: Type.Optional(Named),
  /** Of duplicates, from 0 to 1. */
  score: Type.Optional(Type.Number()),
  /** A year, in minor units. */
  saving: Type.Integer(),
  /** Facts of the vocabulary on which it rests. */
  evidence: Facts,
  foundAt: Instant,
  state: FindingState,
  note: Type.Optional(Type.String()),
  settledByName: Type.Optional(Type.String()),
  fix: Type.Optional(Named),
  may: Type.Array(Type.Enum(['settle'])),
});
export type Finding = Static<typeof Finding>;

const filter = {
  kind: Type.Optional(FindingKind),
  ownerId: Type.Optional(OrganisationId),
  state: Type.Optional(FindingState),
};
export const listFindings = operation({
  name: 'architecture.list-findings',
  method: 'GET',
  path: '/architecture/findings',
  summary: 'What analyses found about elements one may see, the newest first',
  input: Type.Object({ ...filter, elementId: Type.Optional(Uuid), ...IdPageInput }),
  output: pageOf(Finding),
  permission: 'public',
  audit: 'none',
});

export const sumFindings = operation({
  name: 'architecture.sum-findings',
  method: 'GET',
  path: '/architecture/findings/sums',
  summary: 'How much was found of each kind, in which state, and what it would save',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId) }),
  output: Type.Object({
    ranAt: Type.Optional(Instant),
    sums: Type.Array(
      Type.Object({ kind: FindingKind, state: FindingState, count: Type.Integer(), saving: Type.Integer() }),
    ),
  }),
  permission: 'public',
  audit: 'none',
});

export const settleFinding = operation({
  name: 'architecture.settle-finding',
  method: 'POST',
  path: '/architecture/findings/:id/state',
  summary: 'Accept what was found and name what mends it, dismiss it with a reason, or open it again',
  input: Type.Object({
    id: Uuid,
    state: FindingState,
    note: Type.Optional(visibleText(1000, 3)),
    fixId: Type.Optional(Uuid),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'architecture:propose',
  check: 'resource',
  audit: 'architecture.finding-settled',
  about: { type: 'finding', id: 'id', facts: ['state'] },
  refusals: ['architecture.finding-unknown', 'architecture.note-missing', 'architecture.element-unknown'],
});

export const runAnalyses = operation({
  name: 'architecture.run-analyses',
  method: 'POST',
  path: '/architecture/analyses',
  summary: 'Look through the register now; it happens each night too',
  input: Type.Object({}),
  output: Type.Object({ id: Uuid, found: Type.Integer(), added: Type.Integer(), gone: Type.Integer() }),
  permission: 'architecture:import',
  audit: 'architecture.analyses-run',
  about: { type: 'analyses', id: 'id', facts: ['found', 'added', 'gone'] },
});

export const reportFindings = operation({
  name: 'architecture.report-findings',
  method: 'PUT',
  path: '/architecture/findings/reported/:kind',
  summary: 'All that another module finds of a kind now; what it does not name any more is gone',
  input: Type.Object({
    kind: Type.Enum([...reportedKinds]),
    items: Type.Array(Type.Object({ elementId: Uuid, evidence: Facts }), { maxItems: 100_000 }),
  }),
  output: Type.Object({ kind: Type.Enum([...reportedKinds]), added: Type.Integer(), gone: Type.Integer() }),
  permission: 'architecture:settle',
  bodyMiB: 15,
  audit: 'architecture.findings-reported',
  about: { type: 'findings', id: 'kind', facts: ['added', 'gone'] },
});
