// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { findCase, sent } from '../case/index.ts';
import type * as contract from '../contract.ts';
import { newestPackage, pinnedPackage } from '../packages/index.ts';
import { moveFaults } from '../process/index.ts';
import * as queries from './queries.ts';

const atOnce = 200;

/** Refuses: catalogue.service-unknown, catalogue.version-unknown. */
export async function planMoves(
  tx: Tx,
  { serviceId, version, after }: InputOf<typeof contract.planMoves>,
): Promise<OutputOf<typeof contract.planMoves>> {
  const to = version
    ? await pinnedPackage(tx.module, { serviceId, version })
    : await newestPackage(tx.module, { id: serviceId });
  const items: OutputOf<typeof contract.planMoves>['items'] = [];
  for (const id of await queries.openElsewhere(tx, serviceId, to.version, after, atOnce)) {
    const file = sent(await findCase(tx, id));
    items.push({ id, number: file.number, from: file.version, faults: await moveFaults(tx, file, to) });
  }
  return { version: to.version, items };
}
