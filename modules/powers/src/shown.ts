// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Power } from './contract.ts';
import type { PowerRow } from './queries.ts';
import { isSide, type Side } from './sides.ts';

const party = (kind: 'person' | 'organisation', id: string, name: PowerRow['giverName']): Power['giver'] => ({
  kind,
  ...(kind === 'organisation' ? { id } : {}),
  name,
});

const stateOf = ({ state, until }: PowerRow, now: Date): Power['state'] =>
  until && until <= now && (state === 'accepted' || state === 'offered') ? 'ended' : state;

/** What the side may do with it now. */
function mayDo(power: PowerRow, state: Power['state'], side: Side | undefined): Power['may'] {
  if (!side?.inCharge) return [];
  const giver = isSide(side, power.giverKind, power.giverId);
  const taker = isSide(side, power.takerKind, power.takerId);
  if (state === 'draft') return giver || power.parentId ? ['offer', 'withdraw'] : [];
  if (state === 'offered' && power.origin !== 'paper') return taker ? ['answer'] : giver ? ['withdraw'] : [];
  if (state !== 'accepted' || power.origin === 'register') return [];
  return [
    ...(giver ? (['withdraw'] as const) : []),
    ...(taker ? (['lay-down'] as const) : []),
    ...(taker && power.further ? (['pass-on'] as const) : []),
  ];
}

export function shown(tx: Tx, power: PowerRow, side?: Side): Power {
  const state = stateOf(power, tx.now);
  const { id, origin, role, services, acts, further, parentId, until, signature, endedBy } = power;
  const instants = { offeredAt: power.offeredAt, answeredAt: power.answeredAt, endedAt: power.endedAt };
  return {
    ...{ id, origin, role, further, state },
    giver: party(power.giverKind, power.giverId, power.giverName),
    taker: party(power.takerKind, power.takerId, power.takerName),
    ...(services ? { services } : {}),
    ...(acts ? { acts } : {}),
    ...(parentId ? { passedOnFrom: parentId } : {}),
    from: power.from.toISOString(),
    ...(until ? { until: until.toISOString() } : {}),
    ...Object.fromEntries(Object.entries(instants).flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : []))),
    ...(endedBy ? { endedBy } : {}),
    ...(signature ? { signature } : {}),
    may: mayDo(power, state, side),
  };
}
