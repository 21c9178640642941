// SPDX-License-Identifier: Apache-2.0
/** Visits of the demo country: history from the first minute. */
import { getService } from '@stoa/catalogue/contract';
import { idOf, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import type * as contract from './contract.ts';
import { insertVisit } from './store.ts';

/** Of its time, so that lists have it in its place; the same words make the same one (UUID version 7). */
const idAt = (at: Date, words: string): string => {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${idOf(words).slice(15)}`;
};

/** Refuses: counter.demo-off. */
export async function enterDemoVisits(
  tx: Tx,
  { clerk, officeId, items }: InputOf<typeof contract.enterDemoVisits>,
): Promise<{ entered: number }> {
  const { module } = tx;
  if (!module.config.demo)
    refuse('conflict', 'counter.demo-off', 'Visits of the demo exist only where it is on (STOA_DEMO=1).');
  const { name: office } = await module.call(getOrganisation, { id: officeId });
  let entered = 0;
  for (const { key, number, name, serviceId, way, state, at, minutes, reason } of items) {
    const { title: service } = await module.call(getService, { id: serviceId });
    const askedAt = new Date(at);
    const over = new Date(askedAt.getTime() + minutes * 60_000);
    const opened = state === 'ended';
    const isNew = await insertVisit(tx, {
      ...{ id: idAt(askedAt, `demo visit ${key}`), officeId, office, clerkId: clerk.id, clerkName: clerk.name },
      ...{ personKey: personKey(module, module.country.schemeOf(module.country.personScheme), number) },
      ...{
        personName: name,
        document: 'Passport',
        reason: reason ?? null,
        serviceId,
        service,
        language: 'en',
        way,
        state,
      },
      ...{ askedAt, openedAt: opened ? askedAt : null, endedAt: over },
      until: opened ? new Date(askedAt.getTime() + 3_600_000) : null,
    });
    if (isNew) entered += 1;
  }
  return { entered };
}
