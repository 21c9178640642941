// SPDX-License-Identifier: Apache-2.0
import { DrawnFlow, DrawnProcess, RuleText } from '@stoa/catalogue/contract';
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  PrintableText,
  RegionCode,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CasePage, Clarification } from './applicant.ts';
import { FormPage, RegisterState } from './drafts.ts';
import { CaseSummary, FieldName, Outcome, id, typed, onCase } from './shared.ts';
import { DeliveryState } from './shapes.ts';

export const QueueItem = Type.Object({
  ...id,
  caseId: Uuid,
  caseNumber: Type.String(),
  serviceId: Type.String(),
  title: LocalText,
  taskTitle: LocalText,
  applicantName: Type.String(),
  office: LocalText,
  regionCode: RegionCode,
  state: Type.Enum(['open', 'claimed', 'waiting', 'done']),
  assigneeId: Type.Optional(Type.String()),
  assigneeName: Type.Optional(Type.String()),
  /** Which one, from 1, where a step is done for each of several. */
  item: Type.Optional(Type.Integer()),
  /** Whom or what it is about, where a step is done for each of several. */
  about: Type.Optional(Type.String()),
  createdAt: Instant,
  dueOn: Type.Optional(CalendarDate),
  overdue: Type.Boolean(),
  /** How much of the term has passed, 1 on its last day; missing where none runs. */
  termUsed: Type.Optional(Type.Number()),
  /** How much of such a term half of the finished cases of the service took. */
  termUsual: Type.Optional(Type.Number()),
});
export type QueueItem = Static<typeof QueueItem>;

/** Tasks of the duties and offices the officer holds, soonest deadline first. */
export const listQueue = operation({
  name: 'cases.list-queue',
  method: 'GET',
  path: '/cases/queue',
  summary: 'Read the queue of my office',
  input: Type.Object({
    ...PageInput,
    /** `all`, where it is missing: open, claimed and waiting. */
    show: Type.Optional(Type.Enum(['open', 'mine', 'waiting', 'done', 'all'])),
    search: Type.Optional(typed(100)),
    serviceId: Type.Optional(Type.String({ maxLength: 64 })),
    /** By deadline where it is missing; `risk`: overdue ones, then those furthest beyond what is usual for their service. */
    sort: Type.Optional(Type.Enum(['due', 'age', 'risk'])),
  }),
  output: Type.Object({
    ...pageOf(QueueItem).properties,
    counts: Type.Object({
      open: Type.Integer(),
      mine: Type.Integer(),
      waiting: Type.Integer(),
      overdue: Type.Integer(),
    }),
    services: Type.Array(Type.Object({ id: Type.String(), title: LocalText }), {
      description: 'of all tasks the queue can show, whatever is asked for: what `serviceId` may choose',
    }),
  }),
  permission: 'cases:queue',
  audit: 'none',
});

/** A check another department was asked for through its mailbox. */
export const Check = Type.Object({
  name: Type.String(),
  title: LocalText,
  /** Whom or what it is about, where each of several is asked about. */
  about: Type.Optional(Type.String()),
  state: DeliveryState,
  askedAt: Type.Optional(Instant),
  answeredAt: Type.Optional(Instant),
  requestId: Type.String(),
  responseId: Type.Optional(Type.String()),
  from: Type.Optional(Type.String()),
  content: Type.Optional(Type.Unknown()),
  rejection: Type.Optional(Type.Object({ code: Type.String(), description: Type.String() })),
});
export type Check = Static<typeof Check>;

export const TaskPage = Type.Object({
  ...QueueItem.properties,
  case: CasePage,
  pages: Type.Array(FormPage),
  registers: Type.Array(RegisterState),
  checks: Type.Array(Check),
  clarifications: Type.Array(Clarification),
  /** What the decision table says now, and why; missing while a check is not answered. */
  advice: Type.Optional(Type.Object({ outcome: Outcome, reasons: Type.Array(RuleText) })),
  /** Outcomes the officer may choose. */
  outcomes: Type.Array(Type.Object({ code: Outcome, title: LocalText })),
  canDecide: Type.Boolean(),
  /** Whether the outcome decides the case; otherwise it is one finding among others (`cases.finish-task`). */
  decides: Type.Boolean(),
});
export type TaskPage = Static<typeof TaskPage>;

const taskOperation = { permission: 'cases:work', check: 'resource' as const };

