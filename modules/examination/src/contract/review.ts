// SPDX-License-Identifier: Apache-2.0
/** Examiners, what they ask, and what they hold of a dossier. */
import { CalendarDate, Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationId, Outcome, step } from './shapes.ts';

const about = { type: 'dossier', id: 'id' } as const;
const refusals = ['examination.dossier-unknown', 'examination.state-forbids'] as const;
const bound = ['examination.not-assigned', 'examination.conflict'] as const;
const examining = [...refusals, ...bound] as const;

export const parts = [
  'purpose',
  'functions',
  'data',
  'technology',
  'infrastructure',
  'cost',
  'security',
  'files',
] as const;
export const Part = Type.Enum([...parts]);
export const Assignment = Type.Object({
  personId: Uuid,
  name: Type.String(),
  assignedAt: Instant,
  acceptedAt: Type.Optional(Instant),
  recusedAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
});
export type Assignment = Static<typeof Assignment>;
export const Opinion = Type.Object({
  personId: Uuid,
  name: Type.String(),
  outcome: Outcome,
  text: Type.String(),
  at: Instant,
});
export type Opinion = Static<typeof Opinion>;
export const RemarkState = Type.Enum(['written', 'open', 'answered', 'accepted']);
export const Remark = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  part: Part,
  clause: Type.String(),
  state: RemarkState,
  byName: Type.String(),
  /** Put, answered, put again or accepted, in order. */
  turns: Type.Array(
    Type.Object({
      what: Type.Enum(['put', 'answered', 'again', 'accepted']),
      text: Type.String(),
      byName: Type.String(),
      at: Instant,
    }),
  ),
  may: Type.Array(Type.Enum(['answer', 'judge'])),
});
export type Remark = Static<typeof Remark>;
export const Condition = Type.Object({
  number: Type.Integer(),
  text: Type.String(),
  dueOn: CalendarDate,
  overdue: Type.Boolean(),
  metAt: Type.Optional(Instant),
  note: Type.Optional(Type.String()),
});
export type Condition = Static<typeof Condition>;
export const SignatureFacts = Type.Object({
  id: Uuid,
  as: Type.Enum(['examiner', 'chief']),
  name: Type.String(),
  at: Instant,
});
export type SignatureFacts = Static<typeof SignatureFacts>;

export const assignExaminers = step(
  ['assign-examiners', 'examiners', 'Give a dossier to examiners; nobody who has to do with it'],
  {
    permission: 'lead',
    audit: 'examiners-assigned',
    facts: ['people'],
    refusals: ['examination.examiner-unknown', 'examination.conflict'],
  },
  { people: Type.Array(Uuid, { minItems: 1, maxItems: 7, uniqueItems: true }) },
);

export const acceptAssignment = step(
  ['accept-assignment', 'acceptance', 'Declare that nothing binds one to the dossier, and begin'],
  { permission: 'examine', audit: 'assignment-accepted', refusals: [...bound] },
  {},
);

export const recuseExaminer = operation({
  name: 'examination.recuse-examiner',
  method: 'POST',
  path: '/examination/dossiers/:id/recusal',
  summary: 'Step aside for a conflict of interest; a chief may say so of an examiner',
  input: Type.Object({ id: Uuid, personId: Type.Optional(Uuid), reason: visibleText(1000, 3) }),
  output: Type.Object({ id: Uuid, personId: Uuid }),
  permission: 'examination:examine',
  audit: 'examination.examiner-recused',
  about: { ...about, facts: ['personId'] },
  refusals: [...refusals, ...bound],
});

export const putRemark = operation({
  name: 'examination.put-remark',
  method: 'POST',
  path: '/examination/dossiers/:id/remarks',
  summary: 'Write a remark on a part of the dossier, by a clause; it is sent with the others',
  input: Type.Object({ id: Uuid, part: Part, clause: visibleText(100, 1), text: visibleText(3000, 3) }),
  output: Type.Object({ id: Uuid, remarkId: Uuid }),
  permission: 'examination:examine',
  audit: 'examination.remark-put',
  about: { ...about, facts: ['remarkId', 'part'] },
  refusals: [...examining],
});

export const sendRemarks = step(
  [
    'send-remarks',
    'remarks/sending',
    'Send what was remarked; the clock of the examination stands until it is answered',
  ],
  { permission: 'examine', audit: 'remarks-sent', refusals: [...bound, 'examination.no-remark'] },
  {},
);

