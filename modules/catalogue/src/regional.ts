// SPDX-License-Identifier: Apache-2.0
/** One package for many regions: where it is given, and what its tables say of a region. */
import { passesTests, type Table, type TableRule } from '@stoa/decision';
import type { Territory } from '@stoa/kernel/contract';
import { decisionFile, knownRow, tableOf } from './decision-file.ts';
import { knownValueOf } from './feel.ts';
import type { ServiceFacts, ServicePackage } from './package-model.ts';

/** Codes of the regions of a country. */
export const regionsOf = ({ territories }: { readonly territories: readonly Territory[] }): string[] =>
  territories.flatMap(({ kind, code }) => (kind === 'region' ? [code] : []));

/** Where a regional or municipal service is given; nothing is said of a state one, which is given everywhere. */
export const territoryOf = ({ territory = [] }: ServiceFacts, regions: readonly string[]): string[] =>
  territory === 'all' ? [...regions] : [...territory];

/** Whether somebody of that region can apply for it. */
export const givenIn = (facts: ServiceFacts, region: string, regions: readonly string[]): boolean =>
  facts.territory ? territoryOf(facts, regions).includes(region) : regions.includes(region);

/** What tables see as `region`: the region of the office that is to decide. */
export const regionIn = ({ competence }: ServiceFacts, context: Record<string, unknown>): string | null =>
  competence.offices[String(knownValueOf(competence.by, context))]?.regionCode ?? null;

/** Working days of the decision by `deadline.dmn`; `deadlineWorkingDays`, the longest, where it has none or cannot tell yet. */
export const workingDaysIn = (
  { facts, decisions }: Pick<ServicePackage, 'facts' | 'decisions'>,
  context: Record<string, unknown>,
): number => {
  const seen = { region: regionIn(facts, context), ...context };
  return Number(knownRow({ decisions }, 'deadline', seen)?.workingDays ?? facts.deadlineWorkingDays);
};

/** The column of a table that asks for the region; -1 where none does. */
export const regionColumn = ({ inputs }: Table): number =>
  inputs.findIndex(({ expression }) => expression.trim() === 'region');

/** The rules of a decision that may come true in a region, or anywhere. */
export function rulesIn(
  pkg: ServicePackage,
  name: 'fee' | 'deadline',
  region?: string,
): [Table, TableRule[]] | undefined {
  const file = decisionFile(pkg, name);
  const table = file && tableOf(file);
  if (!table) return undefined;
  const column = regionColumn(table);
  const takes = ({ tests }: TableRule) => !region || column < 0 || passesTests(tests[column] ?? '-', region);
  return [table, table.rules.filter(takes)];
}
