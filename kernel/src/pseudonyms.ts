// SPDX-License-Identifier: Apache-2.0
import type { Tx } from './database/tx.ts';

/** Table and column that hold a pseudonym; where each may stand once beside another column, that column too. */
export type PseudonymColumn = readonly [table: string, column: string, once?: string];

/**
 * A person's pseudonym became another: what a module keeps under the one is theirs under the other. A row that stands
 * under both stays once. The names of the columns are the module's own, never what somebody typed.
 */
export async function movePseudonym(
  tx: Tx,
  { from, to }: { readonly from: string; readonly to: string },
  columns: readonly PseudonymColumn[],
): Promise<void> {
  for (const [table, column, once] of columns) {
    if (once)
      await tx.query(
        `delete from ${table} a using ${table} b where a.${column} = $1 and b.${column} = $2 and a.${once} = b.${once}`,
        [from, to],
      );
    await tx.query(`update ${table} set ${column} = $2 where ${column} = $1`, [from, to]);
  }
}
