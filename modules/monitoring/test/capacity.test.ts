// SPDX-License-Identifier: Apache-2.0
/** Disks as they were reported, calls as they were counted, limits as operators set them. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { names, registerSource, watched } from './world.ts';

const { b, operator, auditor, engineer, report, send } = await watched();
const all = async () => (await b.call(contract.listForecasts, {}, operator)).items;
const disk = (share: number) => ({ freeBytes: Math.round((1 - share) * 1e12), totalBytes: 1e12 });
const service = {
  ...{ code: 'register', name: names('Register'), place: 1, sources: [registerSource], targets: ['x'] },
  ...{ latencyMs: 1000, objectives: [] },
};
await b.call(contract.putService, service, operator);

test('before a day is over there is nothing to foretell from', async () => {
  await send([report({ disk: disk(0.5) })]);
  expect(await all()).toEqual([
    expect.objectContaining({ kind: 'calls', id: 'register', state: 'no-limit', weeks: [] }),
  ]);
});

test('the most of each day is kept, however often and in whatever order it is reported', async () => {
  const begun = b.clock.now().getTime();
  b.clock.advance({ days: 91 });
  const at = (day: number, ms: number) => new Date(begun + day * 86_400_000 + ms).toISOString();
  const measured = Array.from({ length: 90 }, (_, index) => index + 1).flatMap((day) => [
    { ...report({ disk: disk(0.5 + (day - 1) / 400) }), at: at(day, 2000) },
    { ...report({ disk: disk(0.3) }), at: at(day, 1000) },
    { ...report({ disk: disk(0.1) }), at: at(day, 3000) },
  ]);
  for (const from of [0, 90, 60, 180]) await send(measured.slice(from, from + 90));
  const first = (await all()).find(({ id }) => id === registerSource);
  expect(first).toMatchObject({ kind: 'disk', id: registerSource, limit: 0.95 });
  expect(first?.weeks.at(-1)?.peak).toBeCloseTo(0.5 + 89 / 400, 5);
  // A four-hundredth a day: from 0.7225 to 0.95 are 91 days more.
  expect(first).toMatchObject({ state: 'expected', reachesOn: '2031-09-02' });
});

test('an operator says what a service is built for, and takes it back; nobody else does', async () => {
  const limitOf = async () => (await all()).find(({ kind }) => kind === 'calls')?.limit;
  await b.call(contract.setCallLimit, { code: 'register', callsPerDay: 5000 }, operator);
  expect(await limitOf()).toBe(5000);
  await b.call(contract.setCallLimit, { code: 'register', callsPerDay: 7000 }, operator);
  expect(await limitOf()).toBe(7000);
  await b.call(contract.setCallLimit, { code: 'register' }, operator);
  expect(await limitOf()).toBeUndefined();
  for (const who of [auditor, engineer, b.person()])
    await expect(b.call(contract.setCallLimit, { code: 'register', callsPerDay: 1 }, who)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  await expect(b.call(contract.setCallLimit, { code: 'nothing', callsPerDay: 1 }, operator)).rejects.toMatchObject({
    code: 'monitoring.service-unknown',
  });
  for (const callsPerDay of [0, -1, 1.5, 1e13])
    await expect(b.call(contract.setCallLimit, { code: 'register', callsPerDay }, operator)).rejects.toMatchObject({
      code: 'kernel.input-invalid',
    });
});

test('modules share one line, and auditors look, engineers and citizens do not', async () => {
  const items = (await b.call(contract.listForecasts, {}, auditor)).items;
  expect(new Set(items.map(({ id }) => id))).toEqual(new Set([registerSource, contract.platformDisk, 'register']));
  for (const who of [engineer, b.person()])
    await expect(b.call(contract.listForecasts, {}, who)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('days older than three years are forgotten', async () => {
  b.clock.advance({ days: 1200 });
  await b.drain();
  expect(await b.sql('select 1 from disk_day where source_id = $1', [registerSource])).toEqual([]);
});
