// SPDX-License-Identifier: Apache-2.0
/** The life of an ICT service: requirements, approval, tender, development, acceptance, operation. */
import { CalendarDate, Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const approverDuty = 'architecture.approver';
/** Stages of an ICT service in their order; the register knows all but `submitted`. */
export const serviceStages = [
  'requirements',
  'submitted',
  'approved',
  'tender',
  'development',
  'acceptance',
  'operation',
] as const;
const BodyId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
/** In a few words, as a person types them. */
const Words = (maxLength = 1000) => visibleText(maxLength, 3);
const Name = Type.String({ maxLength: 200 });

export const ServiceStage = Type.Enum([...serviceStages]);
export type ServiceStage = Static<typeof ServiceStage>;
/** Who may: the integrator, or the authorised body. */
export const serviceActs = [
  'submit',
  'return',
  'approve',
  'tender',
  'contract',
  'hand-over',
  'rework',
  'accept',
] as const;
export type ServiceAct = (typeof serviceActs)[number];
export const SupplierContract = Type.Object({
  number: Words(60),
  supplier: Words(200),
  /** In minor units. */
  sum: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000_000 }),
  until: CalendarDate,
});
export type SupplierContract = Static<typeof SupplierContract>;
/** Steps that commit money: one person asks, another confirms. */
export const twoPersonActs = ['tender', 'contract'] as const;
export const Proposed = Type.Object({
  act: Type.Enum([...twoPersonActs]),
  contract: Type.Optional(SupplierContract),
  note: Type.Optional(Type.String()),
  byName: Name,
  at: Instant,
});
export const Operation = Type.Object({
  /** A year, in minor units. */
  tariff: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000_000 }),
  scale: Type.Enum(['republican', 'local']),
  consumers: Type.Array(BodyId, { minItems: 1, maxItems: 500 }),
});
export type Operation = Static<typeof Operation>;
export const Service = Type.Object({
  id: Uuid,
  organisationId: BodyId,
  code: Type.String(),
  name: LocalText,
  stage: ServiceStage,
  version: Type.Integer(),
  since: Instant,
  requirements: Type.Integer(),
  passed: Type.Integer(),
  failed: Type.Integer(),
  contract: Type.Optional(SupplierContract),
  operation: Type.Optional(Operation),
});
export type Service = Static<typeof Service>;

