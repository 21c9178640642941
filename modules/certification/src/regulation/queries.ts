// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export async function adoptionsOf(tx: Tx, version: string, sha256: string) {
  const { rows } = await tx.query<{ name: string; duty: string; at: Date }>(
    'select name, duty, at from adoption where version = $1 and sha256 = $2 order by at',
    [version, sha256],
  );
  return rows;
}
