// SPDX-License-Identifier: Apache-2.0
/** Whether a name belongs to a number, for whoever has both before them. */
import { operation, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const compareName = operation({
  name: 'accounts.compare-name',
  method: 'POST',
  path: '/accounts/name-comparisons',
  summary: 'Whether number and name are those of one person of the population register; who that is, is not said',
  input: Type.Object({ number: Type.String({ maxLength: 30 }), name: visibleText(200, 2) }),
  output: Type.Object({ fits: Type.Boolean() }),
  permission: 'accounts:compare-name',
  audit: 'none',
  refusals: ['accounts.number-invalid', 'accounts.too-many-attempts', 'accounts.register-away'],
});
