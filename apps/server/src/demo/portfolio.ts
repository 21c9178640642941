// SPDX-License-Identifier: Apache-2.0
/** What of the copied year runs out, and a table of certificates that the visitors' company has had worked through. */
import { listCases } from '@stoa/cases/contract';
import { localDate, namedPeople, steppeBuild } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { enterDemoPortfolio } from '@stoa/portfolio/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;

/** Of services whose papers are renewed, which paper that is. */
const papers: Readonly<Record<string, string>> = {
  ...{ 'work-permit': 'permit', 'establishment-compliance': 'certificate', 'tax-debt-certificate': 'certificate' },
};
/** Days from now on which they end, one after the other: soon, later, and some that have ended. */
const ends = [12, 48, 88, 200, 27, 66, -9, 320, 5, 81, 140, -40];
const most = 24;

type Holdings = NonNullable<InputOf<typeof enterDemoPortfolio>['holdings']>;

/** The company's cases that ended well, as the year has them; their papers were never printed. */
async function holdingsOf({ call }: Platform, personId: string, now: number): Promise<Holdings> {
  const { inn: id, name } = steppeBuild;
  const principal: Principal = {
    ...{ kind: 'person', id: personId, name: namedPeople.aigerim.nameLatin, duties: [], assurance: 2 },
    actingFor: { kind: 'organisation', id, name: name.en },
  };
  const found: Holdings = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const page = await call(listCases, { limit: 100, drafts: false, ...(cursor ? { cursor } : {}) }, { principal });
    for (const { id: caseId, number, serviceId, outcome, changedAt } of page.items) {
      const code = papers[serviceId];
      if (!code || !number || outcome !== 'issued') continue;
      const validUntil = localDate(new Date(now + (ends[found.length % ends.length] ?? 0) * day));
      found.push({ caseId, caseNumber: number, serviceId, code, holderId: id, issuedAt: changedAt, validUntil });
      if (found.length === most) return found;
    }
    cursor = page.nextCursor;
  }
  return found;
}

export async function enterPortfolio(platform: Platform, now: number): Promise<unknown> {
  const { call } = platform;
  const { snils, nameLatin: name } = namedPeople.aigerim;
  const { ids } = await call(enterDemoPeople, { people: [{ snils, name }] }, as);
  const personId = ids[0] ?? '';
  const lines = ['hr@steppe-build.example', 'office@steppe-build.example', 'site@steppe-build.example'].map(
    (contactEmail, at) => ({
      answers: { contactEmail },
      ...(at === 1 ? { fault: { field: 'contactEmail', value: 'no address' } } : {}),
    }),
  );
  return call(
    enterDemoPortfolio,
    {
      holdings: await holdingsOf(platform, personId, now),
      batch: {
        ...{ holderId: steppeBuild.inn, personId, serviceId: 'establishment-compliance' },
        ...{ fileName: 'certificates.csv', at: new Date(now - 12 * day).toISOString(), lines },
      },
    },
    as,
  );
}
