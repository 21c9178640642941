// SPDX-License-Identifier: Apache-2.0
import { getWork, type Work } from '@stoa/cases/contract';
import { audit, isRefusal, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';

export type Officer = Extract<Principal, { kind: 'person' }>;
export const officerOf = ({ principal }: Pick<Tx, 'principal'>): Officer =>
  principal.kind === 'person'
    ? principal
    : refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
export const officesOf = (officer: Officer): string[] => [
  ...new Set(officer.duties.map(({ organisationId }) => organisationId)),
];

/** The case for who works on it; cases decides. Refuses: cases.case-unknown. */
export const workOn = (tx: Tx, caseId: string): Promise<Work> => tx.call(getWork, { key: caseId });

/** The same where the case is known here by something else: what is not there for the officer is `otherwise`. */
export const workOnOr = (tx: Tx, key: string, otherwise: () => never): Promise<Work> =>
  tx.call(getWork, { key }).catch((error: unknown) => {
    if (isRefusal(error) && error.code === 'cases.case-unknown') return otherwise();
    throw error;
  });

/** What was done beside a case shows to the person whose it is. */
export const auditOn = (
  tx: Tx,
  action: string,
  { caseId, applicantId, isPerson }: { caseId: string; applicantId: string; isPerson: boolean },
) => audit(tx, { action, object: { type: 'case', id: caseId }, ...(isPerson ? { subject: applicantId } : {}) });
export const auditWork = (tx: Tx, action: string, work: Work) =>
  auditOn(tx, action, {
    ...{ caseId: work.id, applicantId: work.applicantId, isPerson: work.applicantKind === 'person' },
  });
