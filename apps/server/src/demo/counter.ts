// SPDX-License-Identifier: Apache-2.0
/** Some weeks of visits at the counters of front offices, so that who leads one finds a day there. */
import { counterOffices } from '@stoa/country-xm';
import { enterDemoVisits } from '@stoa/counter/contract';
import { enterDemoPeople } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';

const as = { principal: { kind: 'service', id: 'demo' } } as const;

export async function enterCounters({ call }: Platform, now: number): Promise<void> {
  for (const { officeId, clerk, visits } of counterOffices(now)) {
    const { snils, nameLatin: name } = clerk;
    const { ids } = await call(enterDemoPeople, { people: [{ snils, name }] }, as);
    const items = visits.map((visit) => ({ ...visit }));
    await call(enterDemoVisits, { clerk: { id: ids[0] ?? '', name }, officeId, items }, as);
  }
}
