// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { insertEnded } from './store.ts';

/** Refuses: examination.demo-off. */
export async function enterDemoExaminations(
  tx: Tx,
  { items }: InputOf<typeof contract.enterDemoExaminations>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'examination.demo-off', 'Examinations of the demo exist only where it is on (STOA_DEMO=1).');
  const { calendar } = tx.module.country;
  let entered = 0;
  for (const one of items) {
    const [submitted, decided] = [calendar.startOfDate(one.submittedOn), calendar.startOfDate(one.decidedOn)];
    if (await insertEnded(tx, one, { submitted, decided })) entered += 1;
  }
  return { entered };
}
