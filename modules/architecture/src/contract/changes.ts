// SPDX-License-Identifier: Apache-2.0
/** Changes of the register: asked for by an owner, decided by the integrator, put into force whole or not at all. */
import {
  CalendarDate,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ElementCode, Fact, Level, OrganisationId } from './elements.ts';
import { Code } from './vocabulary.ts';

/** Facts that are given null go. What is not named stays as it is. */
const Changed = Type.Record(Code, Type.Union([Fact, Type.Null()]));
export const ChangeItem = Type.Union([
  Type.Object({
    do: Type.Literal('add'),
    id: Uuid,
    kind: Code,
    code: ElementCode,
    name: LocalText,
    ownerId: Type.Optional(OrganisationId),
    facts: Changed,
    level: Type.Optional(Level),
    from: CalendarDate,
  }),
  Type.Object({
    do: Type.Literal('set'),
    id: Uuid,
    /** What was seen when it was written; another change of the same fields since then is a clash. */
    revision: Type.Integer({ minimum: 1 }),
    name: Type.Optional(LocalText),
    ownerId: Type.Optional(OrganisationId),
    facts: Type.Optional(Changed),
    level: Type.Optional(Level),
    from: CalendarDate,
  }),
  Type.Object({ do: Type.Literal('end'), id: Uuid, from: CalendarDate }),
  Type.Object({
    do: Type.Literal('relate'),
    kind: Code,
    fromId: Uuid,
    toId: Uuid,
    facts: Type.Optional(Changed),
    from: CalendarDate,
  }),
  Type.Object({ do: Type.Literal('part'), kind: Code, fromId: Uuid, toId: Uuid, from: CalendarDate }),
]);
export type ChangeItem = Static<typeof ChangeItem>;
export const ChangeState = Type.Enum(['asked', 'approved', 'declined', 'withdrawn']);
export type ChangeState = Static<typeof ChangeState>;

export const Change = Type.Object({
  id: Uuid,
  organisationId: OrganisationId,
  title: Type.String(),
  reason: Type.String(),
  items: Type.Array(ChangeItem),
  state: ChangeState,
  askedByName: Type.String(),
  askedAt: Instant,
  decidedByName: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  decisionReason: Type.Optional(Type.String()),
  may: Type.Array(Type.Enum(['decide', 'withdraw'])),
});
export type Change = Static<typeof Change>;

const faults = [
  'architecture.kind-unknown',
  'architecture.field-unknown',
  'architecture.value-wrong',
  'architecture.element-unknown',
  'architecture.relation-wrong',
  'architecture.code-taken',
  'architecture.cycle',
] as const;

export const askChange = operation({
  name: 'architecture.ask-change',
  method: 'POST',
  path: '/architecture/changes',
  summary:
    'Ask for a change of elements of an organisation; it is tried at once and put into force when it is approved',
  input: Type.Object({
    organisationId: OrganisationId,
    title: visibleText(200, 3),
    reason: visibleText(1000, 3),
    items: Type.Array(ChangeItem, { minItems: 1, maxItems: 200 }),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'architecture:propose',
  check: 'resource',
  audit: 'architecture.change-asked',
  about: { type: 'change', id: 'id', facts: ['organisationId'] },
  refusals: [...faults, 'architecture.not-of-organisation'],
});

export const listChanges = operation({
  name: 'architecture.list-changes',
  method: 'GET',
  path: '/architecture/changes',
  summary: 'Changes that were asked for, the newest first: of organisations one keeps, and all for the integrator',
  input: Type.Object({ state: Type.Optional(ChangeState), ...IdPageInput }),
  output: pageOf(Change),
  permission: 'architecture:propose',
  audit: 'none',
});

export const decideChange = operation({
  name: 'architecture.decide-change',
  method: 'POST',
  path: '/architecture/changes/:id/decision',
  summary: 'Approve a change, which is in force at once, or decline it with a reason',
  input: Type.Object({ id: Uuid, approve: Type.Boolean(), reason: Type.Optional(visibleText(1000, 3)) }),
  output: Type.Object({ id: Uuid, state: ChangeState }),
  permission: 'architecture:decide',
  audit: 'architecture.change-decided',
  about: { type: 'change', id: 'id', facts: ['approve'] },
  refusals: [
    ...faults,
    'architecture.change-unknown',
    'architecture.decided-already',
    'architecture.own-change',
    'architecture.reason-missing',
    'architecture.clash',
  ],
});

export const withdrawChange = operation({
  name: 'architecture.withdraw-change',
  method: 'POST',
  path: '/architecture/changes/:id/withdrawal',
  summary: 'Take back what one has asked for',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'architecture:propose',
  audit: 'architecture.change-withdrawn',
  about: { type: 'change', id: 'id', facts: [] },
  refusals: ['architecture.change-unknown', 'architecture.decided-already'],
});
