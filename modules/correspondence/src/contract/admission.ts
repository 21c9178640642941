// SPDX-License-Identifier: Apache-2.0
/** Who takes part: before an institution is admitted nothing goes to it or comes from it. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });

/** The part that others play towards newcomers: it speaks with practice institutions alone. */
export const practicePartner = 'PRACTICE-PARTNER';

export const setAdmission = operation({
  name: 'correspondence.set-admission',
  method: 'PUT',
  path: '/correspondence/institutions/:institutionId/admission',
  summary: 'Let an institution send and receive, or no longer; what is under way ends as it would',
  input: Type.Object({ institutionId: InstitutionId, admitted: Type.Boolean(), reportId: Type.Optional(Uuid) }),
  output: Type.Object({ institutionId: InstitutionId, admitted: Type.Boolean() }),
  permission: 'correspondence:admit',
  audit: 'correspondence.admission-set',
  about: { type: 'institution', id: 'institutionId', facts: ['admitted', 'reportId'] },
});

export const getParticipant = operation({
  name: 'correspondence.get-participant',
  method: 'GET',
  path: '/correspondence/institutions/:institutionId/participation',
  summary: 'Whether an institution is on the exchange, admitted, and served by this installation',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({
    onExchange: Type.Boolean(),
    admitted: Type.Boolean(),
    served: Type.Boolean(),
    subsystem: Type.Optional(Type.String()),
  }),
  permission: 'correspondence:read',
  audit: 'none',
});
