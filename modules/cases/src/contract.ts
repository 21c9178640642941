// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, event, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { DeliveryState, EvidenceEntry, ExchangeMessage, FormField, RuleReason } from './views.ts';

export type { FormField } from './views.ts';
export { EvidenceEntry, ExchangeMessage };

const id = { id: Uuid };
const FieldName = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 });
const PageId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
const Value = Type.Union([Type.String({ maxLength: 4000 }), Type.Number(), Type.Boolean(), Type.Null()]);

export const CaseState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('submitted', { description: 'sent; the process is running, nobody has decided' }),
  Type.Literal('payment', { description: 'waits for the applicant to pay' }),
  Type.Literal('clarification', { description: 'waits for the applicant to answer; the clock is paused' }),
  Type.Literal('decided', { description: 'decided; the output is being made' }),
  Type.Literal('closed', { description: 'finished: see outcome' }),
]);
export type CaseState = Static<typeof CaseState>;

/** How a case ended: what its end event says, such as `issued`, `refused`, `lapsed`, or `withdrawn`. */
const Outcome = Type.String({ maxLength: 64 });

export const CaseSummary = Type.Object({
  ...id,
  number: Type.Optional(Type.String({ description: 'given on submission, such as WP-2026-000012' })),
  serviceId: Type.String(),
  title: LocalText,
  applicantName: Type.String(),
  state: CaseState,
  outcome: Type.Optional(Outcome),
  startedAt: Instant,
  changedAt: Instant,
  submittedAt: Type.Optional(Instant),
  dueOn: Type.Optional(CalendarDate),
});
export type CaseSummary = Static<typeof CaseSummary>;

export const FieldError = Type.Object({ field: FieldName, code: Type.String(), message: LocalText });
export type FieldError = Static<typeof FieldError>;

// ── Drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Starts a draft for oneself or for whom one acts; the answers of the eligibility check are kept as far as they are asked. */
export const startDraft = operation({
  name: 'cases.start-draft',
  method: 'POST',
  path: '/cases',
  summary: 'Start an application',
  input: Type.Object({
    serviceId: Type.String({ maxLength: 64 }),
    language: Type.Union([
      Type.Literal('en'),
      Type.Literal('ru'),
      Type.Literal('kk'),
      Type.Literal('uk'),
      Type.Literal('ar'),
    ]),
    answers: Type.Optional(Type.Record(FieldName, Value)),
  }),
  output: Type.Object({ ...id, firstPage: PageId }),
  permission: 'cases:apply',
  audit: 'cases.draft-started',
  refusals: ['catalogue.service-unknown', 'cases.audience-wrong', 'cases.assurance-low'],
});

/** My drafts and cases, those of whom I act for included, newest first. */
export const listCases = operation({
  name: 'cases.list-cases',
  method: 'GET',
  path: '/cases',
  summary: 'List my applications',
  input: Type.Object({
    ...PageInput,
    drafts: Type.Optional(Type.Boolean({ description: 'only drafts, or only sent ones' })),
  }),
  output: pageOf(CaseSummary),
  permission: 'cases:apply',
  audit: 'none',
});

export const FormPage = Type.Object({
  id: PageId,
  title: LocalText,
  lead: Type.Optional(LocalText),
  fields: Type.Array(FormField),
  /** Every field that must be answered is, and fits. */
  complete: Type.Boolean(),
});
export const RegisterState = Type.Object({
  name: FieldName,
  title: LocalText,
  purpose: LocalText,
  /** `waiting`: an answer it needs is missing; `failed`: the register did not answer, try again. */
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('received'),
    Type.Literal('not-found'),
    Type.Literal('failed'),
  ]),
  at: Type.Optional(Instant),
  /** Id of the exchange message (X-Road-Id). */
  messageId: Type.Optional(Type.String()),
});
export const CaseForm = Type.Object({
  ...id,
  serviceId: Type.String(),
  title: LocalText,
  applicantName: Type.String(),
  state: CaseState,
  /** Grows with every save; give it back to be told of a change made elsewhere. */
  revision: Type.Integer(),
  savedAt: Instant,
  /** The pages asked so far, in order: conditions over the answers have been applied. */
  pages: Type.Array(FormPage),
  registers: Type.Array(RegisterState),
  /** First page that is not complete; missing when all are. */
  nextPage: Type.Optional(PageId),
  complete: Type.Boolean(),
});
export type CaseForm = Static<typeof CaseForm>;

