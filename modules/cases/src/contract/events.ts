// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, event, Instant, RegionCode, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Outcome } from './shared.ts';

const CaseFacts = Type.Object({
  caseId: Uuid,
  number: Type.String(),
  serviceId: Type.String(),
  version: Type.String(),
  organisationId: Type.Optional(Type.String()),
  regionCode: Type.Optional(RegionCode),
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
  { public: true },
);
export const caseWithdrawn = event('cases.case-withdrawn.v1', CaseFacts, { public: true });
export const caseClosed = event(
  'cases.case-closed.v1',
  Type.Object({ ...CaseFacts.properties, outcome: Outcome, closedAt: Instant }),
  { public: true },
);
