// SPDX-License-Identifier: Apache-2.0
/** The Merkle tree of a ledger in the database: full subtrees of 256, 65,536… leaves are kept, the rest is computed. */
import { refuse } from '../refusal.ts';
import { emptyRoot, nodeHash, type RangeHash, rangesOf } from './merkle.ts';

type Query = <R extends object>(sql: string, values?: readonly unknown[]) => Promise<{ rows: R[] }>;

const tile = 256;

/** Hash of any range whose start is a multiple of the tree's own split, as proofs ask for. */
export function storedRanges(query: Query): RangeHash {
  const of = async (start: number, end: number): Promise<Buffer> => {
    const size = end - start;
    if (size === 0) return emptyRoot;
    const height = Math.log2(size);
    if (Number.isInteger(height) && height > 0 && height % 8 === 0) {
      const { rows } = await query<{ hash: Buffer }>(
        'select hash from ledger_subtree where height = $1 and position = $2',
        [height, start / size],
      );
      if (rows[0]) return rows[0].hash;
    }
    if (size <= tile) {
      const { rows } = await query<{ leaf_hash: Buffer }>(
        'select leaf_hash from ledger_entry where leaf_index >= $1 and leaf_index < $2 order by leaf_index',
        [start, end],
      );
      if (rows.length !== size)
        refuse('conflict', 'kernel.ledger-broken', `Entries between ${start} and ${end} of the ledger are missing.`);
      return rangesOf(rows.map((row) => row.leaf_hash))(0, size);
    }
    const middle = start + 2 ** Math.floor(Math.log2(size - 1));
    return nodeHash(await of(start, middle), await of(middle, end));
  };
  return of;
}

/** Stores the subtrees that became full when the tree grew from `oldSize` to `size` leaves. */
export async function storeSubtrees(query: Query, oldSize: number, size: number): Promise<void> {
  const range = storedRanges(query);
  for (let height = 8; 2 ** height <= size; height += 8) {
    const width = 2 ** height;
    for (let position = Math.floor(oldSize / width); (position + 1) * width <= size; position++) {
      const hash = await range(position * width, (position + 1) * width);
      await query('insert into ledger_subtree (height, position, hash) values ($1, $2, $3) on conflict do nothing', [
        height,
        position,
        hash,
      ]);
    }
  }
}