export const getTask = operation({
  ...taskOperation,
  name: 'cases.get-task',
  method: 'GET',
  path: '/cases/tasks/:id',
  summary: 'Read a task with the whole case',
  input: Type.Object(id),
  output: TaskPage,
  audit: 'cases.task-read',
  refusals: ['cases.task-unknown'],
});
export const claimTask = operation({
  ...taskOperation,
  name: 'cases.claim-task',
  method: 'POST',
  path: '/cases/tasks/:id/claim',
  summary: 'Take a task',
  input: Type.Object(id),
  output: QueueItem,
  audit: 'cases.task-claimed',
  about: { type: 'task', id: 'id', facts: [] },
  refusals: ['cases.task-unknown', 'cases.task-taken', 'cases.task-closed', 'cases.conflict-of-interest'],
});
export const releaseTask = operation({
  ...taskOperation,
  name: 'cases.release-task',
  method: 'POST',
  path: '/cases/tasks/:id/release',
  summary: 'Give a task back to the queue',
  input: Type.Object(id),
  output: QueueItem,
  audit: 'cases.task-released',
  about: { type: 'task', id: 'id', facts: [] },
  refusals: ['cases.task-unknown', 'cases.task-not-yours', 'cases.task-closed'],
});
export const reassignTask = operation({
  ...taskOperation,
  name: 'cases.reassign-task',
  method: 'POST',
  path: '/cases/tasks/:id/assignment',
  summary: 'Give a task to another officer of the office',
  input: Type.Object({ ...id, assigneeId: Uuid }),
  output: QueueItem,
  audit: 'cases.task-reassigned',
  about: { type: 'task', id: 'id', facts: ['assigneeId'] },
  refusals: ['cases.task-unknown', 'cases.task-closed', 'cases.assignee-unfit', 'cases.conflict-of-interest'],
});
export const askClarification = operation({
  ...taskOperation,
  name: 'cases.ask-clarification',
  method: 'POST',
  path: '/cases/tasks/:id/clarifications',
  summary: 'Ask the applicant about one field; the working-day clock pauses until the answer',
  input: Type.Object({ ...id, field: FieldName, question: PrintableText(2000, 3) }),
  output: Clarification,
  audit: 'cases.clarification-asked',
  refusals: [
    ...['cases.task-unknown', 'cases.task-not-yours', 'cases.task-closed', 'cases.conflict-of-interest'],
    ...['cases.clarification-open', 'cases.field-not-asked', 'cases.register-value-locked'],
  ],
});
export const decideTask = operation({
  ...taskOperation,
  name: 'cases.decide-task',
  method: 'POST',
  path: '/cases/tasks/:id/decision',
  summary: 'Decide, with the reasons of the decision table and a text of one’s own',
  input: Type.Object({ ...id, outcome: Outcome, text: Type.Optional(PrintableText(4000)) }),
  output: CaseSummary,
  audit: 'cases.case-decided',
  refusals: [
    ...['cases.task-unknown', 'cases.task-not-yours', 'cases.task-closed', 'cases.conflict-of-interest'],
    ...['cases.second-eyes-needed', 'cases.task-finds', 'cases.clarification-open', 'cases.outcome-unknown'],
    'cases.reason-needed',
  ],
});

/** A finding, a vote, a check of one of several: what the process makes of it is drawn. */
export const finishTask = operation({
  ...taskOperation,
  name: 'cases.finish-task',
  method: 'POST',
  path: '/cases/tasks/:id/result',
  summary: 'Finish a task that does not decide the case',
  input: Type.Object({ ...id, outcome: Outcome, text: Type.Optional(PrintableText(4000)) }),
  output: CaseSummary,
  audit: 'cases.task-finished',
  refusals: [
    ...['cases.task-unknown', 'cases.task-not-yours', 'cases.task-closed', 'cases.conflict-of-interest'],
    ...['cases.task-decides', 'cases.clarification-open', 'cases.outcome-unknown', 'cases.reason-needed'],
  ],
});

export const getProcess = operation({
  name: 'cases.get-process',
  method: 'GET',
  path: '/cases/:id/process',
  summary: 'Read where the case stands in its process diagram',
  input: Type.Object(id),
  output: Type.Object({
    ...DrawnProcess.properties,
    edges: Type.Array(Type.Object({ ...DrawnFlow.properties, taken: Type.Boolean() })),
    /** Ids of nodes where the case waits, has been, and where a step failed. */
    active: Type.Array(Type.String()),
    tokens: Type.Record(Type.String(), Type.Integer({ description: 'how often an active node waits at once' })),
    done: Type.Array(Type.String()),
    several: Type.Record(Type.String(), Type.Object({ done: Type.Integer(), of: Type.Integer() }), {
      description: 'of an active step that is done for each of several: how many are done',
    }),
    failed: Type.Array(Type.Object({ node: Type.String(), tokenId: Uuid, error: Type.String() })),
  }),
  ...onCase('cases:oversee'),
  audit: 'none',
  refusals: ['cases.case-unknown'],
});

/** Who asked registers about many different people: somebody should ask them why. */
export const listCurious = operation({
  name: 'cases.list-curious',
  method: 'GET',
  path: '/cases/curious',
  summary: 'Who asked registers about many different people since yesterday',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        personId: Type.String(),
        applicantId: Type.String({ description: 'for whom they acted' }),
        people: Type.Integer(),
      }),
    ),
  }),
  permission: 'cases:operate',
  audit: 'none',
});
/** After the cause is gone: runs a failed step of the process again, once. */
export const resumeStep = operation({
  name: 'cases.resume-step',
  method: 'POST',
  path: '/cases/:id/steps/:tokenId/resume',
  summary: 'Run a failed step again',
  input: Type.Object({ ...id, tokenId: Uuid }),
  output: Type.Object({ tokenId: Uuid }),
  permission: 'cases:operate',
  audit: 'cases.step-resumed',
  about: { type: 'case', id: 'id', facts: ['tokenId'] },
  refusals: ['cases.case-unknown', 'cases.step-not-failed'],
});
