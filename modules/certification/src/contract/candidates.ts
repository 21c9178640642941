// SPDX-License-Identifier: Apache-2.0
/** Candidates and the suites that are run over them. */
import { PackageContent, ServiceId, Version } from '@stoa/catalogue/contract';
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
import { DefectClass, SuiteCode } from './regulation.ts';

export const candidateStates = ['submitted', 'certified', 'refused', 'withdrawn'] as const;
export const CandidateState = Type.Enum([...candidateStates]);
export type CandidateState = Static<typeof CandidateState>;
export const RunState = Type.Enum(['queued', 'running', 'passed', 'failed', 'stopped']);
export type RunState = Static<typeof RunState>;

/** One rule of the regulation, looked at. */
export const Check = Type.Object({
  clause: Type.String(),
  result: Type.Enum(['good', 'bad', 'note']),
  defect: Type.Optional(DefectClass),
  /** In English, for who mends it: what was seen, and where. */
  evidence: Type.Array(Type.String()),
});
export type Check = Static<typeof Check>;

export const Run = Type.Object({
  id: Uuid,
  suite: SuiteCode,
  regulation: Type.String(),
  state: RunState,
  done: Type.Integer(),
  of: Type.Integer(),
  queuedAt: Instant,
  finishedAt: Type.Optional(Instant),
  /** Defects by class. */
  defects: Type.Object({ A: Type.Integer(), B: Type.Integer(), C: Type.Integer() }),
});
export type Run = Static<typeof Run>;

const Reason = visibleText(1000, 5);
const Name = Type.String();
export const Candidate = Type.Object({
  id: Uuid,
  organisationId: Type.String(),
  serviceId: ServiceId,
  version: Version,
  title: LocalText,
  state: CandidateState,
  submittedName: Name,
  submittedAt: Instant,
  decidedName: Type.Optional(Name),
  decidedAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
  appeal: Type.Optional(Type.String()),
});
export type Candidate = Static<typeof Candidate>;

export const candidateActs = ['run', 'stop', 'sign-law', 'except', 'certify', 'refuse', 'withdraw', 'appeal'] as const;
export type CandidateAct = (typeof candidateActs)[number];

export const CandidateDetail = Type.Object({
  ...Candidate.properties,
  /** The last run of each suite, in the order of the regulation. */
  runs: Type.Array(Run),
  law: Type.Optional(Type.Object({ name: Name, at: Instant, runId: Uuid })),
  exceptions: Type.Array(
    Type.Object({ suite: SuiteCode, name: Name, reason: Type.String(), until: CalendarDate, at: Instant }),
  ),
  certificate: Type.Optional(Type.String()),
  /** What keeps it from a certificate, as clauses. */
  missing: Type.Array(Type.Object({ clause: Type.String(), suite: Type.Optional(SuiteCode) })),
  may: Type.Array(Type.Enum([...candidateActs])),
});
export type CandidateDetail = Static<typeof CandidateDetail>;

export const submitCandidate = operation({
  name: 'certification.submit-candidate',
  method: 'POST',
  path: '/certification/candidates',
  summary: 'Bring a version of a service package: it is named by the digest of its files',
  input: Type.Object({
    organisationId: Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' }),
    files: Type.Optional(PackageContent),
    /** Or all of them as one ZIP, base64. */
    archive: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 11_000_000 })),
  }),
  output: Type.Object({ id: Uuid, version: Version }),
  permission: 'certification:apply',
  check: 'resource',
  audit: 'certification.candidate-submitted',
  about: { type: 'candidate', id: 'id', facts: ['version'] },
  bodyMiB: 12,
  refusals: ['certification.package-unreadable', 'certification.archive-wrong', 'certification.candidate-there'],
});

export const listCandidates = operation({
  name: 'certification.list-candidates',
  method: 'GET',
  path: '/certification/candidates',
  summary: 'Candidates, the newest first: an applicant sees their own, certifiers and reviewers all',
  input: Type.Object({
    state: Type.Optional(CandidateState),
    service: Type.Optional(Type.String({ maxLength: 64 })),
    ...PageInput,
  }),
  output: pageOf(Candidate),
  permission: 'certification:follow',
  audit: 'none',
});

const about = { type: 'candidate', id: 'id', facts: [] as string[] };
const ById = Type.Object({ id: Uuid });
export const getCandidate = operation({
  name: 'certification.get-candidate',
  method: 'GET',
  path: '/certification/candidates/:id',
  summary: 'A candidate with the last run of each suite and what keeps it from a certificate',
  input: ById,
  output: CandidateDetail,
  permission: 'certification:follow',
  check: 'resource',
  audit: 'none',
  refusals: ['certification.candidate-unknown'],
});

