// SPDX-License-Identifier: Apache-2.0
/** What a body should do on its way to the platform model: rules over findings, maturity and the template. */
import { type FindingKind, listFindings, sumFindings } from '@stoa/architecture/contract';
import { authorise, isRefusal, type ModuleRuntime, queueOf, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf, Principal } from '@stoa/kernel/contract';
import { languages } from '@stoa/kernel/contract';
import { typeset } from '@stoa/kernel/typeset';
import { getOrganisation } from '@stoa/organisations/contract';
import { readFileSync } from 'node:fs';
import * as contract from '../contract.ts';
import type { Recommendation } from '../contract.ts';
import { modelOf } from '../maturity/levels.ts';
import { shownAssessment } from '../maturity/assessments.ts';
import { listAssessments } from '../maturity/store.ts';
import { bodyOf } from '../people.ts';
import { projectOfBody } from '../projects/store.ts';
import { compared } from './comparison.ts';
import rules from './recommendations.json' with { type: 'json' };
import words from './report-words.json' with { type: 'json' };

interface Rule {
  readonly code: string;
  readonly findings: readonly FindingKind[];
  readonly title: LocalText;
  readonly clause: string;
}
const all = rules as unknown as readonly Rule[];
const ruleOf = (code: string) => all.find((one) => one.code === code);
/** A dimension below this level is low. */
const lowBelow = 3;
type Grounds = Pick<Recommendation, 'count' | 'saving' | 'examples' | 'link'>;

async function fromFindings(tx: Tx, organisationId: string): Promise<Recommendation[]> {
  const { sums } = await tx.call(sumFindings, { ownerId: organisationId });
  const found: Recommendation[] = [];
  for (const { code, findings, title, clause } of all) {
    const of = sums.filter(({ kind, state }) => findings.includes(kind) && state !== 'dismissed');
    const [kind] = of.map((one) => one.kind);
    if (!kind) continue;
    const { items } = await tx.call(listFindings, { ownerId: organisationId, kind, limit: 5 });
    found.push({
      ...{ code, title, clause },
      ...{ count: of.reduce((n, one) => n + one.count, 0), saving: of.reduce((n, one) => n + one.saving, 0) },
      examples: items.filter(({ state }) => state !== 'dismissed').map(({ element }) => named(element)),
      link: `/architecture/findings?kind=${kind}&owner=${organisationId}`,
    });
  }
  return found;
}
const named = ({ id, code, name }: { id: string; code: string; name: LocalText }) => ({ id, code, name });
const withGrounds = (code: string, grounds: Grounds): Recommendation[] => {
  const rule = ruleOf(code);
  return rule && grounds.count > 0 ? [{ code, title: rule.title, clause: rule.clause, ...grounds }] : [];
};

async function fromMaturity(tx: Tx, organisationId: string): Promise<Recommendation[]> {
  const last = (await listAssessments(tx, { year: undefined, organisationId, bodies: null })).at(-1);
  if (!last) return [];
  const { levels, id, model } = shownAssessment(last);
  const low = modelOf(model).dimensions.filter(({ code }) => (levels[code] ?? 1) < lowBelow);
  const examples = low.slice(0, 5).map(({ title }) => ({ id, code: '', name: title }));
  return withGrounds('mature', {
    count: low.length,
    saving: 0,
    examples,
    link: `/integrator/maturity?body=${organisationId}`,
  });
}
async function fromTemplate(tx: Tx, organisationId: string): Promise<Recommendation[]> {
  const project = await projectOfBody(tx, organisationId);
  if (!project) return [];
  const { parts } = await compared(tx, organisationId, project.template);
  const open = parts.filter(({ state }) => state === 'missing' || state === 'deviates');
  const examples = open.slice(0, 5).map(({ title }) => ({ id: project.id, code: '', name: title }));
  return withGrounds('complete', {
    count: open.length,
    saving: 0,
    examples,
    link: `/integrator/bodies/${organisationId}`,
  });
}

export async function getRecommendations(
  tx: Tx,
  { organisationId }: InputOf<typeof contract.getRecommendations>,
): Promise<OutputOf<typeof contract.getRecommendations>> {
  authorise(tx, bodyOf(organisationId));
  const items = [
    ...(await fromFindings(tx, organisationId)),
    ...(await fromMaturity(tx, organisationId)),
    ...(await fromTemplate(tx, organisationId)),
  ].sort((a, b) => b.saving - a.saving || b.count - a.count);
  return { items, saving: items.reduce((n, one) => n + one.saving, 0) };
}

const turns = queueOf('Typesetting recommendations', 1, 20);
const template = readFileSync(new URL('../../typst/recommendations.typ', import.meta.url), 'utf8');
/** Asked as whoever wants it, so that it says what they may read. */
export async function recommendationsPdf(
  module: ModuleRuntime,
  principal: Principal,
  organisationId: string,
  asked: string | undefined,
): Promise<Buffer> {
  const language = languages.find((one) => one === asked) ?? 'en';
  const text = (local: LocalText) => local[language] ?? local.en;
  const said = Object.fromEntries(Object.entries(words).map(([key, local]) => [key, text(local)]));
  const { items, saving } = await module.call(contract.getRecommendations, { organisationId }, { principal });
  // The register may speak of a body that the directory does not have.
  const body = await module.call(getOrganisation, { id: organisationId }).catch((error: unknown) => {
    if (isRefusal(error) && error.kind === 'missing') return { name: { en: organisationId } };
    throw error;
  });
  const number = new Intl.NumberFormat(language);
  const money = (minor: number) => (minor > 0 ? number.format(Math.round(minor / 100)) : '');
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: module.country.timeZone });
  return turns(async () =>
    typeset(template, {
      ...{ language, words: said, body: text(body.name), made: date.format(module.clock.now()), saving: money(saving) },
      rows: items.map((one) => ({
        ...{ title: text(one.title), count: number.format(one.count), clause: one.clause ?? '' },
        ...{
          saving: money(one.saving),
          examples: one.examples.map(({ code, name }) => (code ? `${text(name)} (${code})` : text(name))),
        },
      })),
    }),
  );
}
