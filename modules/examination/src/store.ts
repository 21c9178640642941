// SPDX-License-Identifier: Apache-2.0
/** What every store of the module reads by. */
import type { Tx } from '@stoa/kernel';

export const rows = async <Row extends object>(tx: Tx, sql: string, values: readonly unknown[]): Promise<Row[]> =>
  (await tx.query<Row>(sql, [...values])).rows;
export const first = async <Row extends object>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<Row | undefined> => (await rows<Row>(tx, sql, values))[0];
