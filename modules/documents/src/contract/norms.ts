// SPDX-License-Identifier: Apache-2.0
/** Instructions on records management: the state's standard set, and what an institution does differently and why. */
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  pageOf,
  IdPageInput,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Code, Direction, InstitutionId, Label } from './shapes.ts';

const Clause = Type.String({ pattern: '^[0-9]+(\\.[0-9]+){0,3}$', maxLength: 20 });
export const Journal = Type.Object({
  code: Code,
  title: LocalText,
  /** `{index}` of the journal, `{n}` or `{n:4}`, `{yy}`, `{yyyy}`. */
  template: Type.String({ maxLength: 60, pattern: '^[^{}]*(\\{(index|yy|yyyy|n|n:[2-8])\\}[^{}]*)+$' }),
  index: Type.String({ maxLength: 10, pattern: '^[\\p{L}0-9-]*$' }),
  clause: Clause,
});
export const CardField = Type.Object({
  code: Code,
  title: LocalText,
  required: Type.Boolean(),
  format: Type.Enum(['text', 'long-text', 'date', 'number', 'organisation']),
});
export const Kind = Type.Object({
  code: Code,
  title: LocalText,
  direction: Direction,
  journal: Code,
  clause: Clause,
  /** Working days until it is to be carried out; missing: none by itself. */
  termDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  /** How many sign before it gets its number. */
  signatures: Type.Integer({ minimum: 0, maximum: 5 }),
  highestLabel: Label,
  fields: Type.Array(CardField, { maxItems: 40 }),
});
export type Kind = Static<typeof Kind>;
export type Journal = Static<typeof Journal>;
export const Rules = Type.Object({
  clauses: Type.Array(Type.Object({ number: Clause, text: LocalText }), { maxItems: 300 }),
  journals: Type.Array(Journal, { minItems: 1, maxItems: 60 }),
  kinds: Type.Array(Kind, { minItems: 1, maxItems: 60 }),
  /** The nomenclature: files that documents go into when they are done. */
  files: Type.Array(
    Type.Object({
      index: Type.String({ maxLength: 20 }),
      title: LocalText,
      years: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
    { maxItems: 300 },
  ),
});
export type Rules = Static<typeof Rules>;

/** One value that an institution has otherwise, with the reason: `kinds/incoming/termDays`. */
export const Deviation = Type.Object({
  path: Type.String({
    maxLength: 200,
    pattern: '^(kinds|journals)/[a-z][a-z0-9-]*/(termDays|signatures|highestLabel|template|index|journal)$',
  }),
  value: Type.Union([visibleText(60), Type.Integer({ minimum: 0, maximum: 366 })]),
  reason: visibleText(500, 5),
});
export type Deviation = Static<typeof Deviation>;

export const NormState = Type.Enum(['proposed', 'in-force', 'declined']);
export const Norm = Type.Object({
  id: Uuid,
  /** Missing: the state's standard set. */
  institutionId: Type.Optional(InstitutionId),
  version: Type.Integer({ minimum: 1 }),
  state: NormState,
  title: LocalText,
  inForceFrom: CalendarDate,
  deviations: Type.Array(Deviation),
  proposedBy: Type.String(),
  proposedAt: Instant,
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
});
export type Norm = Static<typeof Norm>;

export const getRules = operation({
  name: 'documents.get-rules',
  method: 'GET',
  path: '/documents/institutions/:institutionId/rules',
  summary: 'Journals, kinds, terms and files of an institution on a day, each with the clause it rests on',
  input: Type.Object({ institutionId: InstitutionId, on: Type.Optional(CalendarDate) }),
  output: Type.Object({
    rules: Rules,
    /** Of the standard set and of the institution's own instruction. */
    versions: Type.Object({ standard: Type.Integer(), own: Type.Optional(Type.Integer()) }),
    /** What differs from the standard, side by side. */
    deviations: Type.Array(
      Type.Object({ ...Deviation.properties, standard: Type.Optional(Type.Union([Type.String(), Type.Integer()])) }),
    ),
  }),
  permission: 'documents:read',
  audit: 'none',
});

export const listNorms = operation({
  name: 'documents.list-norms',
  method: 'GET',
  path: '/documents/norms',
  summary: 'Instructions, newest first: those of an institution, or the standard set',
  input: Type.Object({ institutionId: Type.Optional(InstitutionId), ...IdPageInput }),
  output: pageOf(Norm),
  permission: 'documents:read',
  audit: 'none',
});

export const proposeNorm = operation({
  name: 'documents.propose-norm',
  method: 'POST',
  path: '/documents/institutions/:institutionId/norms',
  summary: "Propose a version of an institution's instruction: where it departs from the standard set, and why",
  input: Type.Object({
    institutionId: InstitutionId,
    inForceFrom: CalendarDate,
    deviations: Type.Array(Deviation, { maxItems: 100 }),
  }),
  output: Norm,
  permission: 'documents:register',
  check: 'resource',
  audit: 'documents.norm-proposed',
  about: { type: 'norm', id: 'id', facts: ['institutionId', 'inForceFrom', 'deviations'] },
  refusals: ['documents.deviation-unknown', 'documents.deviation-invalid', 'documents.norm-backdated'],
});

export const decideNorm = operation({
  name: 'documents.decide-norm',
  method: 'POST',
  path: '/documents/norms/:id/decision',
  summary: 'Put a proposed instruction into force from its day, or decline it',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  output: Norm,
  permission: 'documents:lead',
  check: 'resource',
  audit: 'documents.norm-decided',
  about: { type: 'norm', id: 'id', facts: ['approved'] },
  refusals: ['documents.norm-unknown', 'documents.norm-decided', 'documents.second-person-needed'],
});
