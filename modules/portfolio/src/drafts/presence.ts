// SPDX-License-Identifier: Apache-2.0
/** Who has a draft open: seen by those who act for the same side, whoever names the draft. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { self, sideOf } from '../shared.ts';
import { dropPresence, keepPresence, othersIn } from './store.ts';

export async function beInDraft(
  tx: Tx,
  { caseId, page }: InputOf<typeof contract.beInDraft>,
): Promise<OutputOf<typeof contract.beInDraft>> {
  const { person, id: side } = sideOf(tx.principal);
  const own = { caseId, personId: person.id, side };
  await keepPresence(tx, { ...own, name: person.name, page });
  const others = await othersIn(tx, own);
  return { others: others.map(({ name, page: on, since }) => ({ name, page: on, since: since.toISOString() })) };
}

export const sweepPresence = (module: ModuleRuntime) => module.tx(self, dropPresence);
