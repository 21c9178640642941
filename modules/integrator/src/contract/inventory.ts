// SPDX-License-Identifier: Apache-2.0
/** Inventory: the integrator asks, each body answers element by element, what is accepted goes into the register. */
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BodyId, DataCode, Name, Words } from './words.ts';

export const Question = Type.Object({
  code: DataCode,
  type: Type.Enum(['number', 'text', 'flag']),
  title: LocalText,
});
export const Section = Type.Object({
  code: DataCode,
  title: LocalText,
  /** Kinds of the register whose elements the body is asked about. */
  kinds: Type.Array(Type.String()),
  questions: Type.Array(Question),
});
export type Section = Static<typeof Section>;
const Value = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]);
const Values = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }), Value);
export type Values = Static<typeof Values>;

export const verdicts = ['same', 'changed', 'gone', 'missing'] as const;
export const Verdict = Type.Enum([...verdicts]);
export type Verdict = Static<typeof Verdict>;
export const answerStates = ['preparing', 'open', 'sent', 'clarify', 'accepted'] as const;
export const AnswerState = Type.Enum([...answerStates]);
export type AnswerState = Static<typeof AnswerState>;

export const Campaign = Type.Object({
  id: Uuid,
  title: Type.String(),
  opens: CalendarDate,
  due: CalendarDate,
  version: Type.Integer(),
  closedAt: Type.Optional(Instant),
  bodies: Type.Integer(),
  states: Type.Array(Type.Object({ state: AnswerState, count: Type.Integer() })),
  /** Neither sent nor accepted, and the day has passed. */
  late: Type.Integer(),
});
export type Campaign = Static<typeof Campaign>;

