// SPDX-License-Identifier: Apache-2.0
/** A body beside a template, its waivers, its project, its measures, and what is recommended to it. */
import { runAnalyses } from '@stoa/architecture/contract';
import { addAct, setMethodology } from '@stoa/norms/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { integratorWorld, interior, labour } from './world.ts';

const { b, owner, stranger, architect, chief, enter, element } = await integratorWorld();
const facts = (more: object) => ({ stage: 'industrial', ...more });
await enter([
  element({ facts: facts({ class: 'registry' }) }),
  element({ facts: { stage: 'trial', class: 'workflow' } }),
  element({ kind: 'site', facts: { place: 'Aksu' } }),
]);
const compare = async (as = owner, template = 'unified', organisationId = labour) => {
  const { parts, ...rest } = await b.call(contract.compareBody, { organisationId, template }, as);
  return { ...rest, states: Object.fromEntries(parts.map(({ code, state }) => [code, state])) };
};
const waive = (more: object = {}, as = owner) =>
  b.call(
    contract.askWaiver,
    { organisationId: labour, template: 'unified', part: 'storage', reason: 'Rented', until: '2030-01-01', ...more },
    as,
  );
const day = (days: number) => new Date(b.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

test('six templates come along, the supporting functions are thirteen', async () => {
  const { items } = await b.call(contract.listTemplates, {}, b.person());
  expect(items.map(({ code }) => code)).toEqual([
    'typical-akimat',
    'unified',
    'structure',
    'external',
    'internal',
    'supporting',
  ]);
  expect(items.at(-1)?.parts).toHaveLength(13);
});

test('a body is compared part by part: there, deviating, missing, waived until a day', async () => {
  const { states, waivers } = await compare();
  expect(states).toMatchObject({
    'system-registry': 'there',
    'system-workflow': 'deviates',
    storage: 'missing',
    site: 'there',
  });
  expect(waivers).toEqual([]);
  await expect(waive({ part: 'moat' })).rejects.toMatchObject({ code: 'integrator.part-unknown' });
  await expect(waive({ template: 'castle' })).rejects.toMatchObject({ code: 'integrator.template-unknown' });
  await expect(waive({ until: '2020-01-01' })).rejects.toMatchObject({ code: 'integrator.day-past' });
  const { id } = await waive({ until: day(10) });
  await expect(waive()).rejects.toMatchObject({ code: 'integrator.asked-already' });
  const decide = (grant: boolean, reason?: string, as = architect) =>
    b.call(contract.decideWaiver, { id, grant, ...(reason ? { reason } : {}) }, as);
  await expect(decide(false)).rejects.toMatchObject({ code: 'integrator.reason-missing' });
  await decide(true);
  await expect(decide(true)).rejects.toMatchObject({ code: 'integrator.decided-already' });
  expect((await compare()).states.storage).toBe('waived');
  b.clock.advance({ days: 11 });
  expect((await compare()).states.storage).toBe('missing');
  await expect(compare(stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.decideWaiver, { id: newId(), grant: true }, chief)).rejects.toMatchObject({
    code: 'integrator.waiver-unknown',
  });
});

test('a proposal that another person accepts makes the next version of a template', async () => {
  const part = { code: 'robot', title: { en: 'A robot' }, kind: 'equipment' };
  const propose = (more: object = {}, as = architect) =>
    b.call(
      contract.proposePart,
      { template: 'unified', organisationId: labour, part, removes: false, reason: 'All have one', ...more },
      as,
    );
  await expect(propose({ removes: true })).rejects.toMatchObject({ code: 'integrator.part-unknown' });
  await expect(propose({ part: { ...part, code: 'site' } })).rejects.toMatchObject({ code: 'integrator.part-taken' });
  const [{ id }, again] = [await propose(), await propose({}, owner)];
  const decide = (of: string, grant: boolean, as = chief, reason?: string) =>
    b.call(contract.decideProposal, { id: of, grant, ...(reason ? { reason } : {}) }, as);
  await expect(decide(id, true, architect)).rejects.toMatchObject({ code: 'integrator.own-request' });
  await decide(id, true);
  await expect(decide(again.id, true)).rejects.toMatchObject({ code: 'integrator.part-taken' });
  await decide(again.id, false, chief, 'It is in already');
  expect(await compare()).toMatchObject({ version: 2, states: { robot: 'missing' } });
  const { items } = await b.call(contract.listProposals, {}, owner);
  expect(items.map(({ state }) => state)).toEqual(['declined', 'accepted']);
  expect((await b.call(contract.listProposals, {}, stranger)).items).toEqual([]);
  await expect(decide(newId(), true)).rejects.toMatchObject({ code: 'integrator.proposal-unknown' });
});

test('an architecture goes from stage to stage by the steps of its methodology, and keeps the version it began with', async () => {
  const steps = [
    { code: 'order', stage: 'preparation' as const, title: { en: 'Order' } },
    { code: 'survey', stage: 'as-is' as const, title: { en: 'Look at it' } },
  ];
  const code = 'how-to';
  const start = () =>
    b.call(contract.startProject, { organisationId: labour, template: 'unified', methodology: code }, architect);
  await expect(start()).rejects.toMatchObject({ code: 'norms.methodology-unknown' });
  await b.call(addAct, { code, kind: 'methodology', title: { en: 'How to' }, adopted: '2020-01-01' }, architect);
  await b.call(setMethodology, { code, from: '2020-01-01', steps }, architect);
  const { id } = await start();
  await expect(start()).rejects.toMatchObject({ code: 'integrator.project-there' });
  await b.call(setMethodology, { code, from: '2020-01-01', steps: steps.slice(1) }, architect);
  const move = (to: contract.ProjectStage, reason?: string) =>
    b.call(contract.moveProject, { id, to, ...(reason ? { reason } : {}) }, architect);
  await expect(move('to-be')).rejects.toMatchObject({ code: 'integrator.stage-wrong' });
  await expect(move('as-is')).rejects.toMatchObject({
    code: 'integrator.steps-open',
    message: expect.stringContaining('Order'),
  });
  await expect(b.call(contract.doStep, { id, step: 'dance' }, architect)).rejects.toMatchObject({
    code: 'integrator.step-unknown',
  });
  await b.call(contract.doStep, { id, step: 'order' }, architect);
  await move('as-is');
  await expect(move('preparation')).rejects.toMatchObject({ code: 'integrator.reason-missing' });
  await move('preparation', 'Another order');
  const visit = (heldOn: string) => b.call(contract.recordVisit, { id, heldOn, notes: 'Saw the racks' }, architect);
  await expect(visit('2099-01-01')).rejects.toMatchObject({ code: 'integrator.day-to-come' });
  await visit(day(-3));
  expect(await b.call(contract.getProject, { organisationId: labour }, owner)).toMatchObject({
    ...{
      project: { stage: 'preparation', methodologyVersion: 1 },
      visits: [{ notes: 'Saw the racks' }],
      may: ['answer'],
    },
    steps: [{ code: 'order', doneByName: 'Architect' }, { code: 'survey' }],
    moves: [{ to: 'as-is' }, { to: 'preparation', reason: 'Another order' }],
  });
  await expect(
    move('as-is').then(() => b.call(contract.moveProject, { id: newId(), to: 'as-is' }, architect)),
  ).rejects.toMatchObject({
    code: 'integrator.project-unknown',
  });
});

test('measures that are overdue are named until they are done', async () => {
  const add = (due: string, as = owner) =>
    b.call(
      contract.addMeasure,
      { organisationId: labour, title: 'Move to the platform', responsible: 'D. Zhakupova', due },
      as,
    );
  const { id } = await add(day(-1));
  await add(day(30), architect);
  await expect(add(day(1), stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  const overdue = async (as = owner) =>
    (await b.call(contract.listMeasures, { overdue: true }, as)).items.map((one) => one.id);
  expect([await overdue(), await overdue(architect), await overdue(stranger)]).toEqual([[id], [id], []]);
  const finish = (as = owner) => b.call(contract.finishMeasure, { id }, as);
  await expect(finish(stranger)).rejects.toMatchObject({ code: 'integrator.measure-unknown' });
  await finish();
  await expect(finish()).rejects.toMatchObject({ code: 'integrator.done-already' });
  expect(await overdue()).toEqual([]);
  const { items } = await b.call(contract.listProjects, {}, b.person());
  expect(items).toMatchObject([{ organisationId: labour, openMeasures: 1, overdueMeasures: 0 }]);
});

test('recommendations rest on findings, maturity and the template, and are printed for those who may read them', async () => {
  await b.call(runAnalyses, {}, architect);
  await b.call(contract.startAssessment, { organisationId: labour }, owner);
  const { items } = await b.call(contract.getRecommendations, { organisationId: labour }, owner);
  const of = (code: string) => items.find((one) => one.code === code);
  expect(of('test-security')?.count).toBeGreaterThan(0);
  expect(of('commission')?.examples[0]?.code).toMatch(/^IS-/);
  expect(of('mature')?.count).toBe(8);
  expect(of('complete')?.count).toBeGreaterThan(0);
  await expect(b.call(contract.getRecommendations, { organisationId: labour }, stranger)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const print = async (as: typeof owner, language: string) => {
    b.resolveWith(async () => as);
    return fetch(`${b.platform.url}${contract.recommendationsPath(labour)}?language=${language}`, {
      headers: { authorization: 'Bearer of-a-person' },
    });
  };
  for (const language of ['en', 'ar', 'xx']) {
    const answer = await print(owner, language);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
  expect((await print(stranger, 'en')).status).toBe(403);
  expect((await b.call(contract.getRecommendations, { organisationId: interior }, stranger)).items).toEqual([]);
});