export const listServices = operation({
  name: 'ict.list-services',
  method: 'GET',
  path: '/ict/services',
  summary: 'ICT services with their stage, supplier, scale and tests',
  input: Type.Object({ stage: Type.Optional(ServiceStage) }),
  output: Type.Object({ items: Type.Array(Service) }),
  permission: 'public',
  audit: 'none',
});
export const Requirement = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  text: Type.String(),
  sinceVersion: Type.Integer(),
  untilVersion: Type.Optional(Type.Integer()),
  tests: Type.Array(
    Type.Object({ passed: Type.Boolean(), finding: Type.Optional(Type.String()), byName: Name, at: Instant }),
  ),
});
export const getService = operation({
  name: 'ict.get-service',
  method: 'GET',
  path: '/ict/services/:id',
  summary: 'An ICT service with its requirements, their tests, and every step it took',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Service.properties,
    list: Type.Array(Requirement),
    moves: Type.Array(
      Type.Object({
        act: Type.String(),
        from: ServiceStage,
        to: ServiceStage,
        note: Type.Optional(Type.String()),
        byName: Name,
        at: Instant,
      }),
    ),
    /** Waits for a second person. */
    proposed: Type.Optional(Proposed),
    may: Type.Array(Type.Enum(['write', 'test', 'confirm', 'drop', ...serviceActs])),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['ict.service-unknown'],
});
export const openService = operation({
  name: 'ict.open-service',
  method: 'POST',
  path: '/ict/services',
  summary: 'Begin the life of an ICT service of the register at its requirements',
  input: Type.Object({ elementId: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'ict:keep',
  audit: 'ict.service-opened',
  about: { type: 'service', id: 'id', facts: [] },
  refusals: ['ict.not-a-service', 'ict.service-there'],
});
export const writeRequirement = operation({
  name: 'ict.write-requirement',
  method: 'POST',
  path: '/ict/services/:id/requirements',
  summary: 'Write a requirement, anew under its number, or strike it out',
  input: Type.Object({
    id: Uuid,
    /** The next one where it is missing. */
    number: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })),
    text: Type.Optional(Words(2000)),
    /** The version that was looked at. */
    version: Type.Integer({ minimum: 1 }),
  }),
  output: Type.Object({ id: Uuid, number: Type.Integer() }),
  permission: 'ict:keep',
  audit: 'ict.requirement-written',
  about: { type: 'service', id: 'id', facts: ['number'] },
  refusals: ['ict.service-unknown', 'ict.stage-wrong', 'ict.requirement-unknown', 'ict.changed-meanwhile'],
});
const moved = {
  output: Type.Object({ id: Uuid, stage: ServiceStage }),
  about: { type: 'service', id: 'id', facts: ['stage'] },
} as const;
const refusals = ['ict.service-unknown', 'ict.stage-wrong'] as const;
export const moveService = operation({
  name: 'ict.move-service',
  method: 'POST',
  path: '/ict/services/:id/stage',
  summary:
    'Take a step of the integrator: submit, open the tender, sign the contract, hand over, send back to development, accept',
  input: Type.Object({
    id: Uuid,
    act: Type.Enum(['submit', 'tender', 'contract', 'hand-over', 'rework', 'accept']),
    note: Type.Optional(Words()),
    contract: Type.Optional(SupplierContract),
    operation: Type.Optional(Operation),
  }),
  ...moved,
  permission: 'ict:keep',
  audit: 'ict.service-moved',
  refusals: [
    ...refusals,
    'ict.no-requirements',
    'ict.contract-missing',
    'ict.operation-missing',
    'ict.reason-missing',
    'ict.not-tested',
    'ict.own-request',
    'ict.proposed-already',
  ],
});
export const confirmMove = operation({
  name: 'ict.confirm-move',
  method: 'POST',
  path: '/ict/services/:id/confirmation',
  summary: 'Take a step that commits money and that somebody else asked for, or drop it',
  input: Type.Object({ id: Uuid, confirm: Type.Boolean() }),
  ...moved,
  permission: 'ict:keep',
  audit: 'ict.move-confirmed',
  refusals: [...refusals, 'ict.own-request', 'ict.nothing-proposed'],
});
export const decideRequirements = operation({
  name: 'ict.decide-requirements',
  method: 'POST',
  path: '/ict/services/:id/approval',
  summary: 'Approve the requirements as the authorised body, or give them back with a reason',
  input: Type.Object({ id: Uuid, grant: Type.Boolean(), note: Type.Optional(Words()) }),
  ...moved,
  permission: 'ict:approve',
  audit: 'ict.requirements-decided',
  refusals: [...refusals, 'ict.own-request', 'ict.reason-missing'],
});
export const testRequirement = operation({
  name: 'ict.test-requirement',
  method: 'POST',
  path: '/ict/services/:id/tests',
  summary: 'Write down that a requirement passed its acceptance test, or failed and how',
  input: Type.Object({
    id: Uuid,
    number: Type.Integer({ minimum: 1, maximum: 9999 }),
    passed: Type.Boolean(),
    finding: Type.Optional(Words(1000)),
  }),
  output: Type.Object({ id: Uuid, number: Type.Integer() }),
  permission: 'ict:keep',
  audit: 'ict.requirement-tested',
  about: { type: 'service', id: 'id', facts: ['number', 'passed'] },
  refusals: [...refusals, 'ict.requirement-unknown', 'ict.finding-missing'],
});