export const answerRemark = operation({
  name: 'examination.answer-remark',
  method: 'POST',
  path: '/examination/dossiers/:id/remarks/:remarkId/answer',
  summary: 'Answer one remark; what it asks to change is changed beside it',
  input: Type.Object({ id: Uuid, remarkId: Uuid, text: visibleText(3000, 3) }),
  output: Type.Object({ id: Uuid, remarkId: Uuid }),
  permission: 'examination:submit',
  check: 'resource',
  audit: 'examination.remark-answered',
  about: { ...about, facts: ['remarkId'] },
  refusals: [...refusals, 'examination.remark-unknown'],
});

export const sendAnswers = step(
  ['send-answers', 'answers', 'Send the answers to all remarks; the clock goes on, and changes are the next version'],
  { permission: 'submit', audit: 'answers-sent', refusals: ['examination.answer-missing'] },
  {},
);

export const judgeRemark = operation({
  name: 'examination.judge-remark',
  method: 'POST',
  path: '/examination/dossiers/:id/remarks/:remarkId/judgement',
  summary: 'Accept the answer to a remark, or put it again',
  input: Type.Object({ id: Uuid, remarkId: Uuid, accept: Type.Boolean(), text: visibleText(3000) }),
  output: Type.Object({ id: Uuid, remarkId: Uuid }),
  permission: 'examination:examine',
  audit: 'examination.remark-judged',
  about: { ...about, facts: ['remarkId', 'accept'] },
  refusals: [...examining, 'examination.remark-unknown', 'examination.reason-missing'],
});

export const giveOpinion = operation({
  name: 'examination.give-opinion',
  method: 'POST',
  path: '/examination/dossiers/:id/opinions',
  summary: 'Say as an examiner what one holds of the dossier; said again, the last counts',
  input: Type.Object({ id: Uuid, outcome: Outcome, text: visibleText(3000, 3) }),
  output: Type.Object({ id: Uuid }),
  permission: 'examination:examine',
  audit: 'examination.opinion-given',
  about: { ...about, facts: ['outcome'] },
  refusals: [...examining],
});

export const returnDossier = step(
  ['return-dossier', 'return', 'Return a dossier that cannot be examined as it is'],
  { permission: 'lead', audit: 'dossier-returned', refusals: ['examination.conflict'] },
  { reason: visibleText(1000, 3) },
);

export const reinstateDossier = step(
  ['reinstate-dossier', 'reinstatement', 'Give a dossier that has lapsed its time to answer once more'],
  { permission: 'lead', audit: 'dossier-reinstated', refusals: ['examination.conflict'] },
  { reason: visibleText(1000, 3) },
);

export const bodies = ['TOGAF', 'OMG', 'IIBA', 'PMI'] as const;
export const competences = [
  ...(['enterprise-architecture', 'solution-architecture', 'business-analysis'] as const),
  ...(['technical-documentation', 'data-management', 'project-management'] as const),
] as const;
export const Examiner = Type.Object({
  personId: Uuid,
  name: Type.String(),
  organisationId: OrganisationId,
  competences: Type.Array(Type.Enum([...competences])),
  certificates: Type.Array(
    Type.Object({ body: Type.Enum([...bodies]), title: Type.String(), until: CalendarDate, expired: Type.Boolean() }),
  ),
  /** Organisations with which they have to do. */
  interests: Type.Array(OrganisationId),
  active: Type.Boolean(),
  /** Dossiers under way. */
  load: Type.Integer(),
  done: Type.Integer(),
});
export type Examiner = Static<typeof Examiner>;

export const listExaminers = operation({
  name: 'examination.list-examiners',
  method: 'GET',
  path: '/examination/examiners',
  summary: 'Examiners with what they know, their certificates and what they work on',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Examiner) }),
  permission: 'examination:examine',
  audit: 'none',
});

export const putExaminer = operation({
  name: 'examination.put-examiner',
  method: 'PUT',
  path: '/examination/examiners/:personId',
  summary: 'Enter an examiner, or what is new of one',
  input: Type.Object({
    personId: Uuid,
    name: visibleText(200, 1),
    organisationId: OrganisationId,
    competences: Type.Array(Type.Enum([...competences]), { maxItems: 6, uniqueItems: true }),
    certificates: Type.Array(
      Type.Object({ body: Type.Enum([...bodies]), title: visibleText(200, 1), until: CalendarDate }),
      { maxItems: 20 },
    ),
    interests: Type.Array(OrganisationId, { maxItems: 50 }),
    active: Type.Boolean(),
  }),
  output: Type.Object({ personId: Uuid }),
  permission: 'examination:lead',
  audit: 'examination.examiner-entered',
  about: { type: 'examiner', id: 'personId', facts: ['active'] },
});
