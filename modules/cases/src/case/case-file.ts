// SPDX-License-Identifier: Apache-2.0
import type { Entry, RuleText } from '@stoa/catalogue/contract';
import { audit, authorise, may, personKey, refuse, type Resource, type Tx } from '@stoa/kernel';
import type { LocalText, Principal } from '@stoa/kernel/contract';
import type { CaseState, CaseSummary } from '../contract.ts';
import { subjectsOf } from './queries.ts';

export type Scalar = string | number | boolean | null;
/** What an answer holds: one value, or the entries of a list. */
export type Value = Scalar | readonly Entry[];

export interface DecisionFacts {
  readonly outcome: string;
  readonly reasons: readonly RuleText[];
  readonly text?: string;
  readonly officer?: string;
  readonly at: string;
}

interface Application {
  readonly id: string;
  readonly serviceId: string;
  readonly version: string;
  readonly title: LocalText;
  readonly outcome: string | null;
  readonly language: string;
  readonly applicantKind: 'person' | 'organisation';
  /** Organisation id, or the personKey of the person. */
  readonly applicantId: string;
  readonly applicantName: string;
  readonly applicantNumbers: { readonly inn?: string };
  readonly contactKey: string | null;
  readonly visitId: string | null;
  readonly revision: number;
  readonly startedAt: Date;
  readonly changedAt: Date;
  readonly dueOn: string | null;
  readonly pausedAt: Date | null;
  readonly decision: DecisionFacts | null;
  readonly decidedAt: Date | null;
  readonly closedAt: Date | null;
}

/** What is given when an application is sent, and stands nowhere before. */
interface OfSending {
  readonly number: string;
  readonly officeId: string;
  readonly regionCode: string;
  readonly officeName: LocalText;
  readonly submittedAt: Date;
}
export type Draft = Application & { readonly state: 'draft' } & Readonly<Record<keyof OfSending, null>>;
export type SentCase = Application & { readonly state: Exclude<CaseState, 'draft'> } & OfSending;
/** A row of case_file. */
export type CaseFile = Draft | SentCase;

export const summaryOf = (file: CaseFile): CaseSummary => ({
  ...{
    id: file.id,
    serviceId: file.serviceId,
    title: file.title,
    applicantName: file.applicantName,
    state: file.state,
  },
  ...(file.number ? { number: file.number } : {}),
  ...(file.outcome ? { outcome: file.outcome } : {}),
  startedAt: file.startedAt.toISOString(),
  changedAt: file.changedAt.toISOString(),
  ...(file.submittedAt ? { submittedAt: file.submittedAt.toISOString() } : {}),
  ...(file.dueOn ? { dueOn: file.dueOn } : {}),
});

export const caseUnknown = (): never =>
  refuse('missing', 'cases.case-unknown', 'There is no such application, or it is not yours.');
export const found = (file: CaseFile | undefined): CaseFile => file ?? caseUnknown();
/** The same for what only a sent case has. */
export const sent = (file: CaseFile | undefined): SentCase => (file && file.state !== 'draft' ? file : caseUnknown());

/** What policies may know of a case. `duties` are those of its tasks. */
export const resourceOf = (
  file: CaseFile,
  more: { duties?: readonly string[]; subjects?: readonly string[] } = {},
): Resource => ({
  type: 'Case',
  id: file.id,
  attributes: {
    service: file.serviceId,
    applicant: file.applicantId,
    visit: file.visitId ?? undefined,
    posts: file.officeId ? more.duties?.map((duty) => `${duty}@${file.officeId}`) : undefined,
    subjects: more.subjects,
  },
});

/**
 * Asks for the permission; who may not even know of the case is told that there is none.
 * Inside an operation with `check: 'resource'`.
 */
export function authoriseCase(tx: Tx, file: CaseFile, more?: Parameters<typeof resourceOf>[1]): void {
  authorise(tx, resourceOf(file, more));
}

/** The same where no operation runs: work that opens its own transactions. */
export function demand(tx: Tx, permission: string, file: CaseFile): void {
  if (!may(tx, permission, resourceOf(file))) notPermitted(tx.principal);
}

export function notPermitted(principal: Principal): never {
  if (principal.kind === 'anonymous') refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  refuse('forbidden', 'kernel.not-permitted', 'This belongs to somebody else. Choose for whom you act and try again.');
}

/** One audit entry for each person the data are about; one without a subject while nobody is named yet. */
export async function auditCase(tx: Tx, file: CaseFile, action: string, known?: readonly string[]): Promise<void> {
  const subjects = known ?? (await subjectsOf(tx, file.id));
  const object = { type: 'case', id: file.id };
  const purpose = file.title.en;
  if (subjects.length === 0) await audit(tx, { action, object, purpose });
  for (const subject of subjects) await audit(tx, { action, object, subject, purpose });
}

export const keyOf = (tx: Tx, scheme: string, number: string): string => personKey(tx.module, scheme, number);