export const runSuites = operation({
  name: 'certification.run-suites',
  method: 'POST',
  path: '/certification/candidates/:id/runs',
  summary: 'Run suites over a candidate; one that is under way goes on',
  input: Type.Object({ id: Uuid, suites: Type.Array(SuiteCode, { minItems: 1, maxItems: 5 }) }),
  output: Type.Object({ id: Uuid, queued: Type.Integer() }),
  permission: 'certification:run',
  audit: 'certification.suites-run',
  about: { ...about, facts: ['queued'] },
  refusals: [
    'certification.candidate-unknown',
    'certification.candidate-not-so',
    'certification.regulation-not-in-force',
  ],
});

export const stopSuite = operation({
  name: 'certification.stop-suite',
  method: 'POST',
  path: '/certification/runs/:id/stop',
  summary: 'Stop a suite that waits or is under way',
  input: ById,
  output: ById,
  permission: 'certification:run',
  audit: 'certification.suite-stopped',
  about: { type: 'run', id: 'id', facts: [] },
  refusals: ['certification.run-unknown', 'certification.run-over'],
});

export const Report = Type.Object({
  ...Run.properties,
  candidateId: Uuid,
  serviceId: ServiceId,
  version: Version,
  title: LocalText,
  checks: Type.Array(Check),
  /** What was measured, such as the load at each step. */
  figures: Type.Array(Type.Object({ name: Type.String(), value: Type.Number(), unit: Type.String() })),
});
export type Report = Static<typeof Report>;

export const getReport = operation({
  name: 'certification.get-report',
  method: 'GET',
  path: '/certification/runs/:id',
  summary: 'The report of a suite: every rule with its clause, what was seen, and the class of the defect',
  input: ById,
  output: Report,
  permission: 'certification:follow',
  check: 'resource',
  audit: 'none',
  refusals: ['certification.run-unknown'],
});

export const signLaw = operation({
  name: 'certification.sign-law',
  method: 'POST',
  path: '/certification/candidates/:id/law',
  summary: 'Sign what the legal suite found, by its run',
  input: Type.Object({ id: Uuid, runId: Uuid }),
  output: ById,
  permission: 'certification:review',
  audit: 'certification.law-signed',
  about,
  refusals: [
    'certification.candidate-unknown',
    'certification.candidate-not-so',
    'certification.own-candidate',
    'certification.law-not-passed',
  ],
});

export const allowException = operation({
  name: 'certification.allow-exception',
  method: 'POST',
  path: '/certification/candidates/:id/exceptions',
  summary: 'Allow defects of class B in a suite until a day: it counts once two have done so',
  input: Type.Object({ id: Uuid, suite: SuiteCode, reason: Reason, until: CalendarDate }),
  output: Type.Object({ id: Uuid, persons: Type.Integer() }),
  permission: 'certification:countersign',
  audit: 'certification.exception-allowed',
  about: { ...about, facts: ['persons'] },
  refusals: [
    'certification.candidate-unknown',
    'certification.candidate-not-so',
    'certification.own-candidate',
    'certification.exception-impossible',
    'certification.days-wrong',
  ],
});

export const decideCandidate = operation({
  name: 'certification.decide-candidate',
  method: 'POST',
  path: '/certification/candidates/:id/decision',
  summary: 'Issue the certificate, or refuse it with a reason',
  input: Type.Object({ id: Uuid, certify: Type.Boolean(), reason: Type.Optional(Reason) }),
  output: Type.Object({ id: Uuid, certificate: Type.Optional(Type.String()) }),
  permission: 'certification:run',
  audit: 'certification.candidate-decided',
  about: { ...about, facts: ['certificate'] },
  refusals: [
    'certification.candidate-unknown',
    'certification.candidate-not-so',
    'certification.own-candidate',
    'certification.suites-missing',
    'certification.reason-missing',
    'certification.same-person',
    'certification.body-missing',
  ],
});

export const withdrawCandidate = operation({
  name: 'certification.withdraw-candidate',
  method: 'POST',
  path: '/certification/candidates/:id/withdrawal',
  summary: 'Take my own candidate back',
  input: ById,
  output: ById,
  permission: 'certification:apply',
  check: 'resource',
  audit: 'certification.candidate-withdrawn',
  about,
  refusals: ['certification.candidate-unknown', 'certification.candidate-not-so'],
});

export const appealRefusal = operation({
  name: 'certification.appeal-refusal',
  method: 'POST',
  path: '/certification/candidates/:id/appeal',
  summary: 'Appeal once against a refusal, within 30 days: somebody else decides then',
  input: Type.Object({ id: Uuid, reason: Reason }),
  output: ById,
  permission: 'certification:apply',
  check: 'resource',
  audit: 'certification.refusal-appealed',
  about,
  refusals: [
    'certification.candidate-unknown',
    'certification.candidate-not-so',
    'certification.appeal-late',
    'certification.candidate-there',
  ],
});
