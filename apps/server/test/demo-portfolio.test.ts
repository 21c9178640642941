// SPDX-License-Identifier: Apache-2.0
/** What of the demo runs out, also soon, and its table with one wrong line. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import cases from '@stoa/cases';
import { type DemoCopy, enterDemoCases } from '@stoa/cases/contract';
import catalogue from '@stoa/catalogue';
import { namedPeople, steppeBuild } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { bench, patient } from '@stoa/kernel/testing';
import portfolio from '@stoa/portfolio';
import { getBatch, getRenewal, listBatches, listExpiring } from '@stoa/portfolio/contract';
import { expect, test } from 'vitest';
import { readExamples } from '../src/demo/cases.ts';
import { enterPortfolio } from '../src/demo/portfolio.ts';

const b = await bench(portfolio, cases, catalogue);
for (const { runtime } of b.platform.modules.values()) Object.assign(runtime.config, { demo: true });
b.stub(enterDemoPeople, async ({ people }) => ({ ids: people.map(() => newId()) }));

test('the company of the demo has a table worked through with one wrong line; entered again nothing changes', async () => {
  const now = b.clock.now().getTime();
  expect(await enterPortfolio(b.platform, now)).toEqual({ entered: 1 });
  expect(await enterPortfolio(b.platform, now)).toEqual({ entered: 0 });
  const { inn: id } = steppeBuild;
  const { snils } = namedPeople.aigerim;
  const aigerim = b.person({ snils, actingFor: { kind: 'organisation', id, name: 'Steppe Build LLP' } });
  const [batch] = (await b.call(listBatches, {}, aigerim)).items;
  expect(batch).toMatchObject({ state: 'done', counts: { draft: 2, wrong: 1 } });
  const { lines } = await b.call(getBatch, { id: batch?.id ?? '' }, aigerim);
  expect(lines.find(({ state }) => state === 'wrong')?.faults).toMatchObject([{ field: 'contactEmail' }]);
});

const day = 86_400_000;
const limit = { timeout: patient(120_000) };
const services = join(fileURLToPath(new URL('.', import.meta.url)), '../../../services');

test('papers of the company end within ninety days and later, and each is renewed by its service', limit, async () => {
  const now = b.clock.now().getTime();
  const { inn: id, name } = steppeBuild;
  const { worker, aigerim: director } = namedPeople;
  const copies = Array.from(
    { length: 6 },
    (_, at): DemoCopy => ({
      ...{ key: `portfolio ${at}`, applicant: { kind: 'organisation', number: id, name: name.en } },
      people: { workerSnils: { ...worker, number: worker.snils } },
      submittedAt: new Date(now - (60 + at) * day).toISOString(),
      untilAt: new Date(now - (40 + at) * day).toISOString(),
    }),
  );
  const examples = (await readExamples(services)).flat();
  const example = examples.find(({ pkg, name: file }) => pkg.serviceId === 'work-permit' && file.includes('granted'));
  const { today, answers = {}, registers = {}, checks = {}, results = {} } = example?.scenario ?? {};
  const given = structuredClone({ today, answers, registers, checks, results }) as never;
  const entered = await b.call(
    enterDemoCases,
    { serviceId: 'work-permit', example: given, decided: true, copies },
    { kind: 'service', id: 'demo' },
  );
  expect(entered).toMatchObject({ entered: 6 });
  expect(await enterPortfolio(b.platform, now)).toEqual({ entered: 6 });
  expect(await enterPortfolio(b.platform, now + 3 * day)).toEqual({ entered: 0 });
  const aigerim = b.person({ snils: director.snils, actingFor: { kind: 'organisation', id, name: name.en } });
  const soon = await b.call(listExpiring, { within: '90' }, aigerim);
  expect(soon.items.map(({ daysLeft }) => daysLeft)).toEqual([12, 27, 48, 66, 88]);
  expect((await b.call(listExpiring, {}, aigerim)).items).toHaveLength(6);
  const [first] = soon.items;
  expect(first).toMatchObject({ renewable: true, title: { en: 'Work permit' } });
  const renewal = await b.call(getRenewal, { id: first?.id ?? '' }, aigerim);
  expect(renewal.service).toMatchObject({ id: 'work-permit' });
});
