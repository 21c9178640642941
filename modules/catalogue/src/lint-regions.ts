// SPDX-License-Identifier: Apache-2.0
/** A service of regions: which they are, who decides in each, and what the tables say of each. */
import { DecisionFault, passesTests, type Table, tablesOf } from '@stoa/decision';
import { decisionFile } from './decision-file.ts';
import { constantIn } from './feel.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';
import { regionColumn, territoryOf } from './regional.ts';

/** Problems of level, territory and tables by region; `regions` are those of the country. */
export function lintRegions(pkg: ServicePackage, regions: readonly string[]): PackageProblem[] {
  const territory = territoryOf(pkg.facts, regions);
  const given = territory.length > 0 ? territory : regions;
  return [
    ...territoryProblems(pkg, territory, regions).map((message) => ({ file: 'service.yaml', message })),
    ...Object.keys(pkg.decisions).flatMap((name) =>
      tableProblems(pkg, name, given, regions).map((message) => ({ file: `${name}.dmn`, message })),
    ),
    ...termProblems(pkg).map((message) => ({ file: 'deadline.dmn', message })),
  ];
}

function territoryProblems({ facts }: ServicePackage, territory: string[], regions: readonly string[]): string[] {
  const { level = 'state', competence } = facts;
  if (level === 'state')
    return facts.territory
      ? ['a state service is given in the whole country: take territory away, or say level: regional or municipal']
      : [];
  if (!facts.territory)
    return [
      `a ${level} service must say where it is given: territory: all, or a list of regions such as [${regions[0]}]`,
    ];
  const decided = new Set(Object.values(competence.offices).map(({ regionCode }) => regionCode));
  return [
    ...territory
      .filter((code) => !regions.includes(code))
      .map((code) => `territory names "${code}", which is no region of the country: ${regions.join(', ')}`),
    ...territory
      .filter((code) => !decided.has(code))
      .map((code) => `competence.offices has nobody who decides in "${code}", a region of territory`),
    ...[...decided]
      .filter((code) => !territory.includes(code))
      .map((code) => `competence.offices names an office of "${code}", which is not in territory`),
  ];
}

/** The coverage of tables sees to the other columns, for the values that this one allows. */
function tableProblems(pkg: ServicePackage, name: string, given: readonly string[], regions: readonly string[]) {
  return tablesIn(pkg, name).flatMap((table) => {
    const column = regionColumn(table);
    const input = table.inputs[column];
    if (!input) return [];
    const row = (code: string) => table.rules.some(({ tests }) => passesTests(tests[column] ?? '-', code));
    const allowed = (code: string) => input.allowed !== undefined && passesTests(input.allowed, code);
    return [
      ...given
        .filter((code) => !row(code) || !allowed(code))
        .map(
          (code) =>
            `region "${code}" has no row: give it one, and name it among the values of the column "${input.label}"`,
        ),
      ...regions
        .filter((code) => !given.includes(code) && allowed(code))
        .map((code) => `the column "${input.label}" names "${code}", where the service is not given`),
    ];
  });
}

/** Nobody waits longer than the law says for all. */
function termProblems(pkg: ServicePackage): string[] {
  const longest = pkg.facts.deadlineWorkingDays;
  return tablesIn(pkg, 'deadline').flatMap(({ outputs, rules }) => {
    const column = outputs.findIndex(({ name }) => name === 'workingDays');
    return rules
      .filter(({ outputs: cells }) => {
        const days = constantIn(cells[column]);
        return days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= longest);
      })
      .map(({ id }) => `rule "${id}" must give 1 to ${longest} working days: deadlineWorkingDays says the longest`);
  });
}

function tablesIn(pkg: ServicePackage, name: string): Table[] {
  try {
    const file = decisionFile(pkg, name);
    return file ? tablesOf(file.model).map(({ table }) => table) : [];
  } catch (error) {
    // Said where decisions are read.
    if (error instanceof DecisionFault) return [];
    throw error;
  }
}
