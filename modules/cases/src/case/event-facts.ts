// SPDX-License-Identifier: Apache-2.0
import type { CaseFile } from './case-file.ts';

/** What every event of a case says; nothing personal. */
export const factsOf = (file: CaseFile) => ({
  caseId: file.id,
  number: file.number ?? '',
  serviceId: file.serviceId,
  version: file.version,
  ...(file.officeId ? { organisationId: file.officeId } : {}),
  ...(file.regionCode ? { regionCode: file.regionCode } : {}),
});
