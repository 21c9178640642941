// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { OperationalLog } from '../src/statistics/operational-log.ts';
import { HubRefusal } from '../src/messages/refusal.ts';
import exchange from '../src/index.ts';
import { bodyOf } from '../src/wire/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });
const body = bodyOf(Buffer.alloc(0));
const client = 'XM/GOV/1/CONSUMER';
const incoming = (service: string) => ({
  method: 'GET',
  authority: 'hub',
  target: `/r1/XM/GOV/2/PROVIDER/${service}/1`,
  headers: {},
  body,
  client,
  messageId: crypto.randomUUID(),
  issue: undefined,
  trace: {},
});
/** Answers after so many milliseconds of the bench's clock. */
const take = (log: OperationalLog, service: string, ms: number) =>
  log.observe(incoming(service), async () => {
    b.clock.advance({ seconds: ms / 1000 });
    return { status: 200, headers: {}, body };
  });
const traffic = (minutes: number) => b.call(contract.getTraffic, { minutes }, operator);

test('closing writes what waits; percentiles are those of the calls to the next twelfth', async () => {
  const log = new OperationalLog(b.module, '127.0.0.1');
  for (let n = 1; n <= 200; n++) await take(log, 'even', n * 5);
  await log.close();
  const { calls, p50Ms = 0, p95Ms = 0, p99Ms = 0 } = await traffic(60);
  expect(calls).toBe(200);
  for (const [found, exact] of [
    [p50Ms, 500],
    [p95Ms, 950],
    [p99Ms, 990],
  ] as const)
    expect(Math.abs(found - exact) / exact).toBeLessThan(1 / 12);
});

test('a window begins at its minute, and an engineer without subsystems sees nothing in it', async () => {
  b.clock.advance({ minutes: 61 });
  const log = new OperationalLog(b.module, '127.0.0.1');
  await take(log, 'late', 1);
  await log.close();
  expect((await traffic(60)).targets).toMatchObject([{ id: 'XM/GOV/2/PROVIDER/late', calls: 1 }]);
  expect((await traffic(1440)).calls).toBe(201);
  expect(
    (await b.call(contract.getTraffic, { minutes: 1440 }, b.person({ duties: ['exchange.engineer'] }))).calls,
  ).toBe(0);
});

test('a window that ends before now has what was called in it alone, to the minute', async () => {
  b.clock.set(new Date('2033-05-01T10:00:00.000Z'));
  const log = new OperationalLog(b.module, '127.0.0.1');
  await take(log, 'before', 1);
  b.clock.advance({ minutes: 1 });
  await take(log, 'after', 1);
  await log.close();
  const seen = async (minutes: number, until: string) =>
    (await b.call(contract.getTraffic, { minutes, until }, operator)).targets.map(({ id }) => id.split('/').at(-1));
  expect(await seen(1, '2033-05-01T10:01:00.000Z')).toEqual(['before']);
  expect(await seen(1, '2033-05-01T10:02:00.000Z')).toEqual(['after']);
  expect(await seen(1500, '2033-05-01T10:00:00.000Z')).toEqual([]);
  expect(await b.call(contract.getTraffic, { minutes: 2, until: '2033-05-01T10:02:00.000Z' }, operator)).toMatchObject({
    ...{ from: '2033-05-01T10:00:00.000Z', until: '2033-05-01T10:02:00.000Z', calls: 2 },
  });
});

test('what was answered later than a limit is counted where one is given, for as many targets as are asked for', async () => {
  b.clock.set(new Date('2033-06-01T10:00:00.000Z'));
  const log = new OperationalLog(b.module, '127.0.0.1');
  for (const ms of [10, 400, 900, 2000]) await take(log, 'mixed', ms);
  await take(log, 'other', 1);
  await log.close();
  const ask = async (more: object) => (await b.call(contract.getTraffic, { minutes: 5, ...more }, operator)).targets;
  expect(await ask({ slowAfterMs: 500 })).toMatchObject([{ calls: 4, slow: 2 }, { slow: 0 }]);
  expect(await ask({ slowAfterMs: 500, most: 1 })).toHaveLength(1);
  expect((await ask({}))[0]).not.toHaveProperty('slow');
});

test('a record that cannot be held takes none of the others with it, nor does a name beyond all bounds', async () => {
  b.clock.advance({ minutes: 61 });
  const log = new OperationalLog(b.module, '127.0.0.1');
  for (let n = 0; n < 5; n++) await take(log, 'good', 1);
  await log.observe({ ...incoming('bad'), messageId: 'nul\0' }, async () => ({ status: 200, headers: {}, body }));
  const refused = () => Promise.reject(new HubRefusal('server.serverproxy.unknown_service', 'no'));
  await expect(log.observe(incoming('x'.repeat(10_000)), refused)).rejects.toThrow('no');
  await log.close();
  expect(await traffic(60)).toMatchObject({ calls: 6, refused: 1 });
  expect((await traffic(60)).targets.map(({ id }) => id)).toEqual(['XM/GOV/2/PROVIDER/good', 'unreadable']);
});

test('while the database is away records wait', async () => {
  b.clock.advance({ minutes: 61 });
  let tries = 0;
  const module = Object.create(b.module, {
    statement: {
      value: (...statement: Parameters<typeof b.module.statement>) =>
        ++tries === 1
          ? Promise.reject(new Refusal('unavailable', 'kernel.database-away', 'away'))
          : b.module.statement(...statement),
    },
  }) as typeof b.module;
  const log = new OperationalLog(module, '127.0.0.1');
  await take(log, 'patient', 1);
  await expect.poll(() => tries).toBe(2);
  await log.close();
  expect((await traffic(60)).targets).toMatchObject([{ id: 'XM/GOV/2/PROVIDER/patient', calls: 1 }]);
});

test('an error that is no refusal is a failure of the hub', async () => {
  b.clock.advance({ minutes: 61 });
  const log = new OperationalLog(b.module, '127.0.0.1');
  await expect(log.observe(incoming('x'), () => Promise.reject(new Error('secret detail')))).rejects.toThrow();
  await log.close();
  const { items } = await b.call(contract.listOperationalRecords, { limit: 1 }, operator);
  expect(items).toMatchObject([{ faultCode: 'server.internal_error', statusCode: 500, succeeded: false }]);
  expect(JSON.stringify(items)).not.toContain('secret');
});
