// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { names, watched } from './world.ts';

const { b, operator, auditor, period, put, incidents, status } = await watched();
const plan = (startsIn: number, hours: number, more: object = {}) =>
  ({
    ...{
      title: names('Change of the disks'),
      text: names('The register answers again at noon.'),
      services: ['register'],
    },
    startsAt: new Date(b.clock.now().getTime() + startsIn * 3_600_000).toISOString(),
    endsAt: new Date(b.clock.now().getTime() + (startsIn + hours) * 3_600_000).toISOString(),
    ...more,
  }) as Parameters<typeof b.call<typeof contract.planMaintenance>>[1];
const planned = (startsIn: number, hours: number) => b.call(contract.planMaintenance, plan(startsIn, hours), operator);
const move = (id: string, act: 'announce' | 'begin' | 'end' | 'cancel', who = operator) =>
  b.call(contract.moveMaintenance, { id, act }, who);
const states = async () =>
  (await b.call(contract.listMaintenance, {}, auditor)).items.map(({ id, state }) => [id, state]);

test('planned work is nobody else business until it is announced; it begins and ends by the clock', async () => {
  await put('register');
  await period();
  const { id } = await planned(1, 2);
  expect((await status()).maintenance).toEqual([]);
  await expect(move(id, 'begin')).rejects.toMatchObject({ code: 'monitoring.maintenance-not-so' });
  await move(id, 'announce');
  expect((await status()).maintenance).toMatchObject([{ id, begun: false, services: [{ code: 'register' }] }]);
  b.clock.advance({ hours: 1 });
  await period();
  expect(await states()).toEqual([[id, 'begun']]);
  expect(await status()).toMatchObject({ state: 'maintenance', services: [{ state: 'maintenance' }] });
  b.clock.advance({ hours: 2 });
  await period();
  expect(await states()).toEqual([[id, 'ended']]);
  expect((await status()).maintenance).toEqual([]);
});

test('alarms of what is in maintenance stay quiet; what is still wrong afterwards is an incident', async () => {
  const before = (await incidents()).length;
  const { id } = await planned(1, 4);
  await move(id, 'announce');
  await move(id, 'begin');
  const [{ probes = 0 } = {}] = await b.sql(`select sum(probes)::int as probes from rollup where span = 'day'`);
  for (let n = 0; n < 5; n += 1) await period('silent');
  expect(await incidents()).toHaveLength(before);
  const { alarms } = await b.call(contract.getOverview, {}, operator);
  expect(alarms).toMatchObject([{ kind: 'silence' }]);
  expect(alarms[0]?.incidentId).toBeUndefined();
  expect(await b.sql(`select sum(probes)::int as probes from rollup where span = 'day'`)).toEqual([{ probes }]);
  await move(id, 'end');
  await period('silent');
  expect(await incidents()).toHaveLength(before + 1);
  await period();
  expect((await incidents())[0]?.state).toBe('resolved');
});

test('what was never announced does not begin, and what is cancelled is over', async () => {
  const [never, off] = [await planned(1, 1), await planned(1, 1)];
  await move(off.id, 'cancel');
  b.clock.advance({ hours: 3 });
  await period();
  const found = new Map((await states()) as [string, string][]);
  expect([found.get(never.id), found.get(off.id)]).toEqual(['cancelled', 'cancelled']);
  expect((await b.call(contract.listMaintenance, { state: 'ended' }, operator)).items).toHaveLength(2);
});

test('times, services and texts that cannot be are refused, and so is who may not', async () => {
  const ask = (input: ReturnType<typeof plan>, who = operator) => b.call(contract.planMaintenance, input, who);
  await expect(ask(plan(1, 0))).rejects.toMatchObject({ code: 'monitoring.times-wrong' });
  await expect(ask(plan(-5, 1))).rejects.toMatchObject({ code: 'monitoring.times-wrong' });
  await expect(ask(plan(1, 1, { services: ['nothing'] }))).rejects.toMatchObject({
    code: 'monitoring.service-unknown',
  });
  await expect(ask(plan(1, 1, { text: names('The host 10.2.3.4 is away') }))).rejects.toMatchObject({
    code: 'monitoring.text-secret',
  });
  await expect(ask(plan(1, 1, { title: { ...names('Change'), uk: 'Хост 10.2.3.4' } }))).rejects.toMatchObject({
    ...{ code: 'monitoring.text-secret', errors: [{ pointer: '/title/uk' }] },
  });
  await expect(ask(plan(1, 1), auditor)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(move(newId(), 'end')).rejects.toMatchObject({ code: 'monitoring.maintenance-unknown' });
  await expect(move(newId(), 'end', auditor)).rejects.toMatchObject({ kind: 'forbidden' });
  const nobody = b.person();
  await expect(b.call(contract.listMaintenance, {}, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
});
