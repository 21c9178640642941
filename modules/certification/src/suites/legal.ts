// SPDX-License-Identifier: Apache-2.0
/** Chapter 8: what the package rests on is cited by articles that are in force. */
import { decisionFile, type ServicePackage } from '@stoa/catalogue/contract';
import { checkOf, type RunSuite, type Subject } from './suite.ts';

type Articles = Subject['articles'];

/** Why an article does not hold on the day; undefined where it does. */
export function fault(articles: Articles, citation: string | undefined, today: string): string | undefined {
  if (!citation) return 'cites no article';
  const article = articles.get(citation);
  if (!article) return `"${citation}" is not among the articles of the register`;
  if (article.from > today) return `"${citation}" is in force from ${article.from} only`;
  return article.until && article.until <= today ? `"${citation}" ended on ${article.until}` : undefined;
}

/** A basis as the register knows it: the article alone, or with the name of its act. */
export const basisOf = ({ title, article }: ServicePackage['facts']['legalBasis'][number]): string =>
  `${title.en}, ${article}`;

function rulesOf(pkg: ServicePackage): { decision: string; rule: string; law?: string | undefined }[] {
  return Object.keys(pkg.decisions).flatMap((decision) => {
    try {
      return [...(decisionFile(pkg, decision)?.rules.values() ?? [])].map((rule) => ({
        decision,
        rule: rule.id,
        law: rule.annotations.law,
      }));
    } catch {
      return [{ decision, rule: 'all of it', law: undefined }];
    }
  });
}

interface SchemaField {
  readonly 'x-law'?: string;
}
const ownLaw = ({ schema }: ServicePackage, name: string): string | undefined =>
  (schema as { properties?: Record<string, SchemaField> }).properties?.[name]?.['x-law'];

/** Tables whose rows are grounds of what somebody gets, pays or is refused: the others steer. */
const grounds = ['decision', 'eligibility'];

/** All that the package cites. */
export function citationsOf(pkg: ServicePackage): string[] {
  const cited = [
    ...pkg.facts.legalBasis.map(basisOf),
    ...rulesOf(pkg).flatMap(({ law }) => law ?? []),
    ...pkg.fields.flatMap(({ name }) => ownLaw(pkg, name) ?? []),
  ];
  return [...new Set(cited)].sort();
}

export const legal: RunSuite = async ({ examined: { package: pkg }, articles, today }, onStep) => {
  await onStep(0, 1);
  const wrong = (what: string, citation: string | undefined) => {
    const why = fault(articles, citation, today);
    return why ? [`${what} ${why}`] : [];
  };
  const { legalBasis } = pkg.facts;
  const [first] = legalBasis;
  const rules = rulesOf(pkg);
  const ofTable = (names: readonly string[]) =>
    rules
      .filter(({ decision, law }) => names.includes(decision) || (decision !== 'fee' && law))
      .flatMap(({ decision, rule, law }) => wrong(`${decision}.dmn: ${rule}`, law));
  const fees = rules.filter(({ decision }) => decision === 'fee');
  const questions = pkg.fields.flatMap(({ name }) =>
    wrong(`the question ${name}`, ownLaw(pkg, name) ?? (first && basisOf(first))),
  );
  return {
    checks: [
      checkOf(
        '8.1',
        [
          ...(first ? [] : ['service.yaml: legalBasis is empty']),
          ...legalBasis.flatMap((one) => wrong('service.yaml: the basis', basisOf(one))),
        ],
        `${legalBasis.length} articles in force`,
      ),
      checkOf('8.2', ofTable(grounds), 'every ground cites one'),
      checkOf(
        '8.3',
        fees.flatMap(({ rule, law }) => wrong(`fee.dmn: ${rule}`, law)),
        `${fees.length} fees cite one`,
      ),
      checkOf(
        '8.4',
        [...wrong(`the term of ${pkg.facts.deadlineWorkingDays} working days`, first && basisOf(first)), ...questions],
        `${pkg.fields.length} questions rest on one`,
      ),
    ],
    figures: [{ name: 'articles', value: citationsOf(pkg).length, unit: '' }],
  };
};
