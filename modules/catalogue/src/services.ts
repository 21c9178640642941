// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from '@stoa/decision';
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { listLifeEvents, listServices, ServicePage, ServiceSummary } from './contract.ts';
import { ruleText } from './decisions.ts';
import { decisionFile, tableOf } from './decision-file.ts';
import { valueOf } from './feel.ts';
import type { ServicePackage } from './package-model.ts';
import { getPackage, publishedPackages } from './packages.ts';

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
    fees: feesOf(pkg),
    registers: pkg.registers.map(({ title, purpose }) => ({ title, purpose })),
    eligibility: pkg.eligibility,
  };
}

export const legalBasisOf = ({ facts, laws }: ServicePackage): ServicePage['legalBasis'] =>
  facts.legalBasis.map((act) => {
    const articleText = laws?.[act.article];
    return { ...act, ...(articleText ? { articleText } : {}) };
  });

/** The rules of the fee table with what each costs. */
function feesOf(pkg: ServicePackage): ServicePage['fees'] {
  const file = decisionFile(pkg, 'fee');
  const table = file && tableOf(file);
  const { currency } = pkg.facts;
  if (!table || !currency) return [];
  const column = table.outputs.findIndex(({ name }) => name === 'amountMinor');
  return table.rules.flatMap((rule) => {
    const amountMinor = fixed(rule.outputs[column]);
    return amountMinor === undefined ? [] : [{ ...ruleText(pkg, rule), amountMinor, currency }];
  });
}

/** Undefined where the amount is computed from what somebody answers. */
function fixed(amount = ''): number | undefined {
  try {
    return Number(valueOf(amount, {}));
  } catch (error) {
    if (error instanceof DecisionFault) return undefined;
    throw error;
  }
}
