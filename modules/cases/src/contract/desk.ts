// SPDX-License-Identifier: Apache-2.0
/** What the officers' desk (`casework`) asks of cases: where one stands, who may work on it, and how the office as a whole goes. */
import { CalendarDate, LocalText, operation, PrintableText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CaseState, id, Outcome } from './shared.ts';

const OfficeId = Type.String({ minLength: 1, maxLength: 64 });
const ServiceKey = Type.String({ minLength: 1, maxLength: 64 });

/** Why somebody may not work on a case: it is their own or about them, they act for whose it is, or they said so. */
export const Conflict = Type.Enum(['own', 'represented', 'declared']);
export type Conflict = Static<typeof Conflict>;

export const Work = Type.Object({
  ...id,
  number: Type.String(),
  serviceId: Type.String(),
  version: Type.String(),
  title: LocalText,
  officeId: Type.String(),
  office: LocalText,
  state: CaseState,
  dueOn: Type.Optional(CalendarDate),
  applicantKind: Type.Enum(['person', 'organisation']),
  applicantId: Type.String({ description: 'of the organisation, or the pseudonym of the person' }),
  tasks: Type.Array(
    Type.Object({
      ...id,
      node: Type.String(),
      state: Type.Enum(['open', 'claimed', 'waiting', 'done', 'cancelled']),
      assigneeId: Type.Optional(Type.String()),
      assigneeName: Type.Optional(Type.String()),
    }),
  ),
  /** Why who asks may not work on it. */
  conflict: Type.Optional(Conflict),
  /** Outcomes that need a second officer's agreement here; `*` is every one. */
  secondEyes: Type.Array(Outcome),
  /** Where it may be transferred to. */
  offices: Type.Array(Type.Object({ id: OfficeId, name: LocalText })),
  /** Other cases of the same applicant or about the same people, as far as who asks works on them; the newest first. */
  related: Type.Array(Type.Object({ ...id, number: Type.String(), title: LocalText, state: CaseState })),
});
export type Work = Static<typeof Work>;

const onCase = { permission: 'cases:work', check: 'resource' as const };

/** Nothing of what was answered: whoever reads that is audited there. */
export const getWork = operation({
  ...onCase,
  name: 'cases.get-work',
  method: 'GET',
  path: '/cases/work/:key',
  summary: 'Where a case stands, for who works on it',
  input: Type.Object({ key: Type.String({ maxLength: 64, description: 'id or number of the case' }) }),
  output: Work,
  audit: 'none',
  refusals: ['cases.case-unknown'],
});

export const barOfficer = operation({
  ...onCase,
  name: 'cases.bar-officer',
  method: 'POST',
  path: '/cases/:id/conflicts',
  summary: 'Say that I may not work on this case; my tasks in it go back to the queue',
  input: Type.Object(id),
  output: Type.Object({ released: Type.Integer() }),
  audit: 'cases.officer-barred',
  refusals: ['cases.case-unknown'],
});

export const agreeDecision = operation({
  ...onCase,
  name: 'cases.agree-decision',
  method: 'POST',
  path: '/cases/tasks/:id/agreement',
  summary: 'Agree that a colleague decides so; what changes in the case afterwards ends the agreement',
  input: Type.Object({ ...id, outcome: Outcome }),
  output: Type.Object(id),
  audit: 'cases.decision-agreed',
  refusals: ['cases.task-unknown', 'cases.task-closed', 'cases.own-decision', 'cases.conflict-of-interest'],
});

export const SecondEyesRule = Type.Object({
  serviceId: Type.Optional(ServiceKey),
  outcome: Type.Optional(Outcome),
  feeOverMinor: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type SecondEyesRule = Static<typeof SecondEyesRule>;

/** For who leads the office: the duty `casework.leader` there. */
export const listSecondEyes = operation({
  ...onCase,
  name: 'cases.list-second-eyes',
  method: 'GET',
  path: '/cases/offices/:officeId/second-eyes',
  summary: 'Which decisions of my office need two officers',
  input: Type.Object({ officeId: OfficeId }),
  output: Type.Object({ items: Type.Array(SecondEyesRule) }),
  audit: 'none',
});
export const setSecondEyes = operation({
  ...onCase,
  name: 'cases.set-second-eyes',
  method: 'PUT',
  path: '/cases/offices/:officeId/second-eyes',
  summary: 'Say which decisions of my office need two officers, in place of what was said before',
  input: Type.Object({ officeId: OfficeId, items: Type.Array(SecondEyesRule, { maxItems: 100 }) }),
  output: Type.Object({ items: Type.Array(SecondEyesRule) }),
  audit: 'cases.second-eyes-set',
  about: { type: 'office', id: 'officeId', facts: ['items'] },
});

export const transferCase = operation({
  ...onCase,
  name: 'cases.transfer-case',
  method: 'POST',
  path: '/cases/:id/office',
  summary: 'Hand a case to another office of its service; the applicant is told, the clock goes on',
  input: Type.Object({ ...id, officeId: OfficeId, reason: PrintableText(2000, 3) }),
  output: Type.Object({ ...id, officeId: OfficeId }),
  audit: 'cases.case-transferred',
  refusals: ['cases.case-unknown', 'cases.case-closed', 'cases.office-unfit'],
});

const Of = { officeId: Type.String(), serviceId: Type.String() };
/** How much of the term has passed: below a half, below 80 %, below the whole, over it; `none`: no term runs. */
export const TermShare = Type.Enum(['under-50', 'under-80', 'under-100', 'over', 'none']);

/** Counts without people's data, of the offices and services that who asks has tasks of. */
export const countWork = operation({
  name: 'cases.count-work',
  method: 'GET',
  path: '/cases/work-counts',
  summary: 'How the cases of my offices go, by week',
  input: Type.Object({ weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })) }),
  output: Type.Object({
    offices: Type.Array(Type.Object({ id: Type.String(), name: LocalText })),
    services: Type.Array(Type.Object({ id: Type.String(), title: LocalText })),
    weeks: Type.Array(
      Type.Object({
        ...Of,
        weekOf: CalendarDate,
        arrived: Type.Integer(),
        finished: Type.Integer(),
        late: Type.Integer({ description: 'finished after their term' }),
        asked: Type.Integer({ description: 'questions put to applicants' }),
      }),
    ),
    open: Type.Array(Type.Object({ ...Of, share: TermShare, count: Type.Integer() })),
    officers: Type.Array(
      Type.Object({
        officeId: Type.String(),
        /** Missing: what nobody has claimed. */
        officerId: Type.Optional(Type.String()),
        name: Type.Optional(Type.String()),
        claimed: Type.Integer(),
        waiting: Type.Integer(),
      }),
    ),
  }),
  permission: 'cases:queue',
  audit: 'none',
});
export type WorkCounts = Static<typeof countWork.output>;
