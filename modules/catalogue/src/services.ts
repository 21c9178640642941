// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { listLifeEvents, listServices, ServicePage, ServiceSummary } from './contract.ts';
import type { ServicePackage } from './package-model.ts';
import { getPackage, publishedPackages } from './packages.ts';
import { givenIn, regionsOf, territoryOf } from './regional.ts';
import { byRegion, feesOf, holdsIn } from './tables-by-region.ts';

const summaryOf = ({ facts, version, process }: ServicePackage, regions: readonly string[]): ServiceSummary => ({
  id: facts.id,
  version,
  title: facts.title,
  summary: facts.summary,
  authority: facts.authority,
  audience: facts.audience,
  deadlineWorkingDays: facts.deadlineWorkingDays,
  hasFee: process.nodes.some((node) => node.settings.action === 'invoice'),
  lifeEvents: facts.lifeEvents,
  ...(facts.level ? { level: facts.level } : {}),
  ...(facts.territory ? { territory: territoryOf(facts, regions) } : {}),
});

export async function servicesFor(
  tx: Tx,
  filter: InputOf<typeof listServices>,
): Promise<OutputOf<typeof listServices>> {
  const { lifeEvent, audience, level, region } = filter;
  const regions = regionsOf(tx.module.country);
  const services = (await publishedPackages(tx)).filter(
    ({ facts }) =>
      (!lifeEvent || facts.lifeEvents.some((event) => event.code === lifeEvent)) &&
      (!audience || facts.audience.includes(audience)) &&
      (!level || (facts.level ?? 'state') === level) &&
      (!region || givenIn(facts, region, regions)),
  );
  return {
    items: services.map((pkg) => ({ ...summaryOf(pkg, regions), ...(region ? { there: holdsIn(pkg, region) } : {}) })),
  };
}

export async function lifeEvents(tx: Tx): Promise<OutputOf<typeof listLifeEvents>> {
  const found = new Map<string, OutputOf<typeof listLifeEvents>['items'][number]>();
  for (const { facts } of await publishedPackages(tx)) {
    for (const event of facts.lifeEvents) {
      const entry = found.get(event.code) ?? { ...event, services: [] };
      entry.services.push({ id: facts.id, title: facts.title });
      found.set(event.code, entry);
    }
  }
  return { items: [...found.values()] };
}

/** Refuses: catalogue.service-unknown. */
export async function servicePage(tx: Tx, id: string): Promise<ServicePage> {
  const pkg = await getPackage(tx, { id });
  const { facts } = pkg;
  const regions = regionsOf(tx.module.country);
  return {
    ...summaryOf(pkg, regions),
    description: facts.description,
    legalBasis: legalBasisOf(pkg),
    assurance: facts.assurance,
    channels: facts.channels,
    needs: facts.needs,
    steps: facts.steps,
    outputs: facts.outputs,
    ...(facts.feeNote ? { feeNote: facts.feeNote } : {}),
    fees: feesOf(pkg),
    ...byRegion(pkg, regions),
    registers: pkg.registers.map(({ title, purpose }) => ({ title, purpose })),
    eligibility: pkg.eligibility,
  };
}

export const legalBasisOf = ({ facts, laws }: ServicePackage): ServicePage['legalBasis'] =>
  facts.legalBasis.map((act) => {
    const articleText = laws?.[act.article];
    return { ...act, ...(articleText ? { articleText } : {}) };
  });
