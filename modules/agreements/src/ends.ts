// SPDX-License-Identifier: Apache-2.0
/** What ends without a signature: the last day passes, or the case that proposed it is over. Nobody signs into the void. */
import type { caseClosed, caseWithdrawn } from '@stoa/cases/contract';
import { audit, emit, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import { agreementEnded } from './contract.ts';
import { answer } from './exchange.ts';
import { agreementById } from './queries.ts';
import * as store from './store.ts';
import { tellSide } from './telling.ts';

async function tellBoth(tx: Tx, ids: readonly string[], state: 'lapsed' | 'withdrawn'): Promise<void> {
  for (const id of ids) {
    const row = await agreementById(tx, id);
    if (!row) continue;
    await audit(tx, { action: 'agreements.agreement-ended', object: { type: 'agreement', id }, details: { state } });
    for (const side of ['proposer', 'other'] as const) await tellSide(tx, state, row, side, row.newest);
  }
}

export const lapse = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'service', id: module.name }, async (tx) => {
    const ids = await store.settleLate(tx, module.country.calendar.localDate(tx.now));
    for (const id of ids) await answer.enqueue(tx, { id }, { key: id });
    await tellBoth(tx, ids, 'lapsed');
  });

export async function withdrawWithCase(tx: Tx, { caseId }: DataOf<typeof caseWithdrawn>): Promise<void> {
  await tellBoth(tx, await store.settleOfCase(tx, caseId, 'withdrawn'), 'withdrawn');
}

/** How the case ended says whether what was signed stands in the register. */
export async function endWithCase(tx: Tx, { caseId, outcome }: DataOf<typeof caseClosed>): Promise<void> {
  await tellBoth(tx, await store.settleOfCase(tx, caseId, 'lapsed'), 'lapsed');
  const { rowCount } = await store.setOutcome(tx, caseId, outcome);
  if (rowCount) await emit(tx, agreementEnded, { caseId });
}
