// SPDX-License-Identifier: Apache-2.0
/** A draft on its way through those who have to agree to it. */
import { Instant, LocalText, operation, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Actor, Answer, Done, InstitutionId, ofDocument, Reason, Text, unseen } from './shapes.ts';

/** Everybody at once and all must agree; one after the other; at once, and whoever answers first has answered for all. */
export const stageModes = ['all', 'sequence', 'first'] as const;
export const StageMode = Type.Enum([...stageModes]);

export const ApproverState = Type.Enum(['waits', 'asked', 'agreed', 'returned', 'skipped', 'released']);
export const Approver = Type.Object({
  id: Uuid,
  postId: Uuid,
  title: LocalText,
  state: ApproverState,
  askedAt: Type.Optional(Instant),
  dueAt: Type.Optional(Instant),
  by: Type.Optional(Done),
  /** Put in, left out or replaced during the way, and why. */
  why: Type.Optional(Type.String()),
});
export type Approver = Static<typeof Approver>;
export const Stage = Type.Object({
  id: Uuid,
  mode: StageMode,
  /** Working hours until an answer is due. */
  hours: Type.Integer({ minimum: 1, maximum: 800 }),
  approvers: Type.Array(Approver),
});
export type Stage = Static<typeof Stage>;
export const RouteState = Type.Enum(['running', 'returned', 'approved', 'withdrawn']);
export type RouteState = Static<typeof RouteState>;

export const Remark = Type.Object({
  id: Uuid,
  approverId: Uuid,
  round: Type.Integer(),
  page: Type.Optional(Type.Integer()),
  quote: Type.Optional(Type.String()),
  text: Type.String(),
  by: Done,
});
export type Remark = Static<typeof Remark>;

export const Route = Type.Object({
  id: Uuid,
  documentId: Uuid,
  state: RouteState,
  round: Type.Integer({ minimum: 1 }),
  stages: Type.Array(Stage),
  remarks: Type.Array(Remark),
  startedBy: Actor,
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
});
export type Route = Static<typeof Route>;

export const PlannedStage = Type.Object({
  mode: StageMode,
  hours: Type.Integer({ minimum: 1, maximum: 800 }),
  posts: Type.Array(Uuid, { minItems: 1, maxItems: 30 }),
});
const Stages = Type.Array(PlannedStage, { minItems: 1, maxItems: 20 });

export const RouteTemplate = Type.Object({ id: Uuid, title: Type.String(), stages: Stages });
export type RouteTemplate = Static<typeof RouteTemplate>;

export const listTemplates = operation({
  name: 'execution.list-templates',
  method: 'GET',
  path: '/execution/institutions/:institutionId/templates',
  summary: 'Ways that drafts of an institution usually go',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({ items: Type.Array(RouteTemplate) }),
  permission: 'execution:send',
  check: 'resource',
  audit: 'none',
});

export const keepTemplate = operation({
  name: 'execution.keep-template',
  method: 'PUT',
  path: '/execution/institutions/:institutionId/templates',
  summary: 'Keep a way under its name; one of that name becomes this one',
  input: Type.Object({ institutionId: InstitutionId, title: PrintableText(120, 3), stages: Stages }),
  output: RouteTemplate,
  permission: 'execution:lead',
  check: 'resource',
  audit: 'execution.template-kept',
  about: { type: 'route-template', id: 'id', facts: ['institutionId', 'title', 'stages'] },
  refusals: ['execution.post-unknown'],
});

const about = ofDocument;
const act = { permission: 'execution:work', about, output: Answer } as const;

export const startApproval = operation({
  ...act,
  name: 'execution.start-approval',
  method: 'POST',
  path: '/execution/documents/:documentId/approval',
  summary: 'Send a draft to those who have to agree: by a template, or stage by stage',
  input: Type.Object({ documentId: Uuid, templateId: Type.Optional(Uuid), stages: Type.Optional(Stages) }),
  permission: 'execution:send',
  check: 'resource',
  audit: 'execution.approval-started',
  about: { ...about, facts: ['templateId', 'stages'] },
  refusals: [
    unseen,
    'execution.not-a-draft',
    'execution.card-incomplete',
    'execution.approval-runs',
    'execution.template-unknown',
    'execution.stages-missing',
    'execution.post-unknown',
    'execution.post-twice',
  ],
});

