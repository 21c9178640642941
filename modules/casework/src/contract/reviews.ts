// SPDX-License-Identifier: Apache-2.0
/** A second pair of eyes: before a decision where the office asks it, afterwards for those that are drawn. */
import { Instant, operation, PageInput, pageOf, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Outcome = Type.String({ maxLength: 64 });
const OfficeId = Type.String({ minLength: 1, maxLength: 64 });
export const reviewStates = ['open', 'agreed', 'returned'] as const;
export const ReviewState = Type.Enum([...reviewStates]);

export const Review = Type.Object({
  id: Uuid,
  kind: Type.Enum(['before', 'after']),
  caseId: Uuid,
  caseNumber: Type.String(),
  taskId: Type.Optional(Uuid),
  serviceId: Type.String(),
  officeId: Type.String(),
  outcome: Outcome,
  /** Of who would decide so. */
  text: Type.Optional(Type.String()),
  proposedName: Type.Optional(Type.String()),
  proposedAt: Instant,
  state: ReviewState,
  answeredName: Type.Optional(Type.String()),
  answeredAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
  /** Proposed by who asks: somebody else answers it. */
  mine: Type.Boolean(),
});
export type Review = Static<typeof Review>;

const work = { permission: 'casework:work' } as const;

export const proposeDecision = operation({
  ...work,
  name: 'casework.propose-decision',
  method: 'POST',
  path: '/casework/cases/:caseId/proposals',
  summary: 'Put a decision to a second officer before it is taken',
  input: Type.Object({ caseId: Uuid, taskId: Uuid, outcome: Outcome, text: Type.Optional(PrintableText(4000)) }),
  output: Review,
  audit: 'casework.decision-proposed',
  refusals: ['cases.case-unknown', 'casework.task-not-yours', 'casework.proposed-already'],
});
export const listReviews = operation({
  ...work,
  name: 'casework.list-reviews',
  method: 'GET',
  path: '/casework/reviews',
  summary: 'Decisions of my offices that a second officer looks at, the newest first',
  input: Type.Object({ ...PageInput, state: Type.Optional(ReviewState) }),
  output: pageOf(Review),
  audit: 'none',
});
/** An answer stands. One that agrees before the decision lets it be taken, as long as the case stays as it is. */
export const answerReview = operation({
  ...work,
  name: 'casework.answer-review',
  method: 'POST',
  path: '/casework/reviews/:id/answer',
  summary: 'Agree with a decision, or return it with a reason',
  input: Type.Object({ id: Uuid, agrees: Type.Boolean(), reason: Type.Optional(PrintableText(2000)) }),
  output: Review,
  audit: 'casework.review-answered',
  refusals: [
    'casework.review-unknown',
    'casework.review-answered',
    'casework.own-decision',
    'casework.reason-missing',
    'casework.conflict-of-interest',
    'cases.task-closed',
  ],
});

const lead = { permission: 'casework:lead' } as const;
export const Sampling = Type.Object({ officeId: OfficeId, perMille: Type.Integer({ minimum: 0, maximum: 1000 }) });
export const getSampling = operation({
  ...lead,
  name: 'casework.get-sampling',
  method: 'GET',
  path: '/casework/offices/:officeId/sampling',
  summary: 'How many decisions of my office are looked at afterwards',
  input: Type.Object({ officeId: OfficeId }),
  output: Sampling,
  audit: 'none',
  refusals: ['casework.office-not-yours'],
});
export const setSampling = operation({
  ...lead,
  name: 'casework.set-sampling',
  method: 'PUT',
  path: '/casework/offices/:officeId/sampling',
  summary: 'Say how many of a thousand decisions of my office are looked at afterwards',
  input: Sampling,
  output: Sampling,
  audit: 'casework.sampling-set',
  about: { type: 'office', id: 'officeId', facts: ['perMille'] },
  refusals: ['casework.office-not-yours'],
});
