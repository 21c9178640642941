// SPDX-License-Identifier: Apache-2.0
/** What of the demo runs out, and its table with one wrong line. */
import cases from '@stoa/cases';
import catalogue from '@stoa/catalogue';
import { namedPeople, steppeBuild } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import portfolio from '@stoa/portfolio';
import { getBatch, listBatches } from '@stoa/portfolio/contract';
import { expect, test } from 'vitest';
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
