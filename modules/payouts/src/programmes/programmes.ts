// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Programme } from '../contract.ts';
import { today } from '../people.ts';
import * as store from './store.ts';

export const listProgrammes = async (tx: Tx): Promise<OutputOf<typeof contract.listProgrammes>> => ({
  items: await store.listProgrammes(tx, today(tx).slice(0, 4)),
});
/** Refuses: payouts.programme-unknown. */
export async function activeProgramme(tx: Tx, code: string): Promise<Programme> {
  const found = await store.findProgramme(tx, code);
  if (!found?.active) refuse('missing', 'payouts.programme-unknown', 'There is no such programme, or it has ended.');
  return found as Programme;
}
