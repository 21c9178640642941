// SPDX-License-Identifier: Apache-2.0
/** Who opens the pages of certification. */
import type { PageContext } from '../../server/page.ts';

export const followers = [
  'certification.applicant',
  'certification.certifier',
  'legal.reviewer',
  'audit.auditor',
] as const;

export const holds = ({ principal }: Pick<PageContext, 'principal'>, code: string): boolean =>
  principal.kind === 'person' && principal.duties.some((duty) => duty.code === code);

/** Institutions for which somebody brings candidates. */
export const applyingFor = ({ principal }: Pick<PageContext, 'principal'>): string[] =>
  principal.kind === 'person'
    ? principal.duties
        .filter(({ code }) => code === 'certification.applicant')
        .map(({ organisationId }) => organisationId)
    : [];
