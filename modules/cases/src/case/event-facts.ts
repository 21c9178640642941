// SPDX-License-Identifier: Apache-2.0
import type { SentCase } from './case-file.ts';

/** What every event of a case says; nothing personal. */
export const factsOf = (file: SentCase) => ({
  caseId: file.id,
  number: file.number,
  serviceId: file.serviceId,
  version: file.version,
  organisationId: file.officeId,
  regionCode: file.regionCode,
});
