// SPDX-License-Identifier: Apache-2.0
/** What a service costs and how long it takes, as its tables say it to everybody or of one region. */
import type { ServicePage, ServiceSummary } from './contract.ts';
import { ruleText } from './decisions.ts';
import { constantIn } from './feel.ts';
import type { ServicePackage } from './package-model.ts';
import { regionColumn, rulesIn, territoryOf } from './regional.ts';

type Regions = NonNullable<ServicePage['regions']>;

/** Rules in words with the number that each gives; what is computed from answers is left out. */
function numbered(pkg: ServicePackage, name: 'fee' | 'deadline', output: string, region?: string) {
  const [table, rules] = rulesIn(pkg, name, region) ?? [];
  const column = table?.outputs.findIndex((one) => one.name === output) ?? -1;
  return (rules ?? []).flatMap((rule) => {
    const value = constantIn(rule.outputs[column]);
    return value === undefined ? [] : [{ text: ruleText(pkg, rule), value }];
  });
}

/** The rules of the fee table with what each costs, of all regions or of one. */
export function feesOf(pkg: ServicePackage, region?: string): ServicePage['fees'] {
  const { currency } = pkg.facts;
  if (!currency) return [];
  return numbered(pkg, 'fee', 'amountMinor', region).map(({ text, value }) => ({
    ...text,
    amountMinor: value,
    currency,
  }));
}

const termsOf = (pkg: ServicePackage, region: string): Regions[number]['terms'] =>
  numbered(pkg, 'deadline', 'workingDays', region).map(({ text, value }) => ({ ...text, workingDays: value }));

/** Nothing where the tables are the same everywhere. */
export function byRegion(pkg: ServicePackage, regions: readonly string[]): { regions?: Regions } {
  const told = (['fee', 'deadline'] as const).some((name) => {
    const [table] = rulesIn(pkg, name) ?? [];
    return table && regionColumn(table) >= 0;
  });
  if (!told) return {};
  const territory = pkg.facts.territory ? territoryOf(pkg.facts, regions) : regions;
  return { regions: territory.map((code) => ({ code, fees: feesOf(pkg, code), terms: termsOf(pkg, code) })) };
}

const span = (values: readonly number[]) => ({ least: Math.min(...values), most: Math.max(...values) });

/** The least and the most of a region. */
export function holdsIn(pkg: ServicePackage, region: string): NonNullable<ServiceSummary['there']> {
  const fees = feesOf(pkg, region).map(({ amountMinor }) => amountMinor);
  const days = termsOf(pkg, region).map(({ workingDays }) => workingDays);
  const { currency } = pkg.facts;
  const offices = Object.values(pkg.facts.competence.offices).filter(({ regionCode }) => regionCode === region);
  return {
    offices: offices.map(({ organisationId: id, name, address }) => ({ id, name, address })),
    workingDays: span(days.length > 0 ? days : [pkg.facts.deadlineWorkingDays]),
    ...(fees.length > 0 && currency ? { fee: { ...span(fees), currency } } : {}),
  };
}