const answering = [unseen, 'execution.not-with-you', 'execution.answered-already'] as const;
const RemarkText = { text: Text, page: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })) };
export const RemarkGiven = Type.Object({ ...RemarkText, quote: Type.Optional(PrintableText(500)) });

export const agree = operation({
  ...act,
  name: 'execution.agree',
  method: 'POST',
  path: '/execution/approvers/:id/agreement',
  summary: 'Agree to a draft, with remarks or without',
  input: Type.Object({ id: Uuid, remarks: Type.Optional(Type.Array(RemarkGiven, { maxItems: 50 })) }),
  audit: 'execution.agreed',
  about: { ...about, facts: ['id'] },
  refusals: [...answering],
});

export const returnDraft = operation({
  ...act,
  name: 'execution.return-draft',
  method: 'POST',
  path: '/execution/approvers/:id/return',
  summary: 'Return a draft to its author, with remarks each tied to a page or a quote',
  input: Type.Object({ id: Uuid, remarks: Type.Array(RemarkGiven, { minItems: 1, maxItems: 50 }) }),
  audit: 'execution.returned',
  about: { ...about, facts: ['id'] },
  refusals: [...answering, 'execution.remark-without-place'],
});

const routeActs = [unseen, 'execution.route-ended', 'execution.not-the-author'] as const;
export const resumeApproval = operation({
  ...act,
  name: 'execution.resume-approval',
  method: 'POST',
  path: '/execution/routes/:id/resumption',
  summary: 'Send the changed draft on its way again; after an essential change everybody is asked anew',
  input: Type.Object({ id: Uuid, essential: Type.Boolean() }),
  audit: 'execution.approval-resumed',
  about: { ...about, facts: ['essential'] },
  refusals: [...routeActs, 'execution.not-returned', 'execution.not-a-draft'],
});

export const withdrawApproval = operation({
  ...act,
  name: 'execution.withdraw-approval',
  method: 'POST',
  path: '/execution/routes/:id/withdrawal',
  summary: 'Take a draft back from approval',
  input: Type.Object({ id: Uuid, reason: Reason }),
  audit: 'execution.approval-withdrawn',
  about: { ...about, facts: ['reason'] },
  refusals: [...routeActs],
});

/** Its author before the stage begins; a leader of the institution at any time. */
const changing = [...routeActs, 'execution.stage-began', 'execution.reason-needed', 'execution.stage-over'] as const;
const reason = Type.Optional(Reason);
export const insertApprover = operation({
  ...act,
  name: 'execution.insert-approver',
  method: 'POST',
  path: '/execution/routes/:id/stages/:stageId/approvers',
  summary: 'Ask one more post in a stage',
  input: Type.Object({ id: Uuid, stageId: Uuid, postId: Uuid, reason }),
  audit: 'execution.approver-inserted',
  about: { ...about, facts: ['stageId', 'postId', 'reason'] },
  refusals: [...changing, 'execution.stage-unknown', 'execution.post-unknown', 'execution.post-twice'],
});

export const skipApprover = operation({
  ...act,
  name: 'execution.skip-approver',
  method: 'POST',
  path: '/execution/routes/:id/approvers/:approverId/omission',
  summary: 'Leave out a post that was to agree',
  input: Type.Object({ id: Uuid, approverId: Uuid, reason }),
  audit: 'execution.approver-skipped',
  about: { ...about, facts: ['approverId', 'reason'] },
  refusals: [...changing, 'execution.approver-unknown', 'execution.nobody-left'],
});

export const replaceApprover = operation({
  ...act,
  name: 'execution.replace-approver',
  method: 'POST',
  path: '/execution/routes/:id/approvers/:approverId/replacement',
  summary: 'Ask another post instead: where nobody is on the one that was asked its author may, too',
  input: Type.Object({ id: Uuid, approverId: Uuid, postId: Uuid, reason }),
  audit: 'execution.approver-replaced',
  about: { ...about, facts: ['approverId', 'postId', 'reason'] },
  refusals: [...changing, 'execution.approver-unknown', 'execution.post-unknown', 'execution.post-twice'],
});
