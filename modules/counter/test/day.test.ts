// SPDX-License-Identifier: Apache-2.0
import { ownDataOperation, retentionOperation } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { numbers, world } from './world.ts';

const demo = { kind: 'service', id: 'demo' } as const;
const w = await world({ STOA_DEMO: '1', STOA_RETENTION_DAYS: 'counter.visits=30' });
const { b, clerk, head, citizen } = w;
const officeId = 'XM-01-FRONT-OFFICE-1';
const item = (key: string, state: 'ended' | 'refused' | 'failed', minutes: number) => ({
  ...{ key, number: numbers.visitor, name: 'Aigerim Visitor', serviceId: 'passport', way: 'code' as const, state },
  ...{ at: b.clock.now().toISOString(), minutes },
});
const input = {
  ...{ clerk: { id: clerk.id, name: clerk.name }, officeId },
  items: [item('a', 'ended', 10), item('b', 'ended', 20), item('c', 'refused', 2)],
};

test('visits of the demo are entered once, by the demo alone and where it is on', async () => {
  expect(await b.call(contract.enterDemoVisits, input, demo)).toEqual({ entered: 3 });
  expect(await b.call(contract.enterDemoVisits, input, demo)).toEqual({ entered: 0 });
  await expect(b.call(contract.enterDemoVisits, input, clerk)).rejects.toMatchObject({ kind: 'forbidden' });
  const off = await world({ STOA_DEMO: '0' });
  const refused = off.b.call(contract.enterDemoVisits, input, demo);
  await expect(refused).rejects.toMatchObject({ code: 'counter.demo-off' });
});

test('who leads the office sees the day by clerk and service, and not who was helped', async () => {
  const day = await b.call(contract.getDay, { officeId, limit: 2 }, head);
  const figures = { visits: 3, opened: 2, refused: 1, paper: 0, averageMinutes: 15 };
  expect(day).toMatchObject({
    total: figures,
    clerks: [{ name: 'Marat Clerk', ...figures }],
    services: [{ serviceId: 'passport', ...figures }],
  });
  expect(day.items).toHaveLength(2);
  expect(JSON.stringify(day)).not.toContain('Aigerim');
  const rest = await b.call(contract.getDay, { officeId, limit: 2, cursor: day.nextCursor ?? '' }, head);
  expect(rest.items).toHaveLength(1);
  expect((await b.call(contract.getDay, { officeId, on: '2001-01-01' }, head)).total).toMatchObject({ visits: 0 });
});

test('another office, a clerk, a citizen: none of them sees the day', async () => {
  const elsewhere = b.call(contract.getDay, { officeId: 'XM-02-FRONT-OFFICE-1' }, head);
  await expect(elsewhere).rejects.toMatchObject({ code: 'counter.office-not-yours' });
  for (const who of [clerk, citizen])
    await expect(b.call(contract.getDay, { officeId }, who)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a person has their visits in the copy of their data, and they end with their term', async () => {
  const own = ownDataOperation('counter');
  expect((await b.call(own, {}, citizen)).items).toHaveLength(3);
  b.clock.advance({ days: 31 });
  await b.drain();
  b.clock.advance({ days: 1 });
  await b.drain();
  expect((await b.call(own, {}, citizen)).items).toEqual([]);
  expect(retentionOperation('counter').name).toContain('counter');
});
