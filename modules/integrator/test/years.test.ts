// SPDX-License-Identifier: Apache-2.0
/** The demo's years come in once; what pages say of them is counted a second time by plain SQL. */
import architecture from '@stoa/architecture';
import { importElements } from '@stoa/architecture/contract';
import ict from '@stoa/ict';
import { enterDemoServices, listServices } from '@stoa/ict/contract';
import type { InputOf } from '@stoa/kernel/contract';
import { patient } from '@stoa/kernel/patience';
import { bench } from '@stoa/kernel/testing';
import norms from '@stoa/norms';
import { enterDemoNorms, listActs, listConsultations } from '@stoa/norms/contract';
import { beforeAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { levelsOf, modelOf } from '../src/maturity/levels.ts';
import integrator from '../src/index.ts';
import { demo } from './world.ts';

type Import = InputOf<typeof importElements>;
const country = 'xm';
const { architectureRegister, architectureSubjects, integratorYears } = (await import(`@stoa/country-${country}`)) as {
  architectureRegister: () => { elements: (Import['elements'][number] & { source: string })[] };
  architectureSubjects: readonly { id: string; kind: string }[];
  integratorYears: (
    now: number,
  ) => InputOf<typeof enterDemoNorms> &
    Pick<contract.DemoYears, 'assessments' | 'projects'> &
    Pick<InputOf<typeof enterDemoServices>, 'services'> & { campaigns: NonNullable<contract.DemoYears['campaign']>[] };
};

const b = await bench(integrator, architecture, norms, ict);
const architect = b.person({ duties: [{ code: 'architecture.integrator', organisationId: 'XM-SERVICE-INTEGRATOR' }] });
const { acts, consultations, assessments, projects, services, campaigns } = integratorYears(b.clock.now().getTime());
/** Of three bodies: the others are of the same making. */
const some = (all: NonNullable<contract.DemoYears['campaign']>) => ({
  ...all,
  answers: all.answers.filter(({ organisationId }) => /HEALTH-MINISTRY|LABOUR-MINISTRY|POST$/.test(organisationId)),
});
async function enter() {
  let entered = 0;
  const count = (done: { entered: number }) => {
    entered += done.entered;
  };
  count(await b.call(enterDemoNorms, { part: 'norms', acts, consultations }, demo));
  count(await b.call(contract.enterDemoYears, { part: 'bodies', assessments, projects }, demo));
  count(await b.call(enterDemoServices, { part: 'services', services }, demo));
  for (const campaign of campaigns)
    count(await b.call(contract.enterDemoYears, { part: 'campaign', campaign: some(campaign) }, demo));
  return entered;
}
let entered = 0;
beforeAll(async () => {
  const elements = architectureRegister().elements.map(({ source: _, ...row }) => row);
  for (let at = 0; at < elements.length; at += 2000)
    await b.call(
      importElements,
      { dryRun: false, provenance: 'imported', elements: elements.slice(at, at + 2000), relations: [] },
      architect,
    );
  entered = await enter();
}, patient(120_000));
const one = async (sql: string) => (await b.sql<Record<string, number>>(sql))[0];

test('entered a second time, nothing changes', async () => {
  expect(entered).toBe(7 + 40 + 130 + 26 + 31 + 6);
  expect(await enter()).toBe(0);
});

test('26 central, 17 local and 22 quasi-public bodies are asked twice; who answered what is counted again', async () => {
  expect(campaigns.map(({ answers }) => answers.length)).toEqual([65, 65]);
  const kinds = (kind: string) => architectureSubjects.filter((subject) => subject.kind === kind).length;
  expect(['central', 'local', 'quasi-public'].map(kinds)).toEqual([26, 17, 22]);
  const { items } = await b.call(contract.listCampaigns, {}, architect);
  expect(items.map(({ closedAt }) => closedAt !== undefined).sort()).toEqual([false, true]);
  for (const { id } of items) {
    const { answers } = await b.call(contract.getCampaign, { id }, architect);
    for (const answer of answers) {
      const counted = await one(
        `select count(*)::integer as items, count(*) filter (where verdict = 'changed')::integer as changed,
           count(verdict)::integer as answered from integrator.answer_item where answer_id = '${answer.id}'`,
      );
      expect(counted).toEqual({ items: answer.items, changed: answer.changed, answered: answer.answered });
      const owned = await one(
        `select count(*)::integer as n from architecture.element_version where owner_id = '${answer.organisationId}'
           and kind in ('division', 'process', 'object', 'interface', 'ict-service', 'site', 'equipment', 'channel', 'volume')
           and known_until is null and valid_from <= current_date and (valid_until is null or valid_until > current_date)`,
      );
      expect(owned?.n).toBe(answer.items);
    }
  }
});

test('31 ICT services, 21 in operation, 10 in progress, 10 for the whole country; stages are those of the register', async () => {
  const { items } = await b.call(listServices, {}, b.person());
  const inOperation = items.filter(({ stage }) => stage === 'operation').length;
  expect([items.length, inOperation, items.length - inOperation]).toEqual([31, 21, 10]);
  expect(
    await one(
      `select count(*)::integer as n, count(*) filter (where s.stage = v.facts ->> 'service-stage')::integer as same,
         count(*) filter (where v.facts ->> 'scale' = 'republican')::integer as republican
       from ict.service s join architecture.element_version v on v.element_id = s.id and v.known_until is null`,
    ),
  ).toEqual({ n: 31, same: 31, republican: 10 });
  // Nothing is in operation with a requirement that did not pass, and each came by the steps of the table.
  expect(
    await one(
      `select count(*)::integer as n from ict.service s join ict.requirement q on q.service_id = s.id where s.stage = 'operation' and not coalesce(
         (select passed from ict.requirement_test t where t.requirement_id = q.id order by at desc, id desc limit 1), false)`,
    ),
  ).toEqual({ n: 0 });
  expect(
    await one(
      `select count(*)::integer as n from ict.service s where s.stage <> 'requirements' and s.stage <>
         (select to_stage from ict.service_move m where m.service_id = s.id order by at desc limit 1)`,
    ),
  ).toEqual({ n: 0 });
});

test('all bodies have two years of maturity whose levels follow from what holds', async () => {
  const { years, items } = await b.call(contract.listMaturity, {}, b.person());
  expect([years.length, items.length]).toEqual([2, 130]);
  const claims = await b.sql<{ id: string; held: string[] | null }>(
    `select a.id, array_agg(c.criterion) filter (where c.granted) as held from integrator.assessment a
       left join integrator.claim c on c.assessment_id = a.id group by 1`,
  );
  const held = new Map(claims.map((row) => [row.id, row.held ?? []]));
  for (const { id, levels } of items) expect(levels).toEqual(levelsOf(modelOf(), new Set(held.get(id))));
});

test('26 architectures with their stages and measures, seven acts, 40 consultations of which four wait', async () => {
  const { items } = await b.call(contract.listProjects, {}, b.person());
  expect(items).toHaveLength(26);
  const sum = (of: 'openMeasures' | 'overdueMeasures') => items.reduce((n, row) => n + row[of], 0);
  const day = b.clock.now().toISOString().slice(0, 10);
  expect(
    await one(
      `select count(*)::integer as open, count(*) filter (where due < '${day}')::integer as late from integrator.measure where done_on is null`,
    ),
  ).toEqual({ open: sum('openMeasures'), late: sum('overdueMeasures') });
  expect(
    await one(
      `select count(*)::integer as n from integrator.project p where p.stage <> 'preparation' and p.stage <>
         (select to_stage from integrator.project_move m where m.project_id = p.id order by at desc limit 1)`,
    ),
  ).toEqual({ n: 0 });
  expect((await b.call(listActs, {}, b.person())).items).toHaveLength(7);
  const list = async (as: typeof architect) => (await b.call(listConsultations, { limit: 100 }, as)).items;
  const all = await list(architect);
  expect([all.length, all.filter(({ answeredAt }) => !answeredAt).length]).toEqual([40, 4]);
  expect((await list(b.person())).length).toBe(all.filter(({ published }) => published).length);
});
