// SPDX-License-Identifier: Apache-2.0
/** Years of the demo, each row once, by what it is known by. */
import { type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { getMethodology } from '@stoa/norms/contract';
import { registeredOf } from '../inventory/campaigns.ts';
import { newestVersion } from '../inventory/questionnaire.ts';
import * as inventory from '../inventory/store.ts';
import { levelsOf, modelOf, newestModel, scoreOf } from '../maturity/levels.ts';
import * as maturity from '../maturity/store.ts';
import type * as contract from '../contract.ts';
import { type DemoYears, projectStages } from '../contract.ts';
import * as projects from '../projects/store.ts';

type Rows<Of extends keyof DemoYears> = NonNullable<DemoYears[Of]>;
const instant = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
const later = (since: Date, days: number) => new Date(since.getTime() + days * 86_400_000);

async function enterAssessments(tx: Tx, rows: Rows<'assessments'>): Promise<number> {
  const model = modelOf();
  let entered = 0;
  for (const { organisationId, year, state, byName, met, refused, evidence } of rows) {
    if ((await maturity.listAssessments(tx, { year, organisationId, bodies: null })).length > 0) continue;
    entered += 1;
    const id = await maturity.ensureAssessment(tx, { organisationId, year, model: newestModel });
    for (const criterion of met) await maturity.putClaim(tx, id, { criterion, met: true, evidence });
    const not = new Set(refused.map(({ criterion }) => criterion));
    const held = state === 'examined' ? met.filter((code) => !not.has(code)) : met;
    const levels = levelsOf(model, new Set(held));
    const at = instant(`${year}-10-20`);
    const to = { levels, score: scoreOf(levels), byName, at };
    if (state !== 'draft') await maturity.setAssessment(tx, id, { ...to, state: 'sent' });
    if (state === 'draft') await maturity.setAssessment(tx, id, { ...to, state: 'draft' });
    if (state !== 'examined') continue;
    await maturity.ruleClaims(tx, id, refused);
    await maturity.setAssessment(tx, id, { ...to, state: 'examined', at: later(at, 30) });
  }
  return entered;
}
async function enterProjects(tx: Tx, rows: Rows<'projects'>): Promise<number> {
  let entered = 0;
  // Methodologies of the demo have one version.
  for (const { visits, measures, byName, methodology, startedOn, ...one } of rows) {
    const { version: methodologyVersion, steps } = await tx.call(getMethodology, { code: methodology });
    const id = newId();
    if (!(await projects.insertProject(tx, { ...one, id, methodology, methodologyVersion, startedOn }))) continue;
    entered += 1;
    const at = projectStages.indexOf(one.stage);
    const begun = instant(startedOn);
    for (const step of steps) {
      const stage = projectStages.indexOf(step.stage);
      if (stage < at) await projects.insertStep(tx, id, step.code, byName, later(begun, stage * 60 + 30));
    }
    for (let stage = 1; stage <= at; stage++) {
      const [from = '', to = ''] = [projectStages[stage - 1], projectStages[stage]];
      await projects.insertMove(tx, {
        projectId: id,
        from,
        to,
        reason: undefined,
        byName,
        at: later(begun, stage * 60),
      });
    }
    for (const visit of visits) await projects.insertVisit(tx, { ...visit, id: newId(), projectId: id, byName });
    for (const { doneOn, ...measure } of measures) {
      const row = { ...measure, id: newId(), organisationId: one.organisationId, part: undefined, byName };
      await projects.insertMeasure(tx, { ...row, ...(doneOn ? { doneOn } : {}) });
    }
  }
  return entered;
}

async function ensureCampaign(tx: Tx, { title, opens, due, closedOn, byName }: Rows<'campaign'>): Promise<string> {
  const known = await inventory.campaignOf(tx, title, opens);
  const id = known ?? newId();
  if (!known) {
    await inventory.insertCampaign(tx, { id, title, opens, due, version: newestVersion, byName, at: instant(opens) });
    if (closedOn) await inventory.closeCampaign(tx, id, byName, instant(closedOn));
  }
  return id;
}
async function enterAnswer(
  tx: Tx,
  campaignId: string,
  row: Rows<'campaign'>['answers'][number],
  more: { opens: string; items: readonly inventory.NewItem[] },
): Promise<boolean> {
  const { organisationId, state, byName, answered, changed, facts } = row;
  if ((await inventory.progressOf(tx, { campaignId, bodies: [organisationId] })).length > 0) return false;
  const id = newId();
  await inventory.insertAnswers(tx, campaignId, [{ id, organisationId }]);
  await inventory.insertItems(tx, id, more.items);
  const at = later(instant(more.opens), 20);
  const all = state === 'accepted' || state === 'sent';
  await inventory.answerFirst(tx, id, { answered: all ? more.items.length : answered, changed, byName, at });
  const done = { byName, at };
  await inventory.setAnswer(tx, id, {
    ...{ state, facts },
    ...(state === 'sent' || state === 'accepted' || state === 'clarify' ? { sent: done } : {}),
    ...(state === 'accepted' ? { accepted: { byName, at: later(at, 12) } } : {}),
  });
  return true;
}
async function enterCampaign(module: ModuleRuntime, principal: Principal, campaign: Rows<'campaign'>): Promise<number> {
  let entered = 0;
  const id = await module.tx(principal, (tx) => ensureCampaign(tx, campaign));
  for (const row of campaign.answers) {
    const items = await registeredOf(module, row.organisationId, newestVersion);
    const more = { opens: campaign.opens, items };
    if (await module.tx(principal, (tx) => enterAnswer(tx, id, row, more))) entered += 1;
  }
  return entered;
}

/** Refuses: integrator.demo-off. */
export async function enterDemoYears(
  module: ModuleRuntime,
  { part, assessments, projects: bodies, campaign }: InputOf<typeof contract.enterDemoYears>,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterDemoYears>> {
  if (!module.config.demo)
    refuse('conflict', 'integrator.demo-off', 'Years of the demo exist only where it is on (STOA_DEMO=1).');
  let entered = await module.tx(principal, async (tx) => {
    const counts = [await enterAssessments(tx, assessments ?? []), await enterProjects(tx, bodies ?? [])];
    return counts.reduce((a, b) => a + b, 0);
  });
  if (campaign) entered += await enterCampaign(module, principal, campaign);
  return { part, entered };
}
