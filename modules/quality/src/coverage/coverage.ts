// SPDX-License-Identifier: Apache-2.0
/** Whether an organisation leaves out who might be unhappy: its cards beside what its department says was rendered. */
import { recordRendered, recordSent } from '@stoa/analytics/contract';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { coverage as coverageOperation } from '../contract.ts';
import { coverageRows, renderedByMonth, sentByMonth } from './queries.ts';
import { reachOf } from '../reach.ts';

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

const self = { kind: 'service', id: 'quality' } as const;
const part = 2000;

/** Tells what became of what departments sent and what they say, of this month and the two before it; places depend on it. */
export async function reportRendered(module: ModuleRuntime): Promise<void> {
  const [year = 0, month = 1] = module.country.calendar.localDate(module.clock.now()).split('-').map(Number);
  const since = new Date(Date.UTC(year, month - 3, 1)).toISOString().slice(0, 10);
  const sent = await module.tx(self, (tx) => sentByMonth(tx, since));
  if (sent.length > 0) await module.call(recordSent, { items: sent });
  const items = await module.tx(self, (tx) => renderedByMonth(tx, since));
  for (let at = 0; at < items.length; at += part)
    await module.call(recordRendered, { items: items.slice(at, at + part) });
}