export const getForm = operation({
  name: 'cases.get-form',
  method: 'GET',
  path: '/cases/:id/form',
  summary: 'Read the form of an application: pages, values and where each came from',
  input: Type.Object(id),
  output: CaseForm,
  permission: 'cases:read',
  check: 'resource',
  audit: 'cases.form-read',
  refusals: ['cases.case-unknown'],
});

/**
 * Saves what was typed on one page, valid or not, so that nothing is lost; `errors` says what does not fit yet.
 * Asks the registers whose question became complete. Refuses whole what must never be sent.
 */
export const savePage = operation({
  name: 'cases.save-page',
  method: 'PATCH',
  path: '/cases/:id/pages/:pageId',
  summary: 'Save one page of an application',
  input: Type.Object({
    ...id,
    pageId: PageId,
    answers: Type.Record(FieldName, Value),
    revision: Type.Optional(Type.Integer()),
  }),
  output: Type.Object({
    errors: Type.Array(FieldError),
    revision: Type.Integer(),
    /** Where to go: this page again while it has errors, the next one, or missing: check your answers. */
    next: Type.Optional(PageId),
  }),
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.page-saved',
  refusals: [
    'cases.case-unknown',
    'cases.page-unknown',
    'cases.not-a-draft',
    'cases.field-not-asked',
    'cases.register-value-locked',
    'cases.identifier-not-yours',
    'cases.changed-elsewhere',
  ],
});

export const refreshRegister = operation({
  name: 'cases.refresh-register',
  method: 'POST',
  path: '/cases/:id/registers/:register',
  summary: 'Ask a register again',
  input: Type.Object({ ...id, register: FieldName }),
  output: RegisterState,
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.register-asked',
  refusals: ['cases.case-unknown', 'cases.not-a-draft', 'cases.register-unknown', 'cases.register-unavailable'],
});

/** The fee as the decision table has it, with the row that fits. */
export const Fee = Type.Object({
  amountMinor: Type.Integer(),
  currency: Type.String(),
  reasons: Type.Array(RuleReason),
});

export const checkAnswers = operation({
  name: 'cases.check-answers',
  method: 'GET',
  path: '/cases/:id/check',
  summary: 'Check an application before sending it: what is missing, and the fee',
  input: Type.Object(id),
  output: Type.Object({ form: CaseForm, errors: Type.Array(FieldError), fee: Type.Optional(Fee) }),
  permission: 'cases:read',
  check: 'resource',
  audit: 'cases.form-read',
  refusals: ['cases.case-unknown', 'cases.not-a-draft'],
});

/** Sending again answers with the same case and changes nothing. */
export const submitCase = operation({
  name: 'cases.submit-case',
  method: 'POST',
  path: '/cases/:id/submission',
  summary: 'Send an application',
  input: Type.Object({ ...id, declaration: Type.Literal(true), revision: Type.Optional(Type.Integer()) }),
  output: CaseSummary,
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.case-submitted',
  refusals: [
    'cases.case-unknown',
    'cases.answers-missing',
    'cases.answers-invalid',
    'cases.register-missing',
    'cases.changed-elsewhere',
  ],
});

export const deleteDraft = operation({
  name: 'cases.delete-draft',
  method: 'DELETE',
  path: '/cases/:id',
  summary: 'Delete a draft and all its answers',
  input: Type.Object(id),
  output: Type.Object(id),
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.draft-deleted',
  refusals: ['cases.case-unknown', 'cases.not-a-draft'],
});

// ── The applicant's case ────────────────────────────────────────────────────────────────────────────────────────

export const TimelineEntry = Type.Object({
  at: Instant,
  /** Stable code: `submitted`, `fee-asked`, `fee-paid`, `check-asked`, `check-answered`, `clarification-asked`, … */
  kind: Type.String(),
  text: LocalText,
  /** Seen by officers and auditors only. */
  internal: Type.Boolean(),
  actor: Type.Optional(Type.String()),
});
export type TimelineEntry = Static<typeof TimelineEntry>;

export const Clarification = Type.Object({
  ...id,
  field: FormField,
  question: Type.String(),
  askedAt: Instant,
  previousValue: Type.Optional(Value),
  answeredAt: Type.Optional(Instant),
  answer: Type.Optional(Value),
  note: Type.Optional(Type.String()),
});
export type Clarification = Static<typeof Clarification>;

