// SPDX-License-Identifier: Apache-2.0
/** Officials of the demo with keys at its signing service. Entered again, they keep the certificates they have. */
import { demoAccounts, demoSigningPin, type OfficeStructure } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import { isRefusal, type Platform } from '@stoa/kernel';
import { issueCertificate } from '@stoa/signing/contract';

interface Post {
  readonly holder: { readonly snils: string; readonly nameLatin: string };
  readonly organisationId: string;
  readonly duties: readonly string[];
}

async function certify({ call }: Platform, posts: readonly Post[]): Promise<void> {
  const people = posts.map(({ holder }) => ({ snils: holder.snils, name: holder.nameLatin }));
  const { ids } = await call(enterDemoPeople, { people }, { principal: { kind: 'service', id: 'demo' } });
  for (const [at, { holder, organisationId, duties }] of posts.entries()) {
    const principal = {
      ...({ kind: 'person', id: ids[at] ?? '', name: holder.nameLatin } as const),
      ...{ duties: duties.map((code) => ({ code, organisationId })), assurance: 2 },
      authenticatedAt: new Date().toISOString(),
    };
    try {
      await call(issueCertificate, { organisationId, custody: 'remote', code: demoSigningPin }, { principal });
    } catch (error) {
      // A post that is not entered yet has its key after the next start.
      if (!isRefusal(error) || error.code !== 'signing.no-post') throw error;
    }
  }
}

/** Whoever signs in to the demo as an official. */
export const certifyAccounts = (platform: Platform): Promise<void> =>
  certify(
    platform,
    demoAccounts.flatMap(({ person, duties }) => {
      const places = new Set(duties.map(({ organisationId }) => organisationId));
      return [...places].map((organisationId) => ({
        holder: person,
        organisationId,
        duties: duties.filter((duty) => duty.organisationId === organisationId).map(({ code }) => code),
      }));
    }),
  );

/** The head of an office, such as a minister. */
export const certifyHead = (platform: Platform, { organisation, posts }: OfficeStructure): Promise<void> =>
  certify(
    platform,
    posts
      .filter(({ duties }) => duties.length > 0)
      .slice(0, 1)
      .map(({ holder, duties }) => ({ holder, organisationId: organisation.id, duties })),
  );
