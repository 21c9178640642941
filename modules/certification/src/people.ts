// SPDX-License-Identifier: Apache-2.0
/** Who acts, and for which institutions. */
import { type Resource, refuse, type Tx } from '@stoa/kernel';

export const applicantDuty = 'certification.applicant';
const seesAll = ['certification.certifier', 'legal.reviewer', 'audit.auditor'];

export const nameOf = ({ principal }: Tx): string => (principal.kind === 'person' ? principal.name : principal.kind);
export const idOfPerson = ({ principal }: Tx): string =>
  principal.kind === 'person' ? principal.id : refuse('forbidden', 'kernel.forbidden', 'Only a person may do this.');
export const holds = ({ principal }: Tx, duty: string): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => code === duty);

/** Institutions whose candidates somebody sees; undefined is all of them. */
export function ownInstitutions(tx: Tx): string[] | undefined {
  if (seesAll.some((duty) => holds(tx, duty))) return undefined;
  const { principal } = tx;
  return principal.kind === 'person'
    ? principal.duties.filter(({ code }) => code === applicantDuty).map(({ organisationId }) => organisationId)
    : [];
}

/** What an institution brings, as policies see it. */
export const broughtBy = (organisationId: string): Resource => ({
  type: 'Candidate',
  id: organisationId,
  attributes: { owners: [`${applicantDuty}@${organisationId}`] },
});