export const Output = Type.Object({
  ...id,
  caseId: Uuid,
  caseNumber: Type.String(),
  code: Type.String({ description: 'which output of the service: permit, refusal, …' }),
  title: LocalText,
  number: Type.String(),
  state: Type.Union([Type.Literal('valid'), Type.Literal('expired'), Type.Literal('revoked')]),
  issuedAt: Instant,
  validUntil: Type.Optional(CalendarDate),
  sha256: Type.String(),
  sizeBytes: Type.Integer(),
  verificationCode: Type.String(),
  /** Path of the PDF below the origin. */
  file: Type.String(),
});
export type Output = Static<typeof Output>;

export const Decision = Type.Object({
  outcome: Outcome,
  at: Instant,
  officer: Type.Optional(Type.String()),
  office: LocalText,
  reasons: Type.Array(RuleReason),
  text: Type.Optional(Type.String()),
});

export const CasePage = Type.Object({
  ...CaseSummary.properties,
  version: Type.String(),
  office: Type.Optional(LocalText),
  /** The working-day clock stands still since then. */
  pausedAt: Type.Optional(Instant),
  invoice: Type.Optional(
    Type.Object({
      id: Uuid,
      amountMinor: Type.Integer(),
      currency: Type.String(),
      paid: Type.Boolean(),
      reasons: Type.Array(RuleReason),
    }),
  ),
  clarification: Type.Optional(Clarification),
  decision: Type.Optional(Decision),
  outputs: Type.Array(Output),
  timeline: Type.Array(TimelineEntry),
  canWithdraw: Type.Boolean(),
});
export type CasePage = Static<typeof CasePage>;

export const getCase = operation({
  name: 'cases.get-case',
  method: 'GET',
  path: '/cases/:id',
  summary: 'Follow an application',
  input: Type.Object(id),
  output: CasePage,
  permission: 'cases:read',
  check: 'resource',
  audit: 'cases.case-read',
  refusals: ['cases.case-unknown'],
});

/** Opens the checkout at the payment provider. */
export const payFee = operation({
  name: 'cases.pay-fee',
  method: 'POST',
  path: '/cases/:id/payment',
  summary: 'Pay the fee of an application',
  input: Type.Object(id),
  output: Type.Object({ redirectUrl: Type.String() }),
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.payment-started',
  refusals: ['cases.case-unknown', 'cases.nothing-to-pay', 'payments.provider-unavailable'],
});

export const answerClarification = operation({
  name: 'cases.answer-clarification',
  method: 'POST',
  path: '/cases/:id/clarifications/:clarificationId/answer',
  summary: "Answer an officer's question about one field",
  input: Type.Object({
    ...id,
    clarificationId: Uuid,
    value: Value,
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: Clarification,
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.clarification-answered',
  refusals: [
    'cases.case-unknown',
    'cases.clarification-unknown',
    'cases.clarification-answered',
    'cases.answers-invalid',
  ],
});

export const withdrawCase = operation({
  name: 'cases.withdraw-case',
  method: 'POST',
  path: '/cases/:id/withdrawal',
  summary: 'Withdraw an application that is not decided yet',
  input: Type.Object({ ...id, reason: Type.Optional(Type.String({ maxLength: 2000 })) }),
  output: CaseSummary,
  permission: 'cases:change',
  check: 'resource',
  audit: 'cases.case-withdrawn',
  refusals: ['cases.case-unknown', 'cases.not-withdrawable'],
});

export const listOutputs = operation({
  name: 'cases.list-outputs',
  method: 'GET',
  path: '/cases/outputs',
  summary: 'List the documents issued to me, or to whom I act for',
  input: Type.Object({ ...PageInput }),
  output: pageOf(Output),
  permission: 'cases:apply',
  audit: 'none',
});

/** Where the signed PDF of an output is served (GET, application/pdf, sign-in and access as for the case). */
export const outputFilePath = (outputId: string): string => `/api/cases/outputs/${outputId}/file`;

// ── The office ──────────────────────────────────────────────────────────────────────────────────────────────────

export const QueueItem = Type.Object({
  ...id,
  caseId: Uuid,
  caseNumber: Type.String(),
  serviceId: Type.String(),
  title: LocalText,
  taskTitle: LocalText,
  applicantName: Type.String(),
  office: LocalText,
  regionCode: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('claimed'), Type.Literal('waiting'), Type.Literal('done')]),
  assigneeId: Type.Optional(Type.String()),
  assigneeName: Type.Optional(Type.String()),
  createdAt: Instant,
  dueOn: Type.Optional(CalendarDate),
  overdue: Type.Boolean(),
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
    show: Type.Optional(
      Type.Union(
        [
          Type.Literal('open'),
          Type.Literal('mine'),
          Type.Literal('waiting'),
          Type.Literal('done'),
          Type.Literal('all'),
        ],
        {
          description: '`all` (default): open, claimed and waiting',
        },
      ),
    ),
    search: Type.Optional(
      Type.String({ maxLength: 100, description: 'start of a case number, or part of the applicant name' }),
    ),
  }),
  output: Type.Object({
    ...pageOf(QueueItem).properties,
    counts: Type.Object({
      open: Type.Integer(),
      mine: Type.Integer(),
      waiting: Type.Integer(),
      overdue: Type.Integer(),
    }),
  }),
  permission: 'cases:queue',
  audit: 'none',
});

