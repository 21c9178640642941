// SPDX-License-Identifier: Apache-2.0
import { audit, idOf, pageOfRows, refuse, servicesFor, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { bare } from './answers.ts';
import { enter } from './ledger.ts';
import { movedByMonth, poolsOf } from './queries.ts';

/** People have no places of their own: an empty list. */
export async function listPlaces(
  tx: Tx,
  input: InputOf<typeof contract.listPlaces>,
): Promise<OutputOf<typeof contract.listPlaces>> {
  const { principal } = tx;
  const acting = principal.kind === 'person' ? principal.actingFor : undefined;
  if (acting?.kind !== 'organisation') return { items: [] };
  const covered = servicesFor(acting, 'read');
  const services = covered.includes('*') ? null : covered;
  return pageOfRows(
    input,
    (count) => poolsOf(tx, { holder: acting.id, services, after: input.cursor ?? null }, count),
    ({ until, uses, ...row }) => ({
      ...{ ...row, left: row.granted - row.taken },
      ...(until ? { until } : {}),
      uses: uses.map(({ until: last, ...use }) => ({ ...use, ...(last ? { until: last } : {}) })),
    }),
  );
}

export const countPlaces = async (tx: Tx, { kind }: InputOf<typeof contract.countPlaces>) => ({
  items: await movedByMonth(tx, kind),
});

/** Entering the same again changes nothing. Refuses: places.demo-off. */
export async function enterDemoPlaces(
  tx: Tx,
  { keeper, items, at }: InputOf<typeof contract.enterDemoPlaces>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'places.demo-off', 'Places of the demo exist only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'places.demo-entered', object: { type: 'pool', id: 'demo' } });
  const then: Tx = { ...tx, now: new Date(at) };
  let entered = 0;
  for (const item of items) {
    const answer = await enter(then, bare(keeper), item, idOf(`demo place ${item.key}`));
    if (answer?.done) entered += 1;
  }
  return { entered };
}
