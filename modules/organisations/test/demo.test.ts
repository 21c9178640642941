// SPDX-License-Identifier: Apache-2.0
import { holdDuties, nameOfPerson } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations);
const told = new Map<string, number>();
b.stub(holdDuties, async ({ personId, duties }) => {
  told.set(personId, duties.length);
  return { held: true };
});
b.stub(nameOfPerson, async () => ({ name: 'Somebody' }));
const demo = { kind: 'service', id: 'demo' } as const;
const text = (en: string) => ({ en }) as never;
const [holder, substitute] = [newId(), newId()];
const office = {
  id: 'XM-01-LABOUR',
  units: [
    { key: 'head', name: text('Head'), from: '2010-01-01' },
    { key: 'main', name: text('Main'), parent: 'head', from: '2010-01-01' },
  ],
  posts: [
    {
      ...{ key: 'post 1', unit: 'main', title: text('Specialist'), from: '2010-01-01' },
      duties: ['labour.permit-officer'],
      holdings: [
        { personId: holder, name: 'Holder', as: 'holder' as const, from: '2019-01-01T00:00:00.000Z' },
        {
          ...{ personId: substitute, name: 'Substitute', as: 'substitute' as const, reason: 'Annual leave' },
          from: new Date(b.clock.now().getTime() - 86_400_000).toISOString(),
          until: new Date(b.clock.now().getTime() + 86_400_000).toISOString(),
        },
      ],
    },
  ],
};

test('an office of the demo gets its people once; who stands for somebody today holds the duty in their place', async () => {
  const config = b.module.config as { demo: boolean };
  config.demo = true;
  const enter = () => b.call(contract.enterDemoStructure, office as never, demo as never);
  expect(await enter()).toEqual({ people: 2 });
  await enter();
  await b.drain();
  const official = b.person({ duties: ['identity.grantor'] });
  const { posts } = await b.call(contract.getStructure, { id: office.id }, official);
  expect(posts.filter(({ title }) => title.en === 'Specialist')).toHaveLength(1);
  const { items } = await b.call(contract.listDuties, { personId: substitute }, official);
  expect(items).toMatchObject([{ as: 'substitute', inPlaceOf: 'Holder', code: 'labour.permit-officer' }]);
  expect(told.get(substitute)).toBe(1);
  const facts = { kind: 'company' as const, name: text('Steppe'), from: '2012-01-01' };
  const items2 = [{ id: '0105234510', facts }];
  expect(await b.call(contract.enterDemoOrganisations, { items: items2 }, demo as never)).toEqual({ entered: 1 });
  expect(await b.call(contract.enterDemoOrganisations, { items: items2 }, demo as never)).toEqual({ entered: 0 });
  config.demo = false;
  await expect(enter()).rejects.toMatchObject({ code: 'organisations.demo-off' });
  await expect(b.call(contract.enterDemoStructure, office as never, official)).rejects.toMatchObject({
    kind: 'forbidden',
  });
});
