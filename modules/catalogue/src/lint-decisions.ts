// SPDX-License-Identifier: Apache-2.0
import {
  checkProgram,
  coverageProblems,
  DecisionFault,
  type FeelType,
  feelTypes,
  type Table,
  tablesOf,
} from '@stoa/decision';
import { decisionTypes, questionTypes } from './case-types.ts';
import { type DecisionFile, decisionFile, tableOf } from './decision-file.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const { contextOf, fits, itemOf, nameOf, number } = feelTypes;
const itemOr = (type: FeelType): FeelType => (nameOf(type) === 'list' ? itemOf(type) : type);

export function lintDecisions(pkg: ServicePackage): PackageProblem[] {
  const missing = pkg.eligibility.length > 0 && !pkg.decisions.eligibility;
  return [
    ...Object.keys(pkg.decisions).flatMap((name) =>
      lintDecision(pkg, name).map((message) => ({ file: `${name}.dmn`, message })),
    ),
    ...(missing
      ? [{ file: 'eligibility.dmn', message: 'pages.yaml asks eligibility questions but there is no table' }]
      : []),
  ];
}

function lintDecision(pkg: ServicePackage, name: string): string[] {
  try {
    const file = decisionFile(pkg, name);
    if (!file) return [];
    const shown = name === 'eligibility' ? questionTypes(pkg) : decisionTypes(pkg);
    const { faults, typeOf } = checkProgram(file.program, shown);
    const tables = tablesOf(file.model);
    return [
      ...faults.map(({ message }) => message),
      ...(faults.length === 0 ? tables.flatMap(({ table }) => coverage(file, table)) : []),
      ...tables.flatMap(({ table }) => wordsOf(pkg, table)),
      ...twice(tables.flatMap(({ table }) => table.rules.map(({ id }) => id))),
      ...asked(name, file, typeOf(file.asked)),
    ];
  } catch (error) {
    if (error instanceof DecisionFault) return [error.message];
    throw error;
  }
}

function wordsOf(pkg: ServicePackage, { rules }: Table): string[] {
  return [
    ...rules.filter(({ id }) => !pkg.ruleTexts[id]).map(({ id }) => `texts.yaml has no words under rules for "${id}"`),
    ...rules
      .filter(({ annotations }) => !annotations.law)
      .map(({ id }) => `rule "${id}" does not name the law it stands on`),
    ...rules
      .flatMap(({ annotations: { law } }) => law || [])
      .filter((law) => !pkg.laws?.[law])
      .map((law) => `texts.yaml has no words under laws for "${law}"`),
  ];
}

function twice(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (seen.has(id)) return [`two rules have the id "${id}": results name rules by it`];
    seen.add(id);
    return [];
  });
}

/** The number that decisions known by name give. */
const given: Readonly<Record<string, string>> = { fee: 'amountMinor', deadline: 'workingDays' };

/** What the platform asks of the decisions that it knows by name. */
function asked(name: string, file: DecisionFile, type: FeelType): string[] {
  const table = tableOf(file);
  const output = given[name];
  if (output) {
    const alone = table?.outputs.length === 1 && table.outputs[0]?.name === output;
    const row = alone ? contextOf([[output, itemOr(type)]]) : itemOr(type);
    if (!fits(row, contextOf([[output, number]])))
      return [`the ${name} must give ${output}, a number: as an output of the table or an entry of a context`];
  }
  if (name === 'eligibility' && (table?.hitPolicy !== 'COLLECT' || table.aggregation))
    return ['eligibility must be a table with hit policy COLLECT: each rule is a requirement'];
  return [];
}

function coverage({ program, model }: DecisionFile, table: Table): string[] {
  return coverageProblems(program, model, table).map(({ kind, example, rules }) => {
    const values = table.inputs.map(({ label }, index) => `${label} = ${JSON.stringify(example[index])}`).join(', ');
    if (kind === 'too-large') return 'the table has too many combinations to be checked: split it';
    return kind === 'uncovered' ? `no rule covers ${values}` : `rules ${rules.join(' and ')} overlap at ${values}`;
  });
}
