// SPDX-License-Identifier: Apache-2.0
/** The feed of what came to be known. */
import { readCursor, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { feedAfter } from '../elements/queries.ts';
import { momentOf, shown } from '../elements/reading.ts';
import { sightOf } from '../elements/sight.ts';

/** Whoever began to write a minute ago has written. */
const settled = 60_000;
export async function readFeed(
  tx: Tx,
  { after, limit = 200 }: InputOf<typeof contract.readFeed>,
): Promise<OutputOf<typeof contract.readFeed>> {
  const [knownFrom, id] = readCursor(after, 'instant', 'uuid') ?? [];
  const until = new Date(tx.now.getTime() - settled);
  const rows = await feedAfter(tx, momentOf(tx, {}), sightOf(tx), { knownFrom, id, until }, limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => ({
      ...shown(row, undefined),
      ...(row.knownUntil ? { knownUntil: row.knownUntil.toISOString() } : {}),
    })),
    ...(last ? { next: writeCursor(last.knownFrom, last.id) } : after ? { next: after } : {}),
  };
}
