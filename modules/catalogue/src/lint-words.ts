// SPDX-License-Identifier: Apache-2.0
/** Whatever people see drawn, or read in a table, has words in all languages. */
import { DecisionFault, readModel } from '@stoa/decision';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

export const lintWords = (pkg: ServicePackage): PackageProblem[] => [...drawnWithout(pkg), ...tablesWithout(pkg)];

const planned = ({ process }: ServicePackage) => new Set(process.nodes.map(({ id }) => id));

/** Steps that run are looked at with their settings. */
function drawnWithout(pkg: ServicePackage): PackageProblem[] {
  const { nodes = [], flows = [], lanes = [] } = pkg.drawing ?? {};
  const own = planned(pkg);
  return [...nodes.filter(({ id }) => !own.has(id)), ...flows, ...lanes]
    .filter(({ id, name }) => name && !pkg.nodeTitles[id])
    .map(({ id, name }) => ({
      file: 'process.bpmn',
      message: `texts.yaml has no words under nodes for "${name ?? ''}" (${id}), which is drawn`,
    }));
}

const tablesWithout = (pkg: ServicePackage): PackageProblem[] =>
  Object.entries(pkg.decisions).flatMap(([file, xml]) =>
    [...new Set(termsOf(xml))]
      .filter((term) => !pkg.terms?.[term] && !pkg.outcomes[term])
      .map((term) => ({ file: `${file}.dmn`, message: `texts.yaml has no words under terms for "${term}"` })),
  );

/** Names of decisions, inputs and outputs, and the values that tables give. */
function termsOf(xml: string): string[] {
  try {
    return readModel(xml)
      .elements.flatMap((element) => {
        if (element.kind === 'input') return [element.name];
        if (element.kind !== 'decision') return [];
        if (element.logic?.kind !== 'table') return [element.name];
        const { inputs, outputs, rules } = element.logic;
        const given = rules.flatMap((rule) => rule.outputs.flatMap((cell) => /^"([^"]+)"$/.exec(cell)?.[1] ?? []));
        return [element.name, ...inputs.map(({ label }) => label), ...outputs.map(({ name = '' }) => name), ...given];
      })
      .filter((term) => term !== '');
  } catch (error) {
    if (error instanceof DecisionFault) return [];
    throw error;
  }
}
