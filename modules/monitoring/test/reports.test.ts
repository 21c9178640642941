// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { register, registerSource, watched, within } from './world.ts';

const { b, operator, auditor, engineer, report, send, period, put, status, targets, asked } = await watched();
const sources = (more: object = {}) => b.call(contract.listSources, more, operator);
const one = async () => (await sources({ search: register })).items[0];
const counted = (span = 'day') =>
  b.sql(`select service_code, probes::int, down::int, calls::int, failed::int, slow::int from rollup
    where span = '${span}' order by service_code, at`);

test('a connector says how it stands, and modules of the platform are asked', async () => {
  await put('register', { targets: [`${register}/companies`] });
  await put('platform', { sources: ['module:monitoring'] });
  await send([
    report({
      certificateUntil: '2031-04-04T09:00:00Z',
      ...{ waiting: 3, dead: 0, disk: { freeBytes: 25, totalBytes: 100 } },
      services: [{ code: 'companies', calls: 10, failed: 1, within: [0, 5, 9, 9, 9, 9, 9, 9] }],
    }),
  ]);
  await b.drain();
  expect(await one()).toEqual({
    ...{ id: registerSource, kind: 'connector', subject: register, state: 'up', version: '1.2.3', clockOffsetMs: 0 },
    ...{ startedAt: expect.any(String), reportedAt: expect.any(String), receivedAt: expect.any(String) },
    ...{ certificateDays: 30, waiting: 3, dead: 0, diskFree: 0.25, calls: 10, failed: 1 },
    services: [{ code: 'companies', calls: 10, failed: 1, p50Ms: 100, p95Ms: 250 }],
  });
  const { items } = await sources({ kind: 'module' });
  expect(items.map(({ id, state }) => [id, state])).toEqual([['module:monitoring', 'up']]);
  const overview = await b.call(contract.getOverview, {}, auditor);
  expect(overview.sources).toContainEqual({ kind: 'connector', state: 'up', count: 1 });
  expect(overview).toMatchObject({ periodSeconds: 30, soonestCertificateDays: 30, alarms: [] });
});

test('the same report counts once, one of the past for its own minute, and an older one changes nothing that stands', async () => {
  const before = await one();
  const past = report({ at: new Date(b.clock.now().getTime() - 7_200_000).toISOString(), version: '0.9.0' });
  b.clock.advance({ seconds: 10 });
  const now = report();
  await send([now]);
  await send([now]);
  await send([past]);
  expect((await counted()).find(({ service_code }) => service_code === 'register')).toMatchObject({
    probes: 2,
    down: 0,
  });
  expect((await one())?.version).toBe(before?.version);
  const buffered = [3, 2, 1].map((ago) =>
    report({ at: new Date(b.clock.now().getTime() + 60_000 - ago * 10_000).toISOString(), state: 'degraded' }),
  );
  b.clock.advance({ seconds: 60 });
  await send(buffered);
  expect(await one()).toMatchObject({ state: 'degraded', reportedAt: buffered[2]?.at });
  expect((await counted()).find(({ service_code }) => service_code === 'register')).toMatchObject({ probes: 5 });
});

test('a process that began anew counts from nothing, and a clock that is wrong is seen', async () => {
  const at = new Date(b.clock.now().getTime() + 7000).toISOString();
  await send([
    report({ at, startedAt: at, services: [{ code: 'companies', calls: 2, failed: 0, within: within(2) }] }),
  ]);
  expect(await one()).toMatchObject({ clockOffsetMs: 7000, calls: 2, failed: 0 });
});

test('calls of the exchange are counted by the minute, once, and those refused before are not', async () => {
  targets.push({ id: `${register}/companies`, calls: 12, refused: 2, failed: 1, slow: 3 });
  await b.sql(`update progress set counted_until = '2031-03-05T09:01:00Z', watched_at = 'epoch'`);
  b.clock.set(new Date('2031-03-05T09:03:10Z'));
  asked.length = 0;
  await b.drain();
  expect(asked.map(({ until, slowAfterMs }) => [until, slowAfterMs])).toEqual([
    ['2031-03-05T09:02:00.000Z', 500],
    ['2031-03-05T09:03:00.000Z', 500],
  ]);
  await b.sql(`update progress set watched_at = 'epoch'`);
  b.clock.advance({ seconds: 5 });
  await b.drain();
  expect(asked).toHaveLength(2);
  const { calls, failed, slow } = (await counted()).find(({ service_code }) => service_code === 'register') ?? {};
  expect({ calls, failed, slow }).toEqual({ calls: 20, failed: 2, slow: 6 });
  targets.length = 0;
});

test('who says nothing for three periods is silent: an alarm, a service that is down, bad checks; and back again', async () => {
  await period();
  for (let n = 0; n < 4; n += 1) await period('silent');
  expect((await one())?.state).toBe('silent');
  expect((await sources({ state: 'silent' })).items).toHaveLength(1);
  const { services } = await status();
  expect(services.find(({ code }) => code === 'register')?.state).toBe('down');
  const own = await b.call(contract.getOwn, {}, engineer);
  expect(own.items).toMatchObject([
    { subsystemId: register, source: { state: 'silent' }, services: [{ code: 'register', state: 'down' }] },
  ]);
  expect(own.items[0]?.alarms.map(({ kind }) => kind)).toEqual(['silence']);
  await period();
  await period();
  expect((await one())?.state).toBe('up');
  expect((await b.call(contract.getOverview, {}, operator)).alarms).toEqual([]);
});

test('a module that does not answer is silent too', async () => {
  await b.sql(`insert into source (id, kind, subject, reported_at, received_at, clock_offset_ms, report)
    select 'module:gone', kind, 'gone', reported_at, received_at - interval '1 day', 0, report from source where id = 'module:monitoring'`);
  expect((await sources({ search: 'module:gone' })).items).toMatchObject([{ state: 'silent' }]);
});

test('what is gone for good is forgotten by an operator; what still reports is not', async () => {
  const retire = (id: string, who = operator) => b.call(contract.retireSource, { id }, who);
  await expect(retire(registerSource)).rejects.toMatchObject({ code: 'monitoring.source-alive' });
  await expect(retire('hub:https://nowhere')).rejects.toMatchObject({ code: 'monitoring.source-unknown' });
  await expect(retire('module:gone', auditor)).rejects.toMatchObject({ kind: 'forbidden' });
  await retire('module:gone');
  expect((await sources({ search: 'module:gone' })).items).toEqual([]);
});

test('a list of sources is read page by page', async () => {
  const first = await sources({ limit: 1 });
  const second = await sources({ limit: 1, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([registerSource, 'module:monitoring']);
  expect(second.nextCursor).toBeUndefined();
});

test('nobody looks without the duty', async () => {
  const nobody = b.person({ duties: ['quality.analyst'] });
  for (const operation of [contract.listSources, contract.getOverview, contract.listServices])
    await expect(b.call(operation, {}, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.getOwn, {}, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listSources, {}, engineer)).rejects.toMatchObject({ kind: 'forbidden' });
});
