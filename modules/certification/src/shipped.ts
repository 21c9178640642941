// SPDX-License-Identifier: Apache-2.0
/** Packages that came with the installation bring their certificates and the articles of law they cite. */
import { getPackage, listShipped } from '@stoa/catalogue/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import { issue } from './certificates/certificates.ts';
import { everCertified, lockVersion } from './certificates/queries.ts';
import { addArticle } from './law/store.ts';
import { citationsOf } from './suites/index.ts';

/** Taken once a version: what was withdrawn here stays so. */
export async function takeShipped(module: ModuleRuntime): Promise<void> {
  const { items, articles } = await module.call(listShipped, {});
  const self = { kind: 'service', id: module.name } as const;
  await module.tx(self, async (tx) => {
    for (const [citation, { from, until }] of Object.entries(articles))
      await addArticle(tx, { citation, from, until, by: 'shipped' });
  });
  for (const { serviceId, version, title, ...facts } of items) {
    if (await module.tx(self, (tx) => everCertified(tx, serviceId, version))) continue;
    const cited = citationsOf(await module.call(getPackage, { id: serviceId, version }));
    await module.tx(self, async (tx) => {
      await lockVersion(tx, serviceId, version);
      if (!(await everCertified(tx, serviceId, version)))
        await issue(tx, { serviceId, version, title, kind: 'shipped', articles: cited }, { ...facts });
    });
  }
}
