// SPDX-License-Identifier: Apache-2.0
import type { servicePublished } from '@stoa/catalogue/contract';
import { getPackage } from '@stoa/catalogue/contract';
import { type ModuleRuntime, searchVector, type Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import * as store from './store.ts';

/** Grows when words are made otherwise: what was indexed before is indexed again. */
const wayOfIndexing = 3;

/** Puts a published service into the index; titles weigh most, then keywords, summaries, authorities. */
export async function indexService(tx: Tx, service: DataOf<typeof servicePublished>): Promise<void> {
  const words = await searchVector(tx, [
    { text: service.title, weight: 'A' },
    { text: service.keywords, weight: 'B' },
    { text: service.summary, weight: 'C' },
    { text: service.authority, weight: 'D' },
    ...service.lifeEvents.map(({ title }) => ({ text: title, weight: 'C' as const })),
  ]);
  await store.putDocument(tx, service, words, wayOfIndexing);
}

/** Indexes again what a release before indexed in another way. */
export async function renewIndex(module: ModuleRuntime): Promise<void> {
  const old = await module.tx({ kind: 'system' }, (tx) => store.indexedBefore(tx, wayOfIndexing));
  for (const { id, version } of old) {
    const { facts } = await module.call(getPackage, { id, version });
    await module.tx({ kind: 'system' }, (tx) =>
      indexService(tx, {
        ...facts,
        serviceId: id,
        version,
        path: `/services/${id}`,
        authority: facts.authority.name,
      }),
    );
  }
}
