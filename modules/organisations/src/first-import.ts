// SPDX-License-Identifier: Apache-2.0
/** The country pack is the directory's first import: what stands there already is never touched. */
import type { ModuleRuntime } from '@stoa/kernel';
import { findOrganisation } from './queries.ts';
import spheres from './spheres.json' with { type: 'json' };
import { insertCodes, lockDirectory, putOrganisation } from './store.ts';

const spheresVersion = 1;
/** Since when offices of a pack exist, which does not say it. */
export const longAgo = '2000-01-01';

export async function importCountry(module: ModuleRuntime): Promise<void> {
  const { country } = module;
  const [whole] = country.territories;
  await module.tx({ kind: 'system' }, async (tx) => {
    // Two processes that start at once: the second finds what the first has entered.
    await lockDirectory(tx);
    await insertCodes(tx, 'sphere', spheresVersion, spheres);
    for (const office of country.offices) {
      if (await findOrganisation(tx, office.id)) continue;
      const { inn, ogrn, kpp } = office.numbers;
      const facts = {
        ...{ id: office.id, revision: 1, name: office.name, regionCode: office.regionCode, from: longAgo },
        kind: office.regionCode === whole.code ? ('central' as const) : ('local' as const),
        ...(office.sphere ? { sphere: office.sphere } : {}),
        ...(office.parentId ? { parentId: office.parentId } : {}),
        ...(office.address ? { address: office.address } : {}),
        ...(inn ? { inn } : {}),
        ...(ogrn ? { ogrn } : {}),
        ...(kpp ? { kpp } : {}),
      };
      await putOrganisation(tx, facts, longAgo, null);
    }
  });
}
