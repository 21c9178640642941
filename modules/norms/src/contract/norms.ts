// SPDX-License-Identifier: Apache-2.0
/** Acts with clauses in force from and until a day, methodologies with steps, and what bodies ask about them. */
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

/** Stages of a body's architecture, by which a methodology orders its steps. */
export const projectStages = ['preparation', 'as-is', 'to-be', 'roadmap', 'approval', 'support'] as const;
export const BodyId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const DataCode = Type.String({ pattern: '^[a-z][a-z0-9.-]{1,40}$' });
/** In a few words, as a person types them. */
const Words = (maxLength = 1000) => visibleText(maxLength, 3);
const Name = Type.String({ maxLength: 200 });

export const ActKind = Type.Enum(['law', 'rules', 'methodology']);
const ClauseNumber = Type.String({ pattern: '^[0-9A-Za-z.-]{1,20}$' });
export const Clause = Type.Object({
  id: Uuid,
  number: ClauseNumber,
  text: LocalText,
  from: CalendarDate,
  until: Type.Optional(CalendarDate),
});
export type Clause = Static<typeof Clause>;
export const Step = Type.Object({ code: DataCode, stage: Type.Enum([...projectStages]), title: LocalText });
export type Step = Static<typeof Step>;
export const Act = Type.Object({
  code: DataCode,
  kind: ActKind,
  title: LocalText,
  number: Type.Optional(Type.String()),
  adopted: CalendarDate,
  clauses: Type.Array(Clause),
  /** Of a methodology, in its version of the day. */
  steps: Type.Array(Step),
  version: Type.Optional(Type.Integer()),
});
export type Act = Static<typeof Act>;

export const listActs = operation({
  name: 'norms.list-acts',
  method: 'GET',
  path: '/norms/acts',
  summary: 'Acts with the clauses that were in force on a day, today where none is named',
  input: Type.Object({ on: Type.Optional(CalendarDate) }),
  output: Type.Object({ items: Type.Array(Act) }),
  permission: 'public',
  audit: 'none',
});
export const citeClause = operation({
  name: 'norms.cite-clause',
  method: 'GET',
  path: '/norms/acts/:code/clauses/:number',
  summary: 'A clause as it was in force on a day, for checks and conclusions that rest on it',
  input: Type.Object({ code: DataCode, number: ClauseNumber, on: Type.Optional(CalendarDate) }),
  output: Type.Object({ ...Clause.properties, act: LocalText }),
  permission: 'public',
  audit: 'none',
  refusals: ['norms.clause-unknown'],
});
export const addAct = operation({
  name: 'norms.add-act',
  method: 'POST',
  path: '/norms/acts',
  summary: 'Take in an act',
  input: Type.Object({
    code: DataCode,
    kind: ActKind,
    title: LocalText,
    number: Type.Optional(Words(60)),
    adopted: CalendarDate,
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'norms:keep',
  audit: 'norms.act-added',
  about: { type: 'act', id: 'id', facts: ['code', 'kind'] },
  refusals: ['norms.act-there'],
});
export const setClause = operation({
  name: 'norms.set-clause',
  method: 'POST',
  path: '/norms/acts/:code/clauses',
  summary: 'Write a clause that is in force from a day on; the one before ends on that day. Without text it only ends',
  input: Type.Object({ code: DataCode, number: ClauseNumber, text: Type.Optional(LocalText), from: CalendarDate }),
  output: Type.Object({ id: Uuid }),
  permission: 'norms:keep',
  audit: 'norms.clause-set',
  about: { type: 'clause', id: 'id', facts: ['code', 'number', 'from'] },
  refusals: ['norms.act-unknown', 'norms.clause-unknown', 'norms.day-past'],
});
export const getMethodology = operation({
  name: 'norms.get-methodology',
  method: 'GET',
  path: '/norms/methodologies/:code',
  summary: 'Steps of a methodology in a version, that of today where none is named',
  input: Type.Object({ code: DataCode, version: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })) }),
  output: Type.Object({ code: DataCode, version: Type.Integer(), steps: Type.Array(Step) }),
  permission: 'public',
  audit: 'none',
  refusals: ['norms.methodology-unknown'],
});
export const setMethodology = operation({
  name: 'norms.set-methodology',
  method: 'POST',
  path: '/norms/acts/:code/steps',
  summary: 'Give a methodology its steps anew; projects under way keep the version they began with',
  input: Type.Object({ code: DataCode, from: CalendarDate, steps: Type.Array(Step, { minItems: 1, maxItems: 100 }) }),
  output: Type.Object({ code: DataCode, version: Type.Integer() }),
  permission: 'norms:keep',
  audit: 'norms.methodology-set',
  about: { type: 'methodology', id: 'code', facts: ['version'] },
  refusals: ['norms.act-unknown'],
});

export const Consultation = Type.Object({
  id: Uuid,
  /** Only for those who may see who asked. */
  organisationId: Type.Optional(BodyId),
  topic: Type.String(),
  question: Type.String(),
  answer: Type.Optional(Type.String()),
  clauses: Type.Array(Type.String()),
  askedAt: Instant,
  askedByName: Type.Optional(Name),
  answeredAt: Type.Optional(Instant),
  published: Type.Boolean(),
  may: Type.Array(Type.Enum(['answer', 'publish'])),
});
export type Consultation = Static<typeof Consultation>;
export const listConsultations = operation({
  name: 'norms.list-consultations',
  method: 'GET',
  path: '/norms/consultations',
  summary: 'Published consultations for everybody, without who asked; a body sees its own and the integrator all',
  input: Type.Object({
    search: Type.Optional(Type.String({ maxLength: 200 })),
    open: Type.Optional(Type.Boolean()),
    ...IdPageInput,
  }),
  output: pageOf(Consultation),
  permission: 'public',
  audit: 'none',
});
export const askConsultation = operation({
  name: 'norms.ask-consultation',
  method: 'POST',
  path: '/norms/consultations',
  summary: 'Ask the integrator as a body',
  input: Type.Object({ organisationId: BodyId, topic: Words(200), question: Words(4000) }),
  output: Type.Object({ id: Uuid }),
  permission: 'norms:ask',
  check: 'resource',
  audit: 'norms.consultation-asked',
  about: { type: 'consultation', id: 'id', facts: ['organisationId'] },
});
export const answerConsultation = operation({
  name: 'norms.answer-consultation',
  method: 'POST',
  path: '/norms/consultations/:id/answer',
  summary: 'Answer a body, with the clauses it rests on (`act/number`)',
  input: Type.Object({
    id: Uuid,
    answer: Words(4000),
    clauses: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9.-]{1,40}/[0-9A-Za-z.-]{1,20}$' }), { maxItems: 20 }),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'norms:keep',
  audit: 'norms.consultation-answered',
  about: { type: 'consultation', id: 'id', facts: [] },
  refusals: ['norms.consultation-unknown', 'norms.answered-already', 'norms.clause-unknown'],
});
export const publishConsultation = operation({
  name: 'norms.publish-consultation',
  method: 'POST',
  path: '/norms/consultations/:id/publication',
  summary: 'Publish question and answer in words that do not say who asked',
  input: Type.Object({ id: Uuid, question: Words(4000), answer: Words(4000) }),
  output: Type.Object({ id: Uuid }),
  permission: 'norms:keep',
  audit: 'norms.consultation-published',
  about: { type: 'consultation', id: 'id', facts: [] },
  refusals: ['norms.consultation-unknown', 'norms.not-answered', 'norms.published-already'],
});
