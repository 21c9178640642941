// SPDX-License-Identifier: Apache-2.0
/** Years of the service integrator, in parts that a request can carry. The register has to be there before. */
import { bodyContacts, integratorYears, objectDocuments } from '@stoa/country-xm';
import { enterDemoServices } from '@stoa/ict/contract';
import { type DemoYears, enterDemoYears } from '@stoa/integrator/contract';

import type { Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { enterDemoNorms } from '@stoa/norms/contract';
import { enterDemoUpkeep } from '@stoa/upkeep/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
/** The country's lists are read only. */
const own = <T>(value: unknown): T => structuredClone(value) as T;
const part = 13;

export async function enterIntegrator({ call }: Platform, now: number): Promise<void> {
  const { acts, models, consultations, assessments, projects, services, campaigns } = integratorYears(now);
  await call(enterDemoNorms, own<InputOf<typeof enterDemoNorms>>({ part: 'norms', acts, models, consultations }), as);
  await call(enterDemoYears, { part: 'bodies', ...own<DemoYears>({ assessments, projects }) }, as);
  await call(enterDemoServices, own<InputOf<typeof enterDemoServices>>({ part: 'services', services }), as);
  const documents = objectDocuments();
  for (let at = 0; at < documents.length; at += 1000) {
    const contacts = own<InputOf<typeof enterDemoUpkeep>['contacts']>(at === 0 ? bodyContacts : []);
    await call(enterDemoUpkeep, { part: 'documents', documents: documents.slice(at, at + 1000), contacts }, as);
  }
  for (const { answers, ...campaign } of [...campaigns].reverse())
    for (let at = 0; at < answers.length; at += part) {
      const some = { ...campaign, answers: answers.slice(at, at + part) };
      await call(enterDemoYears, { part: 'campaign', ...own<DemoYears>({ campaign: some }) }, as);
    }
}
