// SPDX-License-Identifier: Apache-2.0
/** Whether an institution is ready to exchange documents, and who admits it to production. */
import { Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });

export const scenarios = [
  ...(['send', 'receive', 'refuse', 'recall', 'damaged-signature'] as const),
  ...(['too-large', 'twice', 'out-of-order', 'late-receipt', 'unknown-kind'] as const),
] as const;
export type Scenario = (typeof scenarios)[number];

/** Days for which a report speaks for an institution that asks to be admitted. */
export const reportDays = 90;

export const Evidence = Type.Object({
  /** An envelope, a message with it, the answer to it, a receipt for it. */
  what: Type.Enum(['envelope', 'message', 'answer', 'receipt']),
  id: Uuid,
  says: Type.Optional(Type.String()),
});
export type Evidence = Static<typeof Evidence>;
export const Result = Type.Object({
  scenario: Type.Enum([...scenarios]),
  state: Type.Enum(['runs', 'passed', 'failed']),
  /** What came instead, as a code. */
  why: Type.Optional(Type.String()),
  evidence: Type.Array(Evidence),
  endedAt: Type.Optional(Instant),
});
export const Report = Type.Object({
  id: Uuid,
  institutionId: InstitutionId,
  byName: Type.String(),
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  outcome: Type.Optional(Type.Enum(['passed', 'failed'])),
  results: Type.Array(Result),
});
export type Report = Static<typeof Report>;

export const startReadiness = operation({
  name: 'practice.start-readiness',
  method: 'POST',
  path: '/practice/institutions/:institutionId/readiness',
  summary:
    'Begin the ten scenarios: the practice partner speaks with the chancery of the institution over the exchange',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({ id: Uuid }),
  permission: 'practice:ready',
  check: 'resource',
  audit: 'practice.readiness-begun',
  about: { type: 'readiness', id: 'id', facts: ['institutionId'] },
  refusals: ['practice.no-partner', 'practice.not-on-exchange', 'practice.readiness-runs'],
});

export const getReadiness = operation({
  name: 'practice.get-readiness',
  method: 'GET',
  path: '/practice/readiness/:id',
  summary: 'A report of readiness, with the evidence of each scenario',
  input: Type.Object({ id: Uuid }),
  output: Report,
  permission: 'practice:ready',
  check: 'resource',
  audit: 'none',
  refusals: ['practice.report-unknown'],
});

export const Admission = Type.Object({
  id: Uuid,
  institutionId: InstitutionId,
  reportId: Type.Optional(Uuid),
  state: Type.Enum(['proposed', 'admitted', 'declined', 'withdrawn']),
  proposedBy: Type.Optional(Type.String()),
  proposedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  withdrawnBy: Type.Optional(Type.String()),
  withdrawnAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
});
export type Admission = Static<typeof Admission>;

export const getStanding = operation({
  name: 'practice.get-standing',
  method: 'GET',
  path: '/practice/institutions/:institutionId/standing',
  summary: 'How far an institution is on its way into production: reports, trained people, admission',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({
    onExchange: Type.Boolean(),
    admitted: Type.Boolean(),
    /** Somebody has a certificate of training that is valid. */
    trained: Type.Object({ clerk: Type.Boolean(), head: Type.Boolean() }),
    /** The latest ten, newest first. */
    reports: Type.Array(Report),
    admissions: Type.Array(Admission),
    may: Type.Array(Type.Enum(['run', 'propose', 'decide', 'withdraw'])),
  }),
  permission: 'practice:ready',
  check: 'resource',
  audit: 'none',
});

const admit = { permission: 'practice:admit', output: Admission } as const;
const about = { type: 'institution', id: 'institutionId' } as const;
export const proposeAdmission = operation({
  ...admit,
  name: 'practice.propose-admission',
  method: 'POST',
  path: '/practice/institutions/:institutionId/admissions',
  summary: 'Propose to admit an institution that has shown its readiness; somebody else confirms',
  input: Type.Object({ institutionId: InstitutionId }),
  audit: 'practice.admission-proposed',
  about: { ...about, facts: ['id', 'reportId'] },
  refusals: ['practice.not-ready', 'practice.nobody-trained', 'practice.admission-waits', 'practice.admitted-already'],
});

export const decideAdmission = operation({
  ...admit,
  name: 'practice.decide-admission',
  method: 'POST',
  path: '/practice/admissions/:id/decision',
  summary: 'Confirm or decline what somebody else proposed',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  audit: 'practice.admission-decided',
  about: { ...about, facts: ['id', 'state'] },
  refusals: ['practice.admission-unknown', 'practice.admission-decided', 'practice.second-person-needed'],
});

export const withdrawAdmission = operation({
  ...admit,
  name: 'practice.withdraw-admission',
  method: 'POST',
  path: '/practice/institutions/:institutionId/admission/withdrawal',
  summary: 'Take an institution out of production: from now on it neither sends nor receives',
  input: Type.Object({ institutionId: InstitutionId, reason: visibleText(500, 5) }),
  audit: 'practice.admission-withdrawn',
  about: { ...about, facts: ['reason'] },
  refusals: ['practice.not-admitted'],
});
