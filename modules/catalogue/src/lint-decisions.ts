// SPDX-License-Identifier: Apache-2.0
import { coverageProblems } from './decision-coverage.ts';
import { type DecisionTable, readDecisionTable } from './decision-table.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

export async function lintDecisions(pkg: ServicePackage): Promise<PackageProblem[]> {
  const found = await Promise.all(Object.entries(pkg.decisions).map(([name, xml]) => lintDecision(pkg, name, xml)));
  const missing = pkg.eligibility.length > 0 && !pkg.decisions.eligibility;
  return [
    ...found.flat(),
    ...(missing
      ? [{ file: 'eligibility.dmn', message: 'pages.yaml asks eligibility questions but there is no table' }]
      : []),
  ];
}

async function lintDecision(pkg: ServicePackage, name: string, xml: string): Promise<PackageProblem[]> {
  const file = `${name}.dmn`;
  let table: DecisionTable;
  try {
    table = await readDecisionTable(xml);
  } catch (error) {
    return [{ file, message: error instanceof Error ? error.message : String(error) }];
  }
  const inputs =
    name === 'eligibility'
      ? table.inputs.filter((input) => !pkg.eligibility.some((question) => question.name === input.expression))
      : [];
  return [
    ...coverage(table),
    ...table.rules
      .filter((rule) => !pkg.ruleTexts[rule.id])
      .map((rule) => `texts.yaml has no words for rule "${rule.id}"`),
    ...table.rules
      .filter((rule) => !rule.annotations.law)
      .map((rule) => `rule "${rule.id}" does not name the law it stands on`),
    ...table.rules
      .flatMap(({ annotations: { law } }) => law || [])
      .filter((law) => !pkg.laws?.[law])
      .map((law) => `texts.yaml has no words for the law "${law}"`),
    ...inputs.map((input) => `input "${input.expression}" is no eligibility question of pages.yaml`),
    ...(name === 'fee' && !table.outputs.includes('amountMinor') ? ['the fee table needs an output amountMinor'] : []),
  ].map((message) => ({ file, message }));
}

function coverage(table: DecisionTable): string[] {
  try {
    return coverageProblems(table).map(({ kind, example, rules }) => {
      const values = table.inputs
        .map((input, index) => `${input.label} = ${JSON.stringify(example[index])}`)
        .join(', ');
      if (kind === 'too-large') return 'the table has too many combinations to be checked: split it';
      return kind === 'uncovered' ? `no rule covers ${values}` : `rules ${rules.join(' and ')} overlap at ${values}`;
    });
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
