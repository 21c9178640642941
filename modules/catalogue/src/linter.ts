// SPDX-License-Identifier: Apache-2.0
/** What a service package must satisfy before it is published. Each rule answers with sentences for its author. */
import { type Country, loadCountry } from '@stoa/kernel';
import { lintDecisions } from './lint-decisions.ts';
import { lintConsents } from './lint-consents.ts';
import { lintForm } from './lint-form.ts';
import { lintExpressions } from './lint-expressions.ts';
import { lintProcess } from './lint-process.ts';
import { lintRegions } from './lint-regions.ts';
import { lintTexts } from './lint-texts.ts';
import { lintWords } from './lint-words.ts';
import { type PackageFiles, readPackageFiles } from './package-files.ts';
import type { ServicePackage } from './package-model.ts';
import { type PackageProblem, readPackage } from './package-reader.ts';
import { regionsOf } from './regional.ts';
import { lintScenarios } from './scenarios.ts';

/** Problems of the package in `folder` for a country (`loadCountry`); none when it can be published. */
export const lintPackage = async (folder: string, country?: string): Promise<PackageProblem[]> =>
  (await checkPackage(await readPackageFiles(folder), await loadCountry(country))).problems;

/** The package when nothing is wrong with it, otherwise what is; `read` also then. Identifiers are those of `country`. */
export async function checkPackage(
  files: PackageFiles,
  { formats, personalData, territories }: Pick<Country, 'formats' | 'personalData' | 'territories'>,
): Promise<{ pkg?: ServicePackage; read?: ServicePackage; problems: PackageProblem[] }> {
  const { pkg, problems } = await readPackage(files).catch((error: unknown) => ({
    pkg: undefined,
    problems: [{ file: 'package', message: `a part is not where it should be: ${String(error)}` }],
  }));
  if (!pkg) return { problems };
  const found = [
    ...lintForm(pkg, formats),
    ...lintConsents(pkg, personalData?.purposes ?? []),
    ...lintExpressions(pkg),
    ...lintProcess(pkg),
    ...lintTexts(pkg),
    ...lintWords(pkg),
    ...lintDecisions(pkg),
    ...lintFacts(pkg),
    ...lintRegions(pkg, regionsOf({ territories })),
    ...lintRenewal(pkg),
  ];
  if (found.length === 0) found.push(...lintScenarios(pkg, files, formats));
  return found.length === 0 ? { pkg, read: pkg, problems: [] } : { read: pkg, problems: found };
}

function lintFacts({ facts, process }: ServicePackage): PackageProblem[] {
  const problem = (message: string) => ({ file: 'service.yaml', message });
  const decidedByPeople = process.nodes.some((node) => node.kind === 'user');
  return [
    ...(decidedByPeople && facts.deadlineWorkingDays === 0
      ? [problem('an officer decides, so deadlineWorkingDays must say within how many working days')]
      : []),
    ...(facts.legalBasis.length === 0 ? [problem('legalBasis must name the law the service stands on')] : []),
    ...(facts.lifeEvents.length === 0
      ? [problem('lifeEvents must name at least one, or nobody will find the service')]
      : []),
    ...(Object.keys(facts.competence.offices).length === 0
      ? [problem('competence.offices must name who decides')]
      : []),
  ];
}

/** What another service asks is not read here: of its names only those are known that this one has. */
function lintRenewal({ serviceId, facts, fields, outputs }: ServicePackage): PackageProblem[] {
  const { answers = {}, anew = [], service = serviceId, outputs: ended = [] } = facts.renews ?? {};
  const named = [...Object.keys(answers), ...(service === serviceId ? [...Object.values(answers), ...anew] : [])];
  const typed = fields
    .filter(({ source, type }) => source.kind === 'typed' && type !== 'array')
    .map(({ name }) => name);
  const unknown = named.filter((name) => !typed.includes(name));
  const endless = ended.filter((code) => !outputs[code]?.validUntil);
  return [
    ...unknown.map((name) => `renews names "${name}", which nobody types: use a single answer of pages.yaml`),
    ...endless.map(
      (code) => `renews names the output "${code}", which does not end: give it validUntil in outputs.yaml`,
    ),
  ].map((message) => ({ file: 'service.yaml', message }));
}
