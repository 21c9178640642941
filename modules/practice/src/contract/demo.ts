// SPDX-License-Identifier: Apache-2.0
/** What institutions of the demo have behind them: a report that was really made, trained people, two who admitted. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const enterDemoAdmission = operation({
  name: 'practice.enter-demo-admission',
  method: 'PUT',
  path: '/practice/demo/:institutionId',
  summary: 'Enter that an institution of the demo was admitted on its report; entered again, nothing changes',
  input: Type.Object({
    institutionId: Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' }),
    reportId: Uuid,
    proposedBy: Type.String({ maxLength: 200 }),
    confirmedBy: Type.String({ maxLength: 200 }),
  }),
  output: Type.Object({ institutionId: Type.String(), trained: Type.Integer() }),
  permission: 'practice:enter-demo',
  audit: 'practice.demo-entered',
  about: { type: 'institution', id: 'institutionId', facts: ['reportId'] },
  refusals: ['practice.demo-off', 'practice.not-ready'],
});
