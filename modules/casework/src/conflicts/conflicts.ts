// SPDX-License-Identifier: Apache-2.0
import { barOfficer } from '@stoa/cases/contract';
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { auditWork, officerOf, workOn } from '../shared.ts';
import * as store from './store.ts';

/**
 * Cases refuses from then on; the reason is kept here. Said again after a crash between the two, it is as if said once.
 * Refuses: cases.case-unknown.
 */
export async function declareConflict(
  tx: Tx,
  { caseId, reason }: InputOf<typeof contract.declareConflict>,
): Promise<OutputOf<typeof contract.declareConflict>> {
  const work = await workOn(tx, caseId);
  const { id: byId, name: byName } = officerOf(tx);
  await store.insertConflict(tx, { caseId, byId, byName, reason, at: tx.now });
  await auditWork(tx, 'casework.conflict-declared', work);
  return tx.call(barOfficer, { id: caseId });
}
