// SPDX-License-Identifier: Apache-2.0
/** What of the copied year runs out, and a table of certificates that the visitors' company has had worked through. */
import { namedPeople, steppeBuild } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';
import { enterDemoPortfolio } from '@stoa/portfolio/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;

export async function enterPortfolio({ call }: Platform, now: number): Promise<unknown> {
  const { snils, nameLatin: name } = namedPeople.aigerim;
  const { ids } = await call(enterDemoPeople, { people: [{ snils, name }] }, as);
  const lines = ['hr@steppe-build.example', 'office@steppe-build.example', 'site@steppe-build.example'].map(
    (contactEmail, at) => ({
      answers: { contactEmail },
      ...(at === 1 ? { fault: { field: 'contactEmail', value: 'no address' } } : {}),
    }),
  );
  return call(
    enterDemoPortfolio,
    {
      batch: {
        ...{ holderId: steppeBuild.inn, personId: ids[0] ?? '', serviceId: 'establishment-compliance' },
        ...{ fileName: 'certificates.csv', at: new Date(now - 12 * day).toISOString(), lines },
      },
    },
    as,
  );
}