/** A check another department was asked for through its mailbox. */
export const Check = Type.Object({
  name: Type.String(),
  title: LocalText,
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

export const TaskView = Type.Object({
  ...QueueItem.properties,
  case: CasePage,
  pages: Type.Array(FormPage),
  registers: Type.Array(RegisterState),
  checks: Type.Array(Check),
  clarifications: Type.Array(Clarification),
  /** What the decision table says now, and why; missing while a check is not answered. */
  advice: Type.Optional(Type.Object({ outcome: Outcome, reasons: Type.Array(RuleReason) })),
  /** Outcomes the officer may choose. */
  outcomes: Type.Array(Type.Object({ code: Outcome, title: LocalText })),
  canDecide: Type.Boolean(),
});
export type TaskView = Static<typeof TaskView>;

const taskOperation = { permission: 'cases:work', check: 'resource' as const };

export const getTask = operation({
  ...taskOperation,
  name: 'cases.get-task',
  method: 'GET',
  path: '/cases/tasks/:id',
  summary: 'Read a task with the whole case',
  input: Type.Object(id),
  output: TaskView,
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
  refusals: ['cases.task-unknown', 'cases.task-taken', 'cases.task-closed'],
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
  refusals: ['cases.task-unknown', 'cases.task-not-yours', 'cases.task-closed'],
});
export const reassignTask = operation({
  ...taskOperation,
  name: 'cases.reassign-task',
  method: 'POST',
  path: '/cases/tasks/:id/assignment',
  summary: 'Give a task to another officer of the office',
  input: Type.Object({
    ...id,
    assigneeId: Type.String({ maxLength: 64 }),
    assigneeName: Type.String({ maxLength: 200 }),
  }),
  output: QueueItem,
  audit: 'cases.task-reassigned',
  refusals: ['cases.task-unknown', 'cases.task-closed'],
});
export const askClarification = operation({
  ...taskOperation,
  name: 'cases.ask-clarification',
  method: 'POST',
  path: '/cases/tasks/:id/clarifications',
  summary: 'Ask the applicant about one field; the working-day clock pauses until the answer',
  input: Type.Object({ ...id, field: FieldName, question: Type.String({ minLength: 3, maxLength: 2000 }) }),
  output: Clarification,
  audit: 'cases.clarification-asked',
  refusals: [
    'cases.task-unknown',
    'cases.task-not-yours',
    'cases.task-closed',
    'cases.clarification-open',
    'cases.field-not-asked',
    'cases.register-value-locked',
  ],
});
export const decideTask = operation({
  ...taskOperation,
  name: 'cases.decide-task',
  method: 'POST',
  path: '/cases/tasks/:id/decision',
  summary: 'Decide, with the reasons of the decision table and a text of one’s own',
  input: Type.Object({ ...id, outcome: Outcome, text: Type.Optional(Type.String({ maxLength: 4000 })) }),
  output: CaseSummary,
  audit: 'cases.case-decided',
  refusals: [
    'cases.task-unknown',
    'cases.task-not-yours',
    'cases.task-closed',
    'cases.clarification-open',
    'cases.outcome-unknown',
    'cases.reason-needed',
  ],
});

export const getProcess = operation({
  name: 'cases.get-process',
  method: 'GET',
  path: '/cases/:id/process',
  summary: 'Read where the case stands in its process diagram',
  input: Type.Object(id),
  output: Type.Object({
    nodes: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.String(),
        title: LocalText,
        x: Type.Number(),
        y: Type.Number(),
        width: Type.Number(),
        height: Type.Number(),
        attachedTo: Type.Optional(Type.String()),
      }),
    ),
    edges: Type.Array(
      Type.Object({
        id: Type.String(),
        from: Type.String(),
        to: Type.String(),
        name: Type.Optional(Type.String()),
        points: Type.Array(Type.Object({ x: Type.Number(), y: Type.Number() })),
        taken: Type.Boolean(),
      }),
    ),
    /** Ids of nodes where the case waits, has been, and where a step failed. */
    active: Type.Array(Type.String()),
    done: Type.Array(Type.String()),
    failed: Type.Array(Type.Object({ node: Type.String(), tokenId: Uuid, error: Type.String() })),
  }),
  permission: 'cases:oversee',
  check: 'resource',
  audit: 'none',
  refusals: ['cases.case-unknown'],
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
  refusals: ['cases.case-unknown', 'cases.step-not-failed'],
});

