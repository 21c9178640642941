// SPDX-License-Identifier: Apache-2.0
/** The text of a file, as it is written from its rows. */
import { createHash } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import { findProgramme } from '../programmes/store.ts';
import { writeOrder } from './pain.ts';
import * as store from './store.ts';

export const digestOf = (xml: string): string => createHash('sha256').update(xml).digest('hex');

/** Written anew from the rows, it is the same file. */
export async function fileOf(tx: Tx, messageId: string): Promise<string> {
  const file = await store.findFile(tx, messageId);
  const transfers = await store.transfersOf(tx, messageId);
  const programme = await programmeOf(tx, file?.batchId ?? '');
  const madeAt = file?.madeAt ?? tx.now;
  const { name } = tx.module.country;
  return writeOrder({
    ...{ messageId, madeAt, transfers, debtorName: name.en, debtorIban: programme.debtorIban },
    ...{ currency: programme.currency, executeOn: tx.module.country.calendar.localDate(madeAt) },
  });
}
async function programmeOf(tx: Tx, batchId: string) {
  const code = await store.programmeOfBatch(tx, batchId);
  const found = await findProgramme(tx, code);
  if (!found) throw new Error(`batch ${batchId} has no programme`);
  return found;
}
