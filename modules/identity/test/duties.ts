// SPDX-License-Identifier: Apache-2.0
/** How tests give a duty: as organisations tells of it. */
import type { Bench } from '@stoa/kernel/testing';
import { holdDuties } from '../src/contract.ts';

export interface HeldDuty {
  readonly code: string;
  readonly organisationId: string;
  readonly until?: string;
}
let revision = 0;

/** All that the person holds from now on. */
export const hold = (b: Bench, personId: string, ...duties: readonly HeldDuty[]) => {
  revision += 1;
  const held = duties.map((one) => ({ as: 'holder' as const, from: new Date(0).toISOString(), ...one }));
  return b.call(holdDuties, { personId, revision, duties: held }, { kind: 'service', id: 'organisations' });
};
