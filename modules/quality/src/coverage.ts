// SPDX-License-Identifier: Apache-2.0
/** Whether an organisation leaves out who might be unhappy: its cards beside what its department says was rendered. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { coverage as coverageOperation } from './contract.ts';
import { coverageRows } from './queries.ts';
import { reachOf } from './reach.ts';

/** Of what was rendered; an organisation with less has no rank. */
export const enough = 0.8;

export async function coverage(
  tx: Tx,
  { from, to }: InputOf<typeof coverageOperation>,
): Promise<OutputOf<typeof coverageOperation>> {
  const rows = await coverageRows(tx, from, to, await reachOf(tx));
  const items = rows.map(({ organisationId, directory, reported, ...row }) => {
    const share = reported ? Math.min(1, row.taken / reported) : undefined;
    return {
      ...row,
      ...(organisationId && { organisationId }),
      ...(directory && { name: directory.name }),
      ...(reported !== null && { reported }),
      ...(share !== undefined && { share }),
      low: share !== undefined && share < enough,
    };
  });
  return { enough, items: items.sort((a, b) => (a.share ?? 2) - (b.share ?? 2) || b.taken - a.taken) };
}
