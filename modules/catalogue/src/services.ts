// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { listLifeEvents, listServices, ServicePage, ServiceSummary } from './contract.ts';
import { ruleText } from './decisions.ts';
import { feelValue } from './feel.ts';
import type { ServicePackage } from './package-model.ts';
import { decisionTable, getPackage, publishedPackages } from './packages.ts';

const summaryOf = ({ facts, version, process }: ServicePackage): ServiceSummary => ({
  id: facts.id,
  version,
  title: facts.title,
  summary: facts.summary,
  authority: facts.authority,
  audience: facts.audience,
  deadlineWorkingDays: facts.deadlineWorkingDays,
  hasFee: process.nodes.some((node) => node.settings.action === 'invoice'),
  lifeEvents: facts.lifeEvents,
});

export async function servicesFor(
  tx: Tx,
  filter: InputOf<typeof listServices>,
): Promise<OutputOf<typeof listServices>> {
  const services = (await publishedPackages(tx)).map(summaryOf);
  return {
    items: services.filter(
      (service) =>
        (!filter.lifeEvent || service.lifeEvents.some((event) => event.code === filter.lifeEvent)) &&
        (!filter.audience || service.audience.includes(filter.audience)),
    ),
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
  return {
    ...summaryOf(pkg),
    description: facts.description,
    legalBasis: legalBasisOf(pkg),
    assurance: facts.assurance,
    channels: facts.channels,
    needs: facts.needs,
    steps: facts.steps,
    outputs: facts.outputs,
    ...(facts.feeNote ? { feeNote: facts.feeNote } : {}),
    fees: await feesOf(pkg),
    registers: pkg.registers.map(({ title, purpose }) => ({ title, purpose })),
    eligibility: pkg.eligibility,
  };
}

export const legalBasisOf = ({ facts, laws }: ServicePackage): ServicePage['legalBasis'] =>
  facts.legalBasis.map((act) => {
    const articleText = laws?.[act.article];
    return { ...act, ...(articleText ? { articleText } : {}) };
  });

async function feesOf(pkg: ServicePackage): Promise<ServicePage['fees']> {
  const table = await decisionTable(pkg, 'fee');
  const { currency } = pkg.facts;
  if (!table || !currency) return [];
  const column = table.outputs.indexOf('amountMinor');
  return table.rules.map((rule) => ({
    ...ruleText(pkg, rule),
    amountMinor: Number(feelValue(rule.outputs[column] ?? '0', {})),
    currency,
  }));
}