// ── Outputs and evidence ────────────────────────────────────────────────────────────────────────────────────────

/** Printed on the output as a QR code that leads to `/verify/<code>`. */
const VerificationCode = Type.String({ pattern: '^[A-Za-z0-9-]{8,40}$' });

export const verifyOutput = operation({
  name: 'cases.verify-output',
  method: 'GET',
  path: '/cases/verification/:code',
  summary: 'Find out whether an issued document is genuine and valid',
  input: Type.Object({ code: VerificationCode }),
  output: Type.Object({
    state: Output.properties.state,
    title: LocalText,
    number: Type.String(),
    office: LocalText,
    issuedAt: Instant,
    validUntil: Type.Optional(CalendarDate),
    revokedAt: Type.Optional(Instant),
    /** What the service package lets the public see. */
    facts: Type.Array(Type.Object({ label: LocalText, value: Type.String() })),
    /** SHA-256 of the signed PDF, to compare with the file at hand. */
    sha256: Type.String(),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['cases.output-unknown'],
});

export const revokeOutput = operation({
  name: 'cases.revoke-output',
  method: 'POST',
  path: '/cases/outputs/:id/revocation',
  summary: 'Revoke an issued document',
  input: Type.Object({ ...id, reason: Type.String({ minLength: 3, maxLength: 2000 }) }),
  output: Output,
  permission: 'cases:revoke',
  check: 'resource',
  audit: 'cases.output-revoked',
  refusals: ['cases.output-unknown', 'cases.output-revoked'],
});

/** For auditors: finds cases by number or applicant. */
export const findCases = operation({
  name: 'cases.find-cases',
  method: 'GET',
  path: '/cases/register',
  summary: 'Find cases by number or applicant',
  input: Type.Object({ ...PageInput, search: Type.Optional(Type.String({ maxLength: 100 })) }),
  output: pageOf(CaseSummary),
  permission: 'cases:audit',
  audit: 'cases.register-searched',
});

export const getEvidence = operation({
  name: 'cases.get-evidence',
  method: 'GET',
  path: '/cases/:id/evidence',
  summary: 'Read what happened in a case, with the ids under which the exchange has logged its messages',
  input: Type.Object(id),
  output: Type.Object({
    case: CasePage,
    entries: Type.Array(EvidenceEntry),
    messages: Type.Array(ExchangeMessage),
  }),
  permission: 'cases:audit',
  check: 'resource',
  audit: 'cases.evidence-read',
  refusals: ['cases.case-unknown'],
});

// ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────────

const CaseFacts = Type.Object({
  caseId: Uuid,
  number: Type.String(),
  serviceId: Type.String(),
  version: Type.String(),
  organisationId: Type.Optional(Type.String()),
  regionCode: Type.Optional(Type.String()),
});
export const caseSubmitted = event(
  'cases.case-submitted.v1',
  Type.Object({
    ...CaseFacts.properties,
    applicantName: Type.String(),
    submittedAt: Instant,
    dueOn: Type.Optional(CalendarDate),
  }),
  { public: true },
);
export const caseDecided = event(
  'cases.case-decided.v1',
  Type.Object({ ...CaseFacts.properties, outcome: Outcome, decidedAt: Instant, withinDeadline: Type.Boolean() }),
  { public: true },
);
export const outputIssued = event(
  'cases.output-issued.v1',
  Type.Object({
    ...CaseFacts.properties,
    outputId: Uuid,
    code: Type.String(),
    issuedAt: Instant,
    validUntil: Type.Optional(CalendarDate),
  }),
  { public: true },
);
export const outputRevoked = event(
  'cases.output-revoked.v1',
  Type.Object({ ...CaseFacts.properties, outputId: Uuid, revokedAt: Instant }),
  {
    public: true,
  },
);
export const caseWithdrawn = event('cases.case-withdrawn.v1', CaseFacts, { public: true });
export const caseClosed = event(
  'cases.case-closed.v1',
  Type.Object({ ...CaseFacts.properties, outcome: Outcome, closedAt: Instant }),
  { public: true },
);
