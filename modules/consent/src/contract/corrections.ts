// SPDX-License-Identifier: Apache-2.0
/** Corrections: what a register says wrongly of somebody goes to the office that keeps it, which answers by a term. */
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const correctionStates = ['open', 'accepted', 'declined', 'taken-back'] as const;
export const CorrectionState = Type.Enum([...correctionStates]);
export type CorrectionState = Static<typeof CorrectionState>;

const Part = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$', maxLength: 60 });
const id = { id: Uuid };

export const listRegisters = operation({
  name: 'consent.list-registers',
  method: 'GET',
  path: '/consent/registers',
  summary: 'Registers whose entries about oneself may be asked to be corrected',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        code: Part,
        title: LocalText,
        owner: LocalText,
        fields: Type.Array(Type.Object({ code: Part, title: LocalText })),
      }),
    ),
  }),
  permission: 'public',
  audit: 'none',
});

export const CorrectionSummary = Type.Object({
  ...id,
  number: Type.Integer(),
  register: LocalText,
  field: LocalText,
  owner: LocalText,
  state: CorrectionState,
  askedAt: Instant,
  dueOn: CalendarDate,
  /** The term passed without an answer. */
  overdue: Type.Boolean(),
});
export type CorrectionSummary = Static<typeof CorrectionSummary>;

export const Correction = Type.Object({
  ...CorrectionSummary.properties,
  stands: Type.String(),
  wanted: Type.String(),
  reason: Type.String(),
  /** Who asks, for the office that answers. */
  personName: Type.String(),
  answer: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  /** May who reads it take it back, or answer it. */
  mayTakeBack: Type.Boolean(),
  mayDecide: Type.Boolean(),
});
export type Correction = Static<typeof Correction>;

export const askCorrection = operation({
  name: 'consent.ask-correction',
  method: 'POST',
  path: '/consent/corrections',
  summary: 'Ask the office that keeps a register to correct an entry about me',
  input: Type.Object({
    register: Part,
    field: Part,
    stands: visibleText(500, 1),
    wanted: visibleText(500, 1),
    reason: visibleText(2000, 3),
  }),
  output: Correction,
  permission: 'consent:give',
  audit: 'consent.correction-asked',
  about: { type: 'correction', id: 'id', facts: ['register', 'field'] },
  refusals: ['consent.field-unknown', 'consent.asked-already', 'consent.for-people-only'],
});

export const listMyCorrections = operation({
  name: 'consent.list-my-corrections',
  method: 'GET',
  path: '/consent/corrections/mine',
  summary: 'Corrections I asked for, newest first',
  input: Type.Object({ ...PageInput }),
  output: pageOf(CorrectionSummary),
  permission: 'consent:own',
  audit: 'none',
  refusals: ['consent.for-people-only'],
});

/** Of the offices at which who asks answers for corrections. */
export const listCorrections = operation({
  name: 'consent.list-corrections',
  method: 'GET',
  path: '/consent/corrections',
  summary: 'Corrections that were asked of my office, those due first first',
  input: Type.Object({
    ...PageInput,
    state: Type.Optional(CorrectionState),
    overdue: Type.Optional(Type.Boolean()),
  }),
  output: pageOf(CorrectionSummary),
  permission: 'consent:correct',
  audit: 'none',
});

export const getCorrection = operation({
  name: 'consent.get-correction',
  method: 'GET',
  path: '/consent/corrections/:id',
  summary: 'Read a correction: who asked for it, or the office that answers it',
  input: Type.Object(id),
  output: Correction,
  permission: 'consent:read-correction',
  check: 'resource',
  audit: 'consent.correction-read',
  refusals: ['consent.correction-unknown'],
});

export const takeBackCorrection = operation({
  name: 'consent.take-back-correction',
  method: 'POST',
  path: '/consent/corrections/:id/taking-back',
  summary: 'Take back what I asked for, while it is open',
  input: Type.Object(id),
  output: Correction,
  permission: 'consent:take-back',
  check: 'resource',
  audit: 'consent.correction-taken-back',
  about: { type: 'correction', id: 'id', facts: [] },
  refusals: ['consent.correction-unknown', 'consent.correction-over'],
});

export const decideCorrection = operation({
  name: 'consent.decide-correction',
  method: 'POST',
  path: '/consent/corrections/:id/decision',
  summary: 'Accept or decline a correction, with the reason that the person reads',
  input: Type.Object({ ...id, accept: Type.Boolean(), answer: visibleText(2000, 3) }),
  output: Correction,
  permission: 'consent:decide',
  check: 'resource',
  audit: 'consent.correction-decided',
  refusals: ['consent.correction-unknown', 'consent.correction-over', 'consent.own-correction'],
});