export const AnswerRow = Type.Object({
  id: Uuid,
  campaignId: Uuid,
  organisationId: BodyId,
  state: AnswerState,
  items: Type.Integer(),
  answered: Type.Integer(),
  same: Type.Integer(),
  changed: Type.Integer(),
  gone: Type.Integer(),
  missing: Type.Integer(),
  remarks: Type.Integer(),
  reminders: Type.Integer(),
  late: Type.Boolean(),
  sentAt: Type.Optional(Instant),
  acceptedAt: Type.Optional(Instant),
});
export type AnswerRow = Static<typeof AnswerRow>;
export const Item = Type.Object({
  id: Uuid,
  elementId: Uuid,
  section: DataCode,
  kind: Type.String(),
  code: Type.String(),
  name: LocalText,
  /** As the register had it when the questionnaire was made. */
  facts: Values,
  changed: Values,
  verdict: Type.Optional(Verdict),
  reason: Type.Optional(Type.String()),
  /** What was seen; somebody else's answer since then is not written over. */
  version: Type.Integer(),
  byName: Type.Optional(Type.String()),
});
export type Item = Static<typeof Item>;
export const Remark = Type.Object({
  id: Uuid,
  itemId: Type.Optional(Uuid),
  byIntegrator: Type.Boolean(),
  byName: Type.String(),
  text: Type.String(),
  at: Instant,
});
export const getAnswer = operation({
  name: 'integrator.get-answer',
  method: 'GET',
  path: '/integrator/answers/:id',
  summary:
    'A body’s questionnaire: its sections, the elements of one of them page by page, the thread of clarification',
  input: Type.Object({ id: Uuid, section: Type.Optional(DataCode), ...PageInput }),
  output: Type.Object({
    ...AnswerRow.properties,
    title: Type.String(),
    due: CalendarDate,
    closed: Type.Boolean(),
    sections: Type.Array(Type.Object({ ...Section.properties, items: Type.Integer(), answered: Type.Integer() })),
    facts: Values,
    factsVersion: Type.Integer(),
    /** Of the section asked for, the first one where none is. */
    items: Type.Integer(),
    page: pageOf(Item),
    thread: Type.Array(Remark),
    sentByName: Type.Optional(Name),
    acceptedByName: Type.Optional(Name),
    may: Type.Array(Type.Enum(['answer', 'send', 'decide', 'write'])),
  }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'none',
  refusals: ['integrator.answer-unknown'],
});

const shut = ['integrator.answer-unknown', 'integrator.campaign-closed', 'integrator.not-open'] as const;
export const answerItems = operation({
  name: 'integrator.answer-items',
  method: 'POST',
  path: '/integrator/answers/:id/items',
  summary:
    'Say of elements that they are still so, changed or gone; of all that are left of a section that they are still so',
  input: Type.Object({
    id: Uuid,
    items: Type.Array(
      Type.Object({
        id: Uuid,
        version: Type.Integer({ minimum: 1 }),
        verdict: Type.Enum(['same', 'changed', 'gone']),
        changed: Type.Optional(Values),
        reason: Type.Optional(Words(500)),
      }),
      { maxItems: 200 },
    ),
    restOfSection: Type.Optional(DataCode),
  }),
  output: Type.Object({ id: Uuid, answered: Type.Integer() }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.items-answered',
  about: { type: 'answer', id: 'id', facts: [] },
  refusals: [
    ...shut,
    'integrator.item-unknown',
    'integrator.changed-meanwhile',
    'integrator.nothing-changed',
    'integrator.value-wrong',
  ],
});
export const addMissing = operation({
  name: 'integrator.add-missing',
  method: 'POST',
  path: '/integrator/answers/:id/missing',
  summary: 'Name an element that the register does not have',
  input: Type.Object({
    id: Uuid,
    section: DataCode,
    kind: Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }),
    code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$' }),
    name: Words(200),
    language: Type.Enum(['en', 'ru', 'kk', 'uk', 'ar']),
    facts: Type.Optional(Values),
  }),
  output: Type.Object({ id: Uuid, itemId: Uuid }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.missing-named',
  about: { type: 'answer', id: 'id', facts: ['kind'] },
  refusals: [...shut, 'integrator.kind-not-asked', 'integrator.named-already', 'integrator.value-wrong'],
});
export const answerQuestions = operation({
  name: 'integrator.answer-questions',
  method: 'POST',
  path: '/integrator/answers/:id/facts',
  summary: 'Answer questions about the body itself',
  input: Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1 }), facts: Values }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.questions-answered',
  about: { type: 'answer', id: 'id', facts: [] },
  refusals: [...shut, 'integrator.changed-meanwhile', 'integrator.question-unknown', 'integrator.value-wrong'],
});
export const sendAnswer = operation({
  name: 'integrator.send-answer',
  method: 'POST',
  path: '/integrator/answers/:id/sending',
  summary: 'Send the questionnaire: what changed becomes a change of the register that the integrator decides',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, changes: Type.Integer() }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.answer-sent',
  about: { type: 'answer', id: 'id', facts: ['changes'] },
  refusals: [...shut, 'integrator.unanswered'],
});
export const decideAnswer = operation({
  name: 'integrator.decide-answer',
  method: 'POST',
  path: '/integrator/answers/:id/decision',
  summary: 'Accept a questionnaire into the register, attesting what is still so, or ask for clarification',
  input: Type.Object({
    id: Uuid,
    accept: Type.Boolean(),
    text: Type.Optional(Words()),
    itemId: Type.Optional(Uuid),
  }),
  output: Type.Object({ id: Uuid, state: AnswerState, attested: Type.Integer() }),
  permission: 'integrator:keep',
  audit: 'integrator.answer-decided',
  about: { type: 'answer', id: 'id', facts: ['accept', 'attested'] },
  refusals: [
    'integrator.answer-unknown',
    'integrator.not-sent',
    'integrator.reason-missing',
    'integrator.item-unknown',
    'integrator.change-declined',
  ],
});
export const writeRemark = operation({
  name: 'integrator.write-remark',
  method: 'POST',
  path: '/integrator/answers/:id/remarks',
  summary: 'Write into the thread of clarification, about all of it or about an element',
  input: Type.Object({ id: Uuid, text: Words(), itemId: Type.Optional(Uuid) }),
  output: Type.Object({ id: Uuid, remarkId: Uuid }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'integrator.remark-written',
  about: { type: 'answer', id: 'id', facts: [] },
  refusals: ['integrator.answer-unknown', 'integrator.item-unknown'],
});
