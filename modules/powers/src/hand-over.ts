// SPDX-License-Identifier: Apache-2.0
/** Mandates that identity kept before there were powers become powers without limits. */
import { handOverMandates } from '@stoa/identity/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import * as store from './store.ts';
import { tellIdentity } from './telling.ts';

/** A batch is marked as taken when the next is asked for: a process that ends in between takes it again, which changes nothing. */
export async function takeMandates(module: ModuleRuntime): Promise<void> {
  let taken: { personKey: string; organisationId: string }[] = [];
  for (;;) {
    const { items } = await module.call(handOverMandates, { taken });
    if (items.length === 0) return;
    await module.tx({ kind: 'system' }, async (tx) => {
      for (const { personKey, personName, organisationId, organisationName, until } of items) {
        await store.insertPower(tx, {
          ...{
            origin: 'handed-over',
            role: 'representative',
            state: 'accepted',
            until: until ? new Date(until) : null,
          },
          ...{ giverKind: 'organisation', giverId: organisationId, giverName: organisationName },
          ...{ takerKind: 'person', takerId: personKey, takerName: { en: personName } as LocalText },
        });
        await tellIdentity(tx, personKey);
      }
    });
    taken = items.map(({ personKey, organisationId }) => ({ personKey, organisationId }));
  }
}
