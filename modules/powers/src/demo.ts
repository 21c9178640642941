// SPDX-License-Identifier: Apache-2.0
import { audit, idOf, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { keyOfNumber } from './sides.ts';
import * as store from './store.ts';
import { tellTakers } from './telling.ts';

type Given = InputOf<typeof contract.enterDemoPowers>['powers'][number];

const partyOf = (tx: Tx, party: Given['giver']) =>
  party.kind === 'person'
    ? { kind: party.kind, id: keyOfNumber(tx, party.number), name: { en: party.name } as LocalText }
    : party;

/** Refuses: powers.demo-off, powers.number-invalid. */
export async function enterDemoPowers(
  tx: Tx,
  { powers }: InputOf<typeof contract.enterDemoPowers>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'powers.demo-off', 'Powers of the demo exist only where it is on (STOA_DEMO=1).');
  const entered: { takerKind: string; takerId: string }[] = [];
  for (const { key, role, services, acts, state, ...one } of powers) {
    const [giver, taker] = [partyOf(tx, one.giver), partyOf(tx, one.taker)];
    const made = await store.insertPower(tx, {
      ...{
        id: idOf(`demo power ${key}`),
        origin: 'granted',
        role,
        state,
        services: services ?? null,
        acts: acts ?? null,
      },
      ...{ giverKind: giver.kind, giverId: giver.id, giverName: giver.name },
      ...{ takerKind: taker.kind, takerId: taker.id, takerName: taker.name },
      ...{ from: new Date(one.from), until: one.until ? new Date(one.until) : null },
    });
    if (made) entered.push({ takerKind: taker.kind, takerId: taker.id });
  }
  await audit(tx, {
    action: 'powers.demo-powers-entered',
    object: { type: 'powers', id: 'demo' },
    details: { entered: entered.length },
  });
  await tellTakers(tx, entered);
  return { entered: entered.length };
}
